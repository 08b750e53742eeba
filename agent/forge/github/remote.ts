import { Problem } from "../../problem.ts";

/** Where a repository lives on a GitHub, read from a git remote. Holds no credentials, whatever the remote held. */
export interface Remote {
  readonly owner: string;
  readonly name: string;
  /** Host, with the port where the remote is served over HTTP and names one. */
  readonly host: string;
  /** The page that a person opens. */
  readonly webUrl: string;
  /** The root of the REST API, without a slash at the end. */
  readonly apiUrl: string;
}

/**
 * Reads `git@host:owner/name.git`, `ssh://…`, `https://…` and `http://…`.
 * @throws Problem "remote-unsupported" for anything else, such as a folder.
 */
export function parseRemote(remoteUrl: string): Remote {
  const url = asUrl(remoteUrl.trim());
  const [owner, name, ...rest] = (url?.pathname ?? "").replace(/^\/+|\/+$/g, "").split("/");
  if (!url || !owner || !name || rest.length > 0) throw unsupported(url);
  const overHttp = url.protocol === "http:" || url.protocol === "https:";
  // A port of ssh says nothing about where the API listens.
  const host = overHttp ? url.host : webHost(url.hostname);
  const origin = `${url.protocol === "http:" ? "http" : "https"}://${host}`;
  const repository = name.replace(/\.git$/, "");
  return { owner, name: repository, host, webUrl: `${origin}/${owner}/${repository}`, apiUrl: apiOf(host, origin) };
}

function asUrl(remote: string): URL | undefined {
  const scpLike = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.+)$/.exec(remote);
  const text = scpLike ? `ssh://${scpLike[1]}/${scpLike[2]}` : remote;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return ["http:", "https:", "ssh:"].includes(url.protocol) ? url : undefined;
}

/** GitHub's ssh over port 443 has a host of its own. */
function webHost(sshHost: string): string {
  return sshHost === "ssh.github.com" ? "github.com" : sshHost;
}

function apiOf(host: string, origin: string): string {
  if (host === "github.com" || host === "www.github.com") return "https://api.github.com";
  if (host.endsWith(".ghe.com")) return `https://api.${host}`;
  return `${origin}/api/v3`;
}

function unsupported(url: URL | undefined): Problem {
  return new Problem({
    what: "The git remote names no repository on GitHub",
    where: url ? `${url.protocol}//${url.host}${url.pathname}` : undefined,
    why: "it must look like https://github.com/owner/name or git@github.com:owner/name",
    next: "Point the remote at GitHub (git remote set-url origin …) or name another one as forge.remote in slipway.json.",
    code: "remote-unsupported",
    usage: true,
  });
}
