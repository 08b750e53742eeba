/** Runs functions of the same key one after the other, and of different keys side by side. */
export type Exclusive = <T>(key: string, run: () => Promise<T>) => Promise<T>;

export function keyedLock(): Exclusive {
  const last = new Map<string, Promise<unknown>>();
  return (key, run) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(run, run);
    const settled = turn.then(
      () => {},
      () => {},
    );
    last.set(key, settled);
    void settled.then(() => {
      if (last.get(key) === settled) last.delete(key);
    });
    return turn;
  };
}
