/**
 * When a server asks a client that is silent whether it is there still, and when it gives it up: after a minute and a
 * half, where systems wait for two hours. A laptop that sleeps says nothing, and its locks hold up others meanwhile. The
 * timeout is what all the questions take together: one that is lost on its way ends nothing. It also counts while data
 * waits to be taken, when no question is asked.
 */
const settings = {
  tcp_keepalives_idle: "60s",
  tcp_keepalives_interval: "10s",
  tcp_keepalives_count: "3",
  tcp_user_timeout: "90s",
} as const;

/** SQL that has the server end the session soon after its client is gone. Servers that know less set what they know. */
export const noticeLostClient = `SELECT set_config(name, value, false) FROM (VALUES
  ${Object.entries(settings)
    .map(([name, value]) => `('${name}', '${value}')`)
    .join(", ")}) AS wanted(name, value) WHERE current_setting(name, true) IS NOT NULL`;

/** The same for libpq's PGOPTIONS, for servers from PostgreSQL 12 on. */
export const noticeLostClientOptions = Object.entries(settings)
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(" ");
