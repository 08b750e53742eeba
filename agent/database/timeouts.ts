/**
 * SQL that takes away, for one transaction, the timeouts that a role or a server may have. It looks at no row, so that it
 * does not fix a snapshot.
 * @param major the server's version.
 */
export function withoutTimeouts(major: number): string {
  const names = [
    "statement_timeout",
    "idle_in_transaction_session_timeout",
    ...(major >= 17 ? ["transaction_timeout"] : []),
  ];
  return names.map((name) => `SET LOCAL ${name} = 0;`).join(" ");
}
