import { gatewayHeader } from "../../../protocol/gateway-header.ts";

/**
 * Caddy's configuration, written once when a gateway is made and never changed: which route a port has, the names that
 * it answers to and the app that it leads to are files, read at each request (see route-table.ts). A reload would
 * close idle connections and, in newer Caddys, lose what waits in a listener's queue; creating a file loses nothing.
 */

/** Where the files are, inside the gateway's container. */
export const ROUTES = "/slipway/routes";
export const PROBES = "/slipway/probes";
export const CONFIG = "/slipway/caddy.json";
/** The header that names a probe. */
export const PROBE_HEADER = "X-Slipway-Probe";

export interface GatewayPorts {
  /** One per route. */
  readonly routes: readonly number[];
  /** Health checks of apps that have no route yet. */
  readonly probe: number;
}

/**
 * @param from the range of the repository's bridge in CIDR notation: what comes through a published port comes from
 *   there, and what comes from an app's own network does not. An app must not reach other changes' apps this way.
 */
export function gatewayConfig(ports: GatewayPorts, from: string): string {
  const outside = { remote_ip: { ranges: [from] } };
  const routeServers = ports.routes.map((port) => {
    const home = `${ROUTES}/${port}`;
    const named = { ...outside, file: { root: `${home}/hosts`, try_files: ["/{http.request.host}"] } };
    return [`route-${port}`, server(port, named, [leadTo(`${home}/to`)])];
  });
  const probeTo = leadTo(`${PROBES}/{http.request.header.${PROBE_HEADER}}`);
  return JSON.stringify({
    admin: { disabled: true, config: { persist: false } },
    apps: {
      http: { servers: Object.fromEntries([...routeServers, ["probe", server(ports.probe, outside, [probeTo])]]) },
    },
  });
}

function server(port: number, match: object, routes: object[]): object {
  const nothing = { handle: [ownAnswer("404", "Nothing is served here.\n")] };
  return {
    listen: [`:${port}`],
    automatic_https: { disable: true },
    routes: [
      { match: [match], handle: [{ handler: "subroute", routes: [...routes, nothing] }], terminal: true },
      nothing,
    ],
    // An app that is not there, or breaks off.
    errors: { routes: [{ handle: [ownAnswer("{http.error.status_code}", "The app does not answer.\n")] }] },
  };
}

function ownAnswer(status: string, body: string): object {
  return { handler: "static_response", status_code: status, headers: { [gatewayHeader]: [status] }, body };
}

/** Leads to the app that the newest file in a directory is named after: `host:port`. */
function leadTo(directory: string): object {
  return {
    match: [{ file: { root: directory, try_files: ["/*"], try_policy: "most_recently_modified" } }],
    handle: [
      {
        handler: "reverse_proxy",
        upstreams: [{ dial: "tcp{http.matchers.file.relative}" }],
        // Without kept connections, an app that closes one cannot fail a request, and an old app is soon idle.
        transport: { protocol: "http", dial_timeout: "3s", keep_alive: { enabled: false } },
      },
    ],
    terminal: true,
  };
}
