/** As many links are looked at; a command that prints more is not saying where it leads. */
const mostLinks = 50;

/** A line that is longer is read in pieces. */
const longestLine = 8 * 1024;

const link = /https?:\/\/[^\s"'`<>|\\^{}\p{Cc}]+/giu;
/** What ends a sentence or a bracket, and belongs to no address. */
const trailing = /[.,;:!?)\]}*]+$/;

/** The links in what a command prints, which arrives in pieces. */
export class PrintedLinks {
  readonly #found = new Set<string>();
  #line = "";

  write(text: string): void {
    const lines = (this.#line + text).split("\n");
    this.#line = (lines.pop() ?? "").slice(-longestLine);
    for (const line of lines) this.#keep(line);
  }

  /** Those that may lead here from elsewhere, without a slash at their end; encrypted ones first. */
  get all(): readonly string[] {
    this.#keep(this.#line);
    return [...this.#found].sort((a, b) => Number(b.startsWith("https:")) - Number(a.startsWith("https:")));
  }

  #keep(line: string): void {
    for (const url of linksIn(line)) if (this.#found.size < mostLinks) this.#found.add(url);
  }
}

function linksIn(line: string): string[] {
  return (line.match(link) ?? []).flatMap((text) => {
    const url = URL.parse(text.replace(trailing, ""));
    if (!url || url.username || isOfThisMachine(url.hostname)) return [];
    return [`${url.origin}${url.pathname}`.replace(/\/+$/, "")];
  });
}

/** Tunnels print where they lead to as well: such a link would come back without ever leaving the machine. */
function isOfThisMachine(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127\..*|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/i.test(hostname);
}
