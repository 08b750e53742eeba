import type { Client, Connection, Submittable } from "pg";

/**
 * COPY for tables so small that the messages to and fro cost more than their rows: many statements in one message, and
 * all their data in one. The protocol has it so: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY
 */

/** Runs each `COPY ... TO STDOUT` and holds what comes. @returns the data, by statement. */
export function copyOutTogether(client: Client, statements: readonly string[]): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    client.query(new OutTogether(statements, resolve, reject));
  });
}

/**
 * Runs each `COPY ... FROM STDIN` in one transaction, and other statements after them.
 * @param data by statement, of those that want any.
 * @returns rows, by statement. Fails with the index of the statement that was refused, as `CopyRefused`.
 */
export function copyInTogether(
  client: Client,
  statements: readonly string[],
  data: readonly Buffer[],
): Promise<number[]> {
  return new Promise((resolve, reject) => {
    client.query(new InTogether(statements, data, resolve, reject));
  });
}

/** One of several statements was refused. */
export class CopyRefused extends Error {
  readonly index: number;
  constructor(index: number, cause: Error) {
    super(cause.message, { cause });
    this.index = index;
  }
}

class OutTogether implements Submittable {
  private readonly data: Buffer[] = [];
  private pieces: Buffer[] = [];
  private readonly statements: readonly string[];
  private readonly resolve: (data: Buffer[]) => void;
  private readonly reject: (error: Error) => void;

  constructor(statements: readonly string[], resolve: (data: Buffer[]) => void, reject: (error: Error) => void) {
    this.statements = statements;
    this.resolve = resolve;
    this.reject = reject;
  }

  submit(connection: Connection): void {
    connection.query(this.statements.join(";\n"));
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The library reads the next message into the same memory.
    this.pieces.push(Buffer.from(chunk));
  }

  handleCommandComplete(): void {
    this.data.push(Buffer.concat(this.pieces));
    this.pieces = [];
  }

  handleReadyForQuery(): void {
    this.resolve(this.data);
  }

  handleError(error: Error): void {
    this.reject(new CopyRefused(this.data.length, error));
  }
}

/** What the library's own connection can do and its types leave out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

class InTogether implements Submittable {
  private readonly rows: number[] = [];
  private readonly statements: readonly string[];
  private readonly data: readonly Buffer[];
  private readonly resolve: (rows: number[]) => void;
  private readonly reject: (error: Error) => void;

  constructor(
    statements: readonly string[],
    data: readonly Buffer[],
    resolve: (rows: number[]) => void,
    reject: (error: Error) => void,
  ) {
    this.statements = statements;
    this.data = data;
    this.resolve = resolve;
    this.reject = reject;
  }

  submit(connection: Connection): void {
    const copying = connection as CopyConnection;
    connection.stream.cork();
    connection.query(this.statements.join(";\n"));
    // Nothing is waited for: a server that refuses one of the statements reads over the data of the rest.
    for (const chunk of this.data) {
      copying.sendCopyFromChunk(chunk);
      copying.endCopyFrom();
    }
    connection.stream.uncork();
  }

  handleCopyInResponse(): void {}

  handleCommandComplete({ text }: { text: string }): void {
    this.rows.push(Number(/^COPY (\d+)/.exec(text)?.[1] ?? 0));
  }

  handleReadyForQuery(): void {
    this.resolve(this.rows);
  }

  handleError(error: Error): void {
    this.reject(new CopyRefused(this.rows.length, error));
  }
}
