import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { defaultSeed } from "../../config/default-seed.ts";
import type { Config } from "../../config/schema/config.ts";
import { machineDumper } from "../../database/machine-dumper.ts";
import { parseConnection } from "../../database/parse-connection.ts";
import { includeKeptRows } from "../../mask/include-kept-rows.ts";
import { findPlaces } from "../../places.ts";
import { Problem } from "../../problem.ts";
import { privateKey } from "../../secrets/keys.ts";
import type { SubsetRequest, TableRule } from "../../subset/request.ts";
import type { Work } from "../../work.ts";

/** What the command line says. */
export interface SubsetOptions {
  readonly from: string;
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly create?: boolean;
  readonly config?: string;
  readonly unmasked?: boolean;
  readonly seed?: number;
  readonly jobs: number;
  readonly table: Readonly<Record<string, TableRule>>;
  readonly json?: boolean;
}

/** Loads what reads a configuration and masks only where there is one. */
export async function readRequest(options: SubsetOptions, work: Work): Promise<SubsetRequest> {
  if (options.to === undefined) {
    const next = "Give --to URL, or --dry-run to only see what would be copied.";
    throw new Problem({ what: "It must be said where the rows go", next, code: "usage", usage: true });
  }
  const target = parseConnection(options.to);
  requireOneWay(options);
  const dumper = machineDumper();
  const config = await readConfig(options);
  const request = { ...wishesOf(options, config), target, create: options.create, dumper };
  if (!config) return { ...request, transforms: "unmasked" };
  const { source, schemas, links } = request;
  const masks = { source, section: config.mask, schemas, links, key: maskKey(options.config ?? "") };
  const transforms = async () => (await import("../../mask/mask-source.ts")).maskSource(masks, work);
  return { ...request, transforms };
}

/** What is wanted of the source. That needs no word on personal data. */
export async function readWishes(options: SubsetOptions): Promise<SubsetWishes> {
  return wishesOf(options, await readConfig(options));
}

type SubsetWishes = Omit<SubsetRequest, "target" | "create" | "transforms" | "dumper">;

function wishesOf(options: SubsetOptions, config: Config | undefined): SubsetWishes {
  const { seed = defaultSeed, tables, ...rest } = config?.subset ?? {};
  return {
    ...rest,
    source: parseConnection(options.from),
    schemas: config?.source?.schemas,
    seed: options.seed ?? seed,
    jobs: options.jobs,
    ledger: config?.migrations.ledger,
    tables: includeKeptRows({ ...tables, ...options.table }, config?.mask ?? {}),
  };
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

async function readConfig({ config: file }: SubsetOptions): Promise<Config | undefined> {
  if (file === undefined) return undefined;
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
