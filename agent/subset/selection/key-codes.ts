/**
 * Key values as numbers, so that a million rows fit into plain arrays: a whole number is itself, every other text has
 * a number with a half, and NULL is NaN. Two values have the same code exactly when they have the same text.
 */
export interface KeyCodes {
  ofText(text: string): number;
  /** @param code not NULL's. */
  textOf(code: number): string;
}

export function keyCodes(): KeyCodes {
  const codes = new Map<string, number>();
  const texts: string[] = [];
  return {
    ofText(text) {
      const known = codes.get(text);
      if (known !== undefined) return known;
      const code = texts.push(text) - 0.5;
      codes.set(text, code);
      return code;
    },
    textOf: (code) => (Number.isInteger(code) ? String(code) : (texts[code - 0.5] ?? "")),
  };
}
