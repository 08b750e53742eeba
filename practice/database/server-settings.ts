/** Nobody but with a password, over TCP: there is no socket to come in by. */
export const HOST_ACCESS = "host all all all scram-sha-256\n";

/** While production is made: it is thrown away when that fails. */
export const makingSettings = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  autovacuum: "off",
  max_wal_size: "128MB",
  min_wal_size: "32MB",
  shared_buffers: "128MB",
};

/**
 * A migration keeps its locks until its commit is on disk, and the practice company shares a developer's disk: its
 * visitors are not to wait for that. A crash of the machine may cost it the last moment, never its consistency.
 */
export const livingSettings = { shared_buffers: "64MB", max_connections: "60", synchronous_commit: "off" };

/** Settings as the server's arguments. */
export function settingArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries({ unix_socket_directories: "", ...settings }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
}

/** What a server that nobody can sign in to yet is told in single-user mode. Passwords are base64url: nothing to quote. */
export function passwordStatement(role: string, password: string): string {
  return `ALTER ROLE ${role} PASSWORD '${password}'\n`;
}
