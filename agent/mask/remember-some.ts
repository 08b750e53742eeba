const most = 5_000;
const longest = 100;

/** The same function, which does not work out again what it has just been asked: cities and first names repeat. */
export function rememberSome(make: (value: string) => string): (value: string) => string {
  const known = new Map<string, string>();
  return (value) => {
    if (value.length > longest) return make(value);
    const before = known.get(value);
    if (before !== undefined) return before;
    const made = make(value);
    // Begun anew now and then, so that it stays small whatever it is asked.
    if (known.size >= most) known.clear();
    known.set(value, made);
    return made;
  };
}
