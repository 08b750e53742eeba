import { describePracticeJourney } from "../support/practice-journey.ts";
import { processView } from "../support/runtime-view.ts";

describePracticeJourney(processView, ["page-answers-500", "duplicates-stay"], ["postgres", "git"]);
