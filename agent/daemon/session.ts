import type { Socket } from "node:net";
import { Problem } from "../problem.ts";
import type { RequestType } from "../protocol/define.ts";
import type { requests } from "../protocol/messages.ts";
import { Wire } from "../protocol/wire.ts";

/** One connected client, and what ends with its connection. */
export class Session {
  readonly wire: Wire;
  readonly #ends = new Map<string, () => void>();
  readonly #gone = new AbortController();

  constructor(socket: Socket) {
    this.wire = new Wire(socket);
    this.wire.onClose(() => {
      for (const end of this.#ends.values()) end();
      this.#ends.clear();
      this.#gone.abort(new Problem({ what: "The client that asked is gone", code: "client-gone" }));
    });
  }

  /** Aborted when the client is gone, with a Problem "client-gone". */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Ties something to the connection under a name; what stood under the name before ends now. */
  hold(name: string, end: () => void): void {
    this.release(name);
    this.#ends.set(name, end);
  }

  release(name: string): void {
    this.#ends.get(name)?.();
    this.#ends.delete(name);
  }
}

type Requests = typeof requests;

/** One function for each request, or the program does not compile. The signal fires when its client gives it up. */
export type Handlers = {
  readonly [Name in keyof Requests]: Requests[Name] extends RequestType<infer Params, infer Result>
    ? (params: Params, session: Session, signal: AbortSignal) => Promise<Result>
    : never;
};

/** The handlers of one noun: a part of the whole. */
export type HandlersOf<Name extends keyof Handlers> = Pick<Handlers, Name>;
