import { readdirSync, readFileSync } from "node:fs";

/** What every process of this machine was started with while it is watched. */
export interface ArgumentWatch {
  /** Ends watching. */
  stop(): string;
}

const interval = 10;

/** Looks at processes as they come: what one shows in `ps`, others see. */
export function watchArguments(): ArgumentWatch {
  const seen = new Map<string, string>();
  const look = () => {
    for (const pid of readdirSync("/proc")) if (/^\d+$/.test(pid)) note(seen, pid);
  };
  look();
  const timer = setInterval(look, interval);
  return {
    stop() {
      clearInterval(timer);
      return [...seen.values()].join("\n");
    },
  };
}

/** Once under each number and command line: a fork shows its parent's until it runs a program of its own. */
function note(seen: Map<string, string>, pid: string): void {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    seen.set(`${pid} ${line}`, line);
  } catch {
    // It has ended.
  }
}
