import { describePracticeJourney } from "../support/practice-journey.ts";
import { dockerView } from "../support/runtime-view.ts";

describePracticeJourney(dockerView, ["migration-fails", "test-fails", "page-answers-500"], ["docker", "git"]);
