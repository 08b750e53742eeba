/** A name as it is compared: its words in lower case, without accents; digits are words. */
export function wordsOf(name: string): string[] {
  return (
    name
      .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1_$2")
      .toLowerCase()
      .replaceAll("ß", "ss")
      .replaceAll("ł", "l")
      .replaceAll("ø", "o")
      .replaceAll("æ", "ae")
      .normalize("NFD")
      .replaceAll(/\p{M}/gu, "")
      .match(/\p{L}+|\d+/gu) ?? []
  );
}

/** A list of words, separated by spaces. */
export function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}
