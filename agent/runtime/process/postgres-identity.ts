/** Whom PostgreSQL runs as: `nobody` where the agent is root, which PostgreSQL refuses to be; otherwise nobody else. */
export function postgresIdentity(): { readonly uid: number; readonly gid: number } | undefined {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;
}
