import { join } from "node:path";

/** The extension's folder: the checkout, or another, such as an unpacked package, that SLIPWAY_EXTENSION names. */
export const extensionUnderTest = process.env.SLIPWAY_EXTENSION ?? join(import.meta.dirname, "../../..");
