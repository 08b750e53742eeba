/** Who wants to hear of something. The one event source of the client and the agent. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>();

  /** Adds a listener and returns the way to remove it. */
  add(listener: (value: T) => void): () => void {
    this.#all.add(listener);
    return () => {
      this.#all.delete(listener);
    };
  }

  fire(value: T): void {
    for (const listener of [...this.#all]) listener(value);
  }
}
