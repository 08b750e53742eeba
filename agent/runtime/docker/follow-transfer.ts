import type Docker from "dockerode";
import type { Work } from "../../work.ts";

/** Milliseconds between two things that are said: the Engine speaks of every layer many times a second. */
const pause = 500;

/** What the Engine says while it pulls or pushes. */
interface TransferEvent {
  readonly id?: string;
  readonly status?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly aux?: { readonly Digest?: string };
}

/** Follows a pull or a push to its end, saying how much of it is done. @throws Error what the registry says. */
export async function followTransfer(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  work: Work,
): Promise<TransferEvent[]> {
  const layers = new Map<string, { current: number; total: number }>();
  let said = Date.now();
  const say = ({ id, progressDetail }: TransferEvent) => {
    if (id === undefined || progressDetail?.total === undefined) return;
    layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total });
    if (Date.now() - said < pause) return;
    said = Date.now();
    const sum = (part: "current" | "total") => [...layers.values()].reduce((all, layer) => all + layer[part], 0);
    work.progress(`${megabytes(sum("current"))} of ${megabytes(sum("total"))} MB`);
  };
  return new Promise((resolve, reject) =>
    docker.modem.followProgress(
      stream,
      (error, events: TransferEvent[]) => {
        const failure = error ?? events.find((event) => event.error)?.error;
        if (failure) reject(failure instanceof Error ? failure : new Error(String(failure)));
        else resolve(events);
      },
      say,
    ),
  );
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
