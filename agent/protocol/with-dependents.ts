/** A stage's name and those of all that need it, by however many steps. @param stages in plan order. */
export function withDependents(
  stages: readonly { readonly name: string; readonly needs: readonly string[] }[],
  first: string,
): ReadonlySet<string> {
  const found = new Set([first]);
  for (const { name, needs } of stages) if (needs.some((need) => found.has(need))) found.add(name);
  return found;
}
