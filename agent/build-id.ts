declare const SLIPWAY_BUILD: string | undefined;
declare const SLIPWAY_VERSION: string | undefined;

/** Names this build; client and agent of different builds do not work together. scripts/build.mjs defines it. */
export const buildId: string = typeof SLIPWAY_BUILD === "string" ? SLIPWAY_BUILD : "source";

/** The version as package.json has it. */
export const version: string = typeof SLIPWAY_VERSION === "string" ? SLIPWAY_VERSION : "source";
