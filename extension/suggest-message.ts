/** `12-show-what-is-in-stock` and `fix/12-show-what-is-in-stock` give "Show what is in stock". */
export function suggestMessage(branch: string): string {
  const last = branch.split("/").at(-1) ?? "";
  const words = last.replace(/^\d+-/, "").replace(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
