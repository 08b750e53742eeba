/** Runs tasks of the same key one after the other, in the order in which they were handed in. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const result = before.then(task, task);
    const settled = result.catch(() => {});
    this.#last.set(key, settled);
    await settled;
    if (this.#last.get(key) === settled) this.#last.delete(key);
    return result;
  }

  /** True while a task of the key runs or waits. */
  isBusy(key: string): boolean {
    return this.#last.has(key);
  }
}
