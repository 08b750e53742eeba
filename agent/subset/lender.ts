/** Hands something out to one borrower after the other. */
export type Lend<Thing> = <T>(use: (thing: Thing) => Promise<T>) => Promise<T>;

/**
 * Lends at most `most` things at a time, in the order of asking; they are made when they are first needed.
 */
export function lender<Thing>(most: number, make: () => Promise<Thing>): Lend<Thing> {
  const free: Thing[] = [];
  const waiting: (() => void)[] = [];
  let lent = 0;
  return async (use) => {
    if (lent >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    lent += 1;
    try {
      const thing = free.pop() ?? (await make());
      try {
        return await use(thing);
      } finally {
        free.push(thing);
      }
    } finally {
      lent -= 1;
      waiting.shift()?.();
    }
  };
}
