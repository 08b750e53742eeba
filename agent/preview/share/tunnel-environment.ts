/** What tunnels need of the machine: programs, their own settings and keys below HOME, and the way out. No secrets. */
const passedOn = [
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_ALL|TMPDIR|TEMP|TMP|SSH_AUTH_SOCK)$/,
  /^(https?|no)_proxy$/i,
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR)$/,
];

/** The environment of the command in `preview.share`. @param port where it is to lead to, on 127.0.0.1. */
export function tunnelEnvironment(
  environment: Readonly<Record<string, string>>,
  { port, previewUrl }: { readonly port: number; readonly previewUrl: string },
): Record<string, string> {
  const kept = Object.entries(environment).filter(([name]) => passedOn.some((pattern) => pattern.test(name)));
  return { ...Object.fromEntries(kept), PORT: String(port), SLIPWAY_PREVIEW_URL: previewUrl };
}
