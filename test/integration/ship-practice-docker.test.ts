import { describePracticeJourney } from "../support/practice-journey.ts";
import { dockerView } from "../support/runtime-view.ts";

describePracticeJourney(dockerView, ["migration-fails", "test-fails"], ["docker", "git"]);
