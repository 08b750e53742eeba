declare const SLIPWAY_BUILD: string | undefined;

/** Names this build; client and agent of different builds do not work together. scripts/build.mjs defines it. */
export const buildId: string = typeof SLIPWAY_BUILD === "string" ? SLIPWAY_BUILD : "source";
