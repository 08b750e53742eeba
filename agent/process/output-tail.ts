const limit = 64 * 1024;

/** Keeps the end of what a process says, at most 64 KiB of it. */
export class OutputTail {
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** How many bytes were pushed in all. */
  total = 0;

  push(chunk: Buffer): void {
    this.total += chunk.length;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes - (this.#chunks[0]?.length ?? 0) >= limit) this.#bytes -= this.#chunks.shift()?.length ?? 0;
  }

  /** The text, from the first whole character on. */
  toString(): string {
    return this.after(0);
  }

  /** The text that came after so many bytes, as far as it is kept, from the first whole character on. */
  after(bytes: number): string {
    const wanted = Math.min(limit, this.total - bytes);
    if (wanted <= 0) return "";
    const end = Buffer.concat(this.#chunks).subarray(-wanted);
    let start = 0;
    while (start < end.length && ((end[start] ?? 0) & 0xc0) === 0x80) start++;
    return end.subarray(start).toString();
  }
}
