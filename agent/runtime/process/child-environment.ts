import { delimiter, dirname, join } from "node:path";
import { Secret } from "../../secrets/secret.ts";

/** What a child needs of the machine: nothing that could be a credential. */
const passedOn = [
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP)$/,
  /^(https?|all|no|ftp)_proxy$/i,
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|GIT_SSL_CAINFO)$/,
  /^(npm_config_registry|npm_config_cache)$/i,
];

/**
 * The environment of a build, a check or an app: an allow-list of the machine's, then its own.
 * @param tree the directory whose installed programs come first on the PATH, before the Node that runs the agent.
 */
export function childEnvironment(
  machine: NodeJS.ProcessEnv,
  own: Readonly<Record<string, string | Secret>>,
  tree: string,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(machine))
    if (value !== undefined && passedOn.some((pattern) => pattern.test(name))) environment[name] = value;
  environment.PATH = [join(tree, "node_modules", ".bin"), dirname(process.execPath), environment.PATH ?? ""].join(
    delimiter,
  );
  for (const [name, value] of Object.entries(own)) environment[name] = value instanceof Secret ? value.reveal() : value;
  return environment;
}
