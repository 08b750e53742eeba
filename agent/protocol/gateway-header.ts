/**
 * The response header that says that a gateway speaks for itself, because no app could: both runtimes set it on such
 * answers, and whoever wants to know whether a preview is up reads it. The status alone would not tell, for an app may
 * answer 404 or 502 of its own.
 */
export const gatewayHeader = "x-slipway-gateway";
