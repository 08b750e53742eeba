import type { Owner } from "../runtime.ts";

/** The labels under which Docker keeps what is fixed at a thing's birth. */
export const LABEL = {
  repo: "dev.slipway.repo",
  change: "dev.slipway.change",
  role: "dev.slipway.role",
  /** Of images and services: the inputs' key. Of servers: the snapshot's id. */
  key: "dev.slipway.key",
  /** Of what a dead agent would leave half-made: the process that makes it. */
  maker: "dev.slipway.maker",
  /** Of servers: the certificate that they show, which is public. */
  certificate: "dev.slipway.certificate",
  /** Of snapshots: their facts as JSON. */
  facts: "dev.slipway.facts",
  /** Of apps: what they serve, under which name the gateway finds them, and on which port of their own. Of services: their host name. */
  route: "dev.slipway.route",
  version: "dev.slipway.version",
  alias: "dev.slipway.alias",
  /** Of apps: the address that was theirs when they got their environment. */
  url: "dev.slipway.url",
  /** Of gateways: the ports on 127.0.0.1, and the one for health probes. */
  ports: "dev.slipway.ports",
  probe: "dev.slipway.probe",
  /** Of gateways of one route: the port that it must have. */
  fixed: "dev.slipway.fixed",
} as const;

export type Role =
  | "artifact"
  | "snapshot"
  | "layer"
  | "seal"
  | "server"
  | "run"
  | "app"
  | "service"
  | "gateway"
  | "bridge"
  | "network";

/** The owner of what serves every repository: the Postgres layer under the snapshots. */
export const SHARED: Owner = { repo: "shared" };

/** All of the labels that say whose a thing is: also the empty ones, because an image's labels pass to its containers. */
export function labelsFor(owner: Owner, role: Role, more: Readonly<Record<string, string>> = {}) {
  return { [LABEL.repo]: owner.repo, [LABEL.change]: owner.change ?? "", [LABEL.role]: role, ...more };
}

/** A filter for the Engine's lists. */
export function labelled(labels: Readonly<Record<string, string>>): { label: string[] } {
  return { label: Object.entries(labels).map(([name, value]) => `${name}=${value}`) };
}

export function ownerOf(labels: Readonly<Record<string, string>> | undefined): Owner {
  const change = labels?.[LABEL.change];
  return change ? { repo: labels?.[LABEL.repo] ?? "", change } : { repo: labels?.[LABEL.repo] ?? "" };
}

/** `slipway-<repo>.<change>.<part>`: dots, because slugs hold hyphens and two owners must never share a name. */
export function nameFor(owner: Owner, ...parts: string[]): string {
  return `slipway-${[owner.repo, owner.change, ...parts].filter(Boolean).join(".")}`;
}
