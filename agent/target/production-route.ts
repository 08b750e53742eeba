/** The route under which a target serves production. */
export const PRODUCTION_ROUTE = "production";
