/** Seconds for people: "0.4 s", "12 s", "3 m 05 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} m ${String(whole % 60).padStart(2, "0")} s`;
}

/** How long something that goes on has taken until `now`, in whole seconds. Both are milliseconds since the epoch. */
export function formatElapsed(startedAt: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - startedAt) / 1000));
  return seconds < 10 ? `${seconds} s` : formatSeconds(seconds);
}
