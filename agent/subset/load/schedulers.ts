/** Extensions whose configuration is work to be done at certain times: a clone must not begin to do it. */
export const schedulers: ReadonlySet<string> = new Set(["pg_cron", "pgagent"]);
