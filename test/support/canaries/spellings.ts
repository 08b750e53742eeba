/**
 * Everything that a text may have become on its way into a file and still be the text: the bytes by what they are called.
 */
export function spellingsOf(word: string): Map<string, Buffer> {
  const plain = Buffer.from(word);
  const wide = Buffer.from(word, "utf16le");
  const escaped = JSON.stringify(word).slice(1, -1);
  const texts: Record<string, string> = {
    "lower case": word.toLowerCase(),
    "upper case": word.toUpperCase(),
    hex: plain.toString("hex"),
    "hex in upper case": plain.toString("hex").toUpperCase(),
    ...base64Of(plain),
    "JSON-escaped": escaped,
    "JSON-escaped to ASCII": escapeEach(escaped, (code) => code > 126),
    "JSON-escaped, all of it": escapeEach(word, () => true),
    "percent-encoded": encodeURIComponent(word),
  };
  const spellings = new Map([["plain", plain]]);
  for (const [form, text] of Object.entries(texts)) spellings.set(form, Buffer.from(text));
  spellings.set("UTF-16", wide).set("UTF-16, big end first", Buffer.from(wide).swap16());
  return spellings;
}

/** In base64 a text looks different by what number of bytes comes before it; what its neighbours decide is left out. */
function base64Of(bytes: Buffer): Record<string, string> {
  const forms: Record<string, string> = {};
  for (const before of [0, 1, 2]) {
    const first = Math.ceil((before * 8) / 6);
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .slice(first, end);
    forms[`base64, ${before} before`] = text;
    forms[`base64 for URLs, ${before} before`] = text.replaceAll("+", "-").replaceAll("/", "_");
  }
  return forms;
}

function escapeEach(text: string, isEscaped: (code: number) => boolean): string {
  const written = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text
    .split("")
    .map((unit) => (isEscaped(unit.charCodeAt(0)) ? written(unit) : unit))
    .join("");
}
