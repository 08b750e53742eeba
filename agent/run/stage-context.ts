import { RedactingLines } from "../secrets/redacting-lines.ts";
import type { Redactor } from "../secrets/redactor.ts";
import { act } from "./act.ts";
import type { Journal } from "./journal.ts";
import type { StageContext } from "./stage.ts";
import { StageLog } from "./stage-log.ts";

/** `log` events are told at most this often; the file itself is always up to date. */
const logEventInterval = 200;
/** The same for progress that only changes its fraction. */
const progressInterval = 100;

/** The context that a runner hands to a stage, and the way to close it. */
export interface OpenContext extends StageContext {
  /** @throws Problem where the stage's log could not be written whole. */
  close(): void;
}

export function openContext(options: {
  journal: Journal;
  redactor: Redactor;
  folder: string;
  stage: string;
  signal: AbortSignal;
}): OpenContext {
  const { journal, stage, signal } = options;
  const log = new StageLog(options.folder, stage);
  let toldBytes = log.bytes;
  let toldLogAt = 0;
  let toldProgressAt = 0;
  let message = "";
  const tellLog = () => {
    if (log.bytes === toldBytes) return;
    toldBytes = log.bytes;
    toldLogAt = Date.now();
    journal.tell({ type: "log", stage, bytes: log.bytes });
  };
  const lines = new RedactingLines(options.redactor, (text) => {
    log.write(text);
    if (Date.now() - toldLogAt >= logEventInterval) tellLog();
  });
  return {
    run: journal.run,
    signal,
    log: (text) => lines.write(text),
    progress: (what, fraction) => {
      if (what === message && Date.now() - toldProgressAt < progressInterval) return;
      message = what;
      toldProgressAt = Date.now();
      journal.tell({ type: "progress", stage, message: what, fraction });
    },
    output: (name, value) => journal.append({ type: "output", stage, name, value }),
    waiting: (what) => journal.tell({ type: "waiting", stage, for: what }),
    act: (key, lookup, perform) => {
      signal.throwIfAborted();
      return act(journal, stage, key, lookup, perform);
    },
    close: () => {
      lines.end();
      try {
        log.close();
      } finally {
        tellLog();
      }
    },
  };
}
