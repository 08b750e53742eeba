/** What is said when a standby cancelled a read so that it could go on replaying. */
export const standbyConflict = {
  next: "Set hot_standby_feedback = on on that standby, or a longer max_standby_streaming_delay, then try again.",
  code: "source-conflict",
} as const;
