import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { defaultSeed } from "../../config/default-seed.ts";
import type { Config } from "../../config/schema/config.ts";
import { machineDumper } from "../../database/machine-dumper.ts";
import { parseConnection } from "../../database/parse-connection.ts";
import { findPlaces } from "../../places.ts";
import { Problem } from "../../problem.ts";
import { privateKey } from "../../secrets/keys.ts";
import type { SubsetRequest, TableRule } from "../../subset/request.ts";
import type { Work } from "../../work.ts";

/** What the command line says. */
export interface SubsetOptions {
  readonly from: string;
  readonly to: string;
  readonly config?: string;
  readonly unmasked?: boolean;
  readonly seed?: number;
  readonly jobs: number;
  readonly table: Readonly<Record<string, TableRule>>;
  readonly json?: boolean;
}

/** Loads what reads a configuration and masks only where there is one. */
export async function readRequest(options: SubsetOptions, work: Work): Promise<SubsetRequest> {
  requireOneWay(options);
  const dumper = machineDumper();
  const configured = options.config === undefined ? undefined : await readConfigured(options.config);
  const source = parseConnection(options.from);
  const { seed = defaultSeed, tables, ...rest } = configured?.subset ?? {};
  const request = {
    ...rest,
    source,
    target: parseConnection(options.to),
    schemas: configured?.source?.schemas,
    seed: options.seed ?? seed,
    jobs: options.jobs,
    tables: { ...tables, ...options.table },
    dumper,
  };
  if (!configured) return { ...request, transforms: "unmasked" };
  const { schemas, links } = request;
  const key = maskKey(options.config ?? "");
  const masks = { source, section: configured.mask, schemas, links, key };
  const transforms = async () => (await import("../../mask/mask-source.ts")).maskSource(masks, work);
  return { ...request, transforms };
}

function requireOneWay({ config, unmasked = false }: SubsetOptions): void {
  if ((config !== undefined) !== unmasked) return;
  throw new Problem({
    what: "It must be said what becomes of personal data",
    next: "Give either --config FILE (its `mask` rules hold) or --unmasked.",
    code: "usage",
    usage: true,
  });
}

async function readConfigured(file: string): Promise<Config> {
  const { parseConfig } = await import("../../config/parse-config.ts");
  return parseConfig(await readFile(file, "utf8").catch(unreadable), file);
}

function unreadable(cause: unknown): never {
  const why = cause instanceof Error ? cause.message : undefined;
  throw new Problem({ what: "The configuration cannot be read", why, code: "config-invalid", usage: true, cause });
}

/** One key for each folder that holds a configuration: the same masks every time. */
function maskKey(config: string): Buffer {
  const folder = createHash("sha256")
    .update(dirname(resolve(config)))
    .digest("hex")
    .slice(0, 16);
  return privateKey(findPlaces().state, `mask-${folder}`);
}
