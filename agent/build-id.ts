declare const SLIPWAY_BUILD: string | undefined;
declare const SLIPWAY_VERSION: string | undefined;

/**
 * Names this build by its version and what it was made of, "0.1.0+0123456789ab"; scripts/build.mjs defines it. What
 * becomes of an agent of another build is said in client/connect-or-launch.ts.
 */
export const buildId: string = typeof SLIPWAY_BUILD === "string" ? SLIPWAY_BUILD : "source";

/** The version as package.json has it. */
export const version: string = typeof SLIPWAY_VERSION === "string" ? SLIPWAY_VERSION : "source";
