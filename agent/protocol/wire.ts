import type { Socket } from "node:net";
import {
  type CancellationToken,
  CancellationTokenSource,
  createMessageConnection,
  type Disposable,
  ErrorCodes,
  type MessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from "vscode-jsonrpc/node";
import * as z from "zod/mini";
import { asProblem, Problem } from "../problem.ts";
import type { NotificationType, RequestType } from "./define.ts";
import { problemData } from "./problem-data.ts";

/** JSON-RPC's code for an error of the application; the Problem itself travels as its data. */
const problemCode = -32000;

/** The library's codes for what befell the line; the other side has not said these. */
const lineCodes: readonly number[] = [
  ErrorCodes.MessageWriteError,
  ErrorCodes.MessageReadError,
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
];

/** One end of a connection that speaks the messages of messages.ts and checks each of them as it arrives. */
export class Wire {
  readonly #connection: MessageConnection;
  readonly #socket: Socket;
  readonly #closeListeners: (() => void)[] = [];
  #isClosed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const reader = new SocketMessageReader(socket);
    // Its timer for messages that come slowly would go on for ever where the line ends within one.
    reader.partialMessageTimeout = 0;
    this.#connection = createMessageConnection(reader, new SocketMessageWriter(socket));
    // A write to a peer that is gone: the close event says it too.
    this.#connection.onError(() => {});
    this.#connection.onClose(() => {
      this.#isClosed = true;
      for (const listener of this.#closeListeners) listener();
      // Rejects the requests that will get no answer.
      this.#connection.dispose();
    });
  }

  /** Handlers must be in place before this is called. */
  listen(): void {
    this.#connection.listen();
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener);
  }

  /**
   * @param signal tells the other side that nobody wants the answer any more; it still gives one.
   * @throws Problem as the other side threw it; Problem "connection-lost" where the other side is gone, "answer-malformed"
   * where it answers something else than was agreed.
   */
  async request<P, R>(type: RequestType<P, R>, params: P, signal?: AbortSignal): Promise<R> {
    const withdrawal = new CancellationTokenSource();
    const withdraw = () => {
      // Where the other side is gone there is nobody to tell.
      if (!this.#isClosed) withdrawal.cancel();
    };
    signal?.addEventListener("abort", withdraw, { once: true });
    let raw: unknown;
    try {
      raw = await this.#connection.sendRequest(type.method, params, withdrawal.token);
    } catch (error) {
      throw this.#problem(error, type.method);
    } finally {
      signal?.removeEventListener("abort", withdraw);
      withdrawal.dispose();
    }
    return readResult(type, raw);
  }

  /** Tells the other side, if it is still there. */
  notify<P>(type: NotificationType<P>, params: P): void {
    // On a closed connection the library throws at once instead of rejecting.
    void (async () => this.#connection.sendNotification(type.method, params))().catch(() => {});
  }

  /** @param handler its signal fires when the other side does not want the answer any more. */
  answer<P, R>(type: RequestType<P, R>, handler: (params: P, signal: AbortSignal) => Promise<R>): void {
    this.#connection.onRequest(type.method, async (raw: unknown, withdrawn: CancellationToken) => {
      const abort = new AbortController();
      withdrawn.onCancellationRequested(() => abort.abort());
      try {
        return await handler(readParams(type, raw), abort.signal);
      } catch (error) {
        const problem = asProblem(error, `The request ${type.method} failed`);
        return new ResponseError(problemCode, problem.message, problem.toJSON());
      }
    });
  }

  onNotification<P>(type: NotificationType<P>, listener: (params: P) => void): Disposable {
    return this.#connection.onNotification(type.method, (raw: unknown) => {
      const params = z.safeParse(type.params, raw);
      if (params.success) listener(params.data);
    });
  }

  close(): void {
    // What was written goes out first.
    this.#socket.destroySoon();
  }

  #problem(error: unknown, method: string): Problem {
    if (error instanceof ResponseError && !lineCodes.includes(error.code)) {
      const data = z.safeParse(problemData, error.data);
      return data.success ? new Problem(data.data) : asProblem(error, `The agent could not answer ${method}`);
    }
    return new Problem({
      what: "The connection to the agent was lost",
      why: error instanceof Error ? error.message : String(error),
      next: "Try again; `slipway agent status` says whether an agent runs.",
      code: "connection-lost",
      cause: error,
    });
  }
}

function readParams<P, R>(type: RequestType<P, R>, raw: unknown): P {
  const params = z.safeParse(type.params, raw);
  if (params.success) return params.data;
  throw new Problem({
    what: `The request ${type.method} is malformed`,
    why: z.prettifyError(params.error),
    usage: true,
  });
}

function readResult<P, R>(type: RequestType<P, R>, raw: unknown): R {
  const result = z.safeParse(type.result, raw);
  if (result.success) return result.data;
  throw new Problem({
    what: `The answer to ${type.method} is malformed`,
    why: z.prettifyError(result.error),
    next: "The agent may be of another version: reload the window, or end the agent with `slipway agent stop`.",
    code: "answer-malformed",
  });
}
