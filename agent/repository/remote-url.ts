/** What a remote's URL says about where the repository lives. */
export interface RemoteAddress {
  /** The URL without user and password. */
  readonly url: string;
  /** `https`, `http`, `ssh`, or `file` for a path. */
  readonly protocol: string;
  /** With its port, where it names one. Empty for a path. */
  readonly host: string;
  /** `owner/name`: the last two parts of its path. */
  readonly repository: string;
}

/** Reads a remote's URL: a real URL, the short `git@host:owner/name.git`, or a path. */
export function parseRemoteUrl(url: string): RemoteAddress {
  const short = /^(?:[^@/:]+@)?([^/:]{2,}):(?!\/\/)(.+)$/.exec(url);
  if (short?.[1] && short[2]) return { url, protocol: "ssh", host: short[1], repository: nameOf(short[2]) };
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(url) || !URL.canParse(url))
    return { url, protocol: "file", host: "", repository: nameOf(url) };
  const parsed = new URL(url);
  return {
    url: withoutUserinfo(url),
    protocol: parsed.protocol.replace(/^git\+|:$/g, ""),
    host: parsed.host,
    repository: nameOf(parsed.pathname),
  };
}

/** Takes user and password out of every URL in a text. */
export function withoutUserinfo(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^/\s@]+@/gi, (whole, scheme: string) =>
    /^ssh|^git\+ssh/i.test(scheme) && !whole.slice(scheme.length).includes(":") ? whole : scheme,
  );
}

function nameOf(path: string): string {
  const segments = path
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")
    .split("/");
  return segments
    .filter((segment) => segment !== "")
    .slice(-2)
    .join("/");
}
