import type { ServerRef } from "../../agent/runtime/runtime.ts";
import { asOwner, connectionUrl } from "../../agent/snapshot/owner-login.ts";
import { ownerPassword } from "../../agent/snapshot/owner-password.ts";
import type { RuntimeView } from "./runtime-view.ts";
import type { SlipwayHome } from "./slipway-home.ts";

/** The URL of the database that a change's preview runs on, as this machine reaches it. */
export async function cloneDatabaseUrl(
  view: RuntimeView,
  { places }: SlipwayHome,
  { server, mark }: { server: ServerRef; mark: string },
): Promise<string> {
  const place = { host: "127.0.0.1", port: await view.clonePort(server.id), database: "", user: "" };
  return connectionUrl(asOwner(place, `preview_${mark.slice(0, 12)}`, ownerPassword(places.state, server)));
}
