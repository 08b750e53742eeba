/** What a run may need of the terminal's or the editor's environment: tools, keys' agents, engines, proxies, CAs. */
const forRuns = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LC_ALL",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SystemRoot",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "SSH_AUTH_SOCK",
  "GIT_SSH_COMMAND",
  "GIT_AUTHOR_NAME",
  "GIT_AUTHOR_EMAIL",
  "GIT_COMMITTER_NAME",
  "GIT_COMMITTER_EMAIL",
  "DOCKER_HOST",
  "DOCKER_CONTEXT",
  "DOCKER_CONFIG",
  "DOCKER_TLS_VERIFY",
  "DOCKER_CERT_PATH",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

/** What the agent itself is started with, besides: where its folders are, and a rootless engine's. */
const forAgent = ["XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"];

/** The part of the environment that is handed over with a run. Slipway's own variables are settings, never secrets. */
export function runEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return pick(environment, (name) => forRuns.includes(name) || isSetting(name));
}

/** The environment of a new agent: an allow-list, so that no secret of the terminal lives on in a daemon. */
export function agentEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return pick(environment, (name) => forRuns.includes(name) || forAgent.includes(name) || isSetting(name));
}

function isSetting(name: string): boolean {
  return name === "SLIPWAY_HOME" || name === "SLIPWAY_RUNTIME" || /^SLIPWAY_[A-Z]+_IMAGE$/.test(name);
}

function pick(environment: NodeJS.ProcessEnv, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && wanted(entry[0]),
    ),
  );
}
