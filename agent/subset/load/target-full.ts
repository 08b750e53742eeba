/** What is said when the target's disk is full. */
export const targetFull = {
  next: "Make room on the target's disk, or ask for fewer rows: what was written has been taken back.",
  code: "target-full",
} as const;
