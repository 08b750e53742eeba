import { Problem } from "../problem.ts";

/** Reads what `git cat-file --batch` says: for each object a header line, its bytes, a line break. */
export class BlobStream {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next object's content. @throws Problem where git has no such object. */
  async next(object: string): Promise<Buffer> {
    const header = await this.#line();
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(header)?.[1];
    if (size === undefined) {
      const next = "Where the clone is partial or damaged, fetch it again.";
      throw new Problem({
        what: "A file of the commit is missing from the repository",
        where: object,
        why: header,
        next,
      });
    }
    const content = await this.#bytes(Number(size));
    await this.#bytes(1);
    return content;
  }

  /** Reads to the end, so that git's own end is seen. */
  async drain(): Promise<void> {
    while (!(await this.#chunks.next()).done);
  }

  /** Stops reading, which ends git. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf("\n");
      if (end >= 0) {
        const line = this.#rest.subarray(0, end).toString("utf8");
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      this.#rest = Buffer.concat([this.#rest, await this.#chunk()]);
    }
  }

  async #bytes(count: number): Promise<Buffer> {
    const parts = [this.#rest];
    let length = this.#rest.length;
    while (length < count) {
      const chunk = await this.#chunk();
      parts.push(chunk);
      length += chunk.length;
    }
    const all = parts.length === 1 ? this.#rest : Buffer.concat(parts, length);
    this.#rest = all.subarray(count);
    return all.subarray(0, count);
  }

  async #chunk(): Promise<Buffer> {
    const { done, value } = await this.#chunks.next();
    if (!done) return value;
    throw new Problem({ what: "git ended before it had given all files", code: "git-failed" });
  }
}
