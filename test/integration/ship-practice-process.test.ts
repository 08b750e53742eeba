import { describePracticeJourney } from "../support/practice-journey.ts";
import { processView } from "../support/runtime-view.ts";

describePracticeJourney(processView, ["migration-fails", "test-fails", "page-answers-500"], ["postgres", "git"]);
