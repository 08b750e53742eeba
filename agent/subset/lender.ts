/** Hands something out to one borrower after the other. */
export type Lend<Thing> = <T>(use: (thing: Thing) => Promise<T>) => Promise<T>;

/**
 * Lends at most `most` things at a time, in the order of asking; they are made when they are first needed.
 * @param made things that are there already.
 */
export function lender<Thing>(most: number, make: () => Promise<Thing>, made: readonly Thing[] = []): Lend<Thing> {
  const free = [...made];
  const waiting: (() => void)[] = [];
  let lent = 0;
  return async (use) => {
    if (lent < most) lent += 1;
    // Whoever gives something back leaves the place to the next in line.
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      const thing = free.pop() ?? (await make());
      return await use(thing).finally(() => free.push(thing));
    } finally {
      const next = waiting.shift();
      if (next) next();
      else lent -= 1;
    }
  };
}
