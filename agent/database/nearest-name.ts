/** The name that shares the most pairs of letters with the word, or undefined where none is much like it. */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  const wanted = letterPairs(word);
  let best: { name: string; score: number } | undefined;
  for (const name of names) {
    const pairs = letterPairs(name);
    const shared = [...wanted].filter((pair) => pairs.has(pair)).length;
    const score = (2 * shared) / (wanted.size + pairs.size || 1);
    if (score > (best?.score ?? 0.3)) best = { name, score };
  }
  return best?.name;
}

function letterPairs(word: string): Set<string> {
  const letters = ` ${word.toLowerCase()} `;
  return new Set(Array.from({ length: letters.length - 1 }, (_, index) => letters.slice(index, index + 2)));
}
