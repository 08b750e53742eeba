import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { defaultConfig, parseConfig } from "../config/parse-config.ts";
import type { Config } from "../config/schema/config.ts";
import { openClient, serverMajor } from "../database/client.ts";
import type { Connection } from "../database/connection.ts";
import { parseConnection } from "../database/parse-connection.ts";
import { maskSource } from "../mask/mask-source.ts";
import { findPlaces } from "../places.ts";
import { Problem } from "../problem.ts";
import { privateKey } from "../secrets/keys.ts";
import { chooseDumper } from "../snapshot/obtain-snapshot.ts";
import type { SubsetReport, SubsetRequest, TableRule } from "../subset/request.ts";
import { subset } from "../subset/subset.ts";
import type { Work } from "../work.ts";
import { formatSeconds } from "./render/seconds.ts";
import { table } from "./render/table.ts";
import { listenForInterrupts } from "./session/interrupts.ts";
import { Output } from "./session/output.ts";

interface Options {
  readonly from: string;
  readonly to: string;
  readonly config?: string;
  readonly unmasked?: boolean;
  readonly seed?: number;
  readonly jobs: number;
  readonly table: Readonly<Record<string, TableRule>>;
  readonly json?: boolean;
}

/** `slipway subset`: the subsetter alone, without the agent. What it throws is for the caller to report. */
export function subsetCommand(): Command {
  return new Command("subset")
    .description("copy a masked, referentially whole part of a database into an empty one")
    .requiredOption("--from <url>", "the source, only ever read: a URL, env:NAME or file:PATH")
    .requiredOption("--to <url>", "an empty database")
    .option("--config <file>", "a slipway.json with masks, tables, links and the curve")
    .option("--unmasked", "copy personal data as it is")
    .option("--seed <number>", "same source, same seed, same rows", wholeNumber)
    .option("--jobs <number>", "tables that are read at once", positiveNumber, 4)
    .option("--table <name=rows>", "NAME=all, NAME=N or NAME=N:WHERE; may be repeated", addTable, {})
    .option("--json", "print one JSON object a line on stdout")
    .action(async (_, command: Command) => {
      await perform(command.optsWithGlobals<Options>());
    });
}

async function perform(options: Options): Promise<void> {
  const out = new Output({ stdout: process.stdout, stderr: process.stderr, json: options.json ?? false });
  const interrupts = listenForInterrupts(process);
  const work: Work = {
    signal: interrupts.cancel,
    progress(message, fraction) {
      out.object({ kind: "progress", message, fraction });
      if (!out.json) out.note([message]);
    },
    log: (text) => out.note([text.trimEnd()]),
  };
  try {
    const report = await subset(await readRequest(options, work), work);
    out.object({ kind: "subset", ...report });
    out.lines(reportLines(report));
  } finally {
    interrupts.stop();
  }
}

async function readRequest(options: Options, work: Work): Promise<SubsetRequest> {
  const config = await readConfig(options);
  const source = parseConnection(options.from);
  const target = parseConnection(options.to);
  const { curve, seed, tables, links } = config.subset;
  const { schemas } = config.source ?? {};
  const masks = () => maskSource({ source, section: config.mask, schemas, links, key: maskKey(options) }, work);
  const transforms = options.unmasked ? "unmasked" : await masks();
  return {
    source,
    target,
    curve,
    seed: options.seed ?? seed,
    jobs: options.jobs,
    tables: { ...tables, ...options.table },
    links,
    schemas,
    transforms,
    dumper: await chooseDumper(await majorOf(source, work.signal)),
  };
}

async function readConfig({ config, unmasked = false }: Options): Promise<Config> {
  if (config === undefined && unmasked) return defaultConfig();
  if (config !== undefined && !unmasked) return parseConfig(await readFile(config, "utf8").catch(unreadable), config);
  throw new Problem({
    what: "It must be said what becomes of personal data",
    next: "Give either --config FILE (its `mask` rules hold) or --unmasked.",
    code: "usage",
    usage: true,
  });
}

function unreadable(cause: unknown): never {
  const why = cause instanceof Error ? cause.message : undefined;
  throw new Problem({ what: "The configuration cannot be read", why, code: "config-invalid", usage: true, cause });
}

/** One key for each folder that holds a configuration: the same masks every time. */
function maskKey({ config = "" }: Options): Buffer {
  const folder = createHash("sha256")
    .update(dirname(resolve(config)))
    .digest("hex")
    .slice(0, 16);
  return privateKey(findPlaces().state, `mask-${folder}`);
}

async function majorOf(source: Connection, signal: AbortSignal): Promise<number> {
  const client = await openClient(source, { role: "source", readOnly: true, signal });
  try {
    return await serverMajor(client);
  } finally {
    await client.end();
  }
}

function reportLines({ tables, rows, bytes, seconds, notes }: SubsetReport): string[] {
  const number = (value: number) => value.toLocaleString("en");
  const lines = tables.map((one) => [
    `${one.schema}.${one.name}`,
    ...[one.sourceRows, one.targetRows, one.rows].map(number),
    one.because.join("; "),
  ]);
  return [
    ...table([["table", "source", "target", "rows", "because"], ...lines]),
    ...notes.map((note) => `Note: ${note}`),
    `${number(rows)} rows, ${number(bytes)} bytes in ${formatSeconds(seconds)}`,
  ];
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("It is no whole number.");
}

function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("It must be at least 1.");
}

function addTable(text: string, before: Readonly<Record<string, TableRule>>): Record<string, TableRule> {
  const [, name, rows, where] = /^([^=]+)=(all|\d+)(?::(.+))?$/s.exec(text) ?? [];
  if (name === undefined || rows === undefined)
    throw new InvalidArgumentError("Write NAME=all, NAME=N or NAME=N:WHERE.");
  const count = rows === "all" ? ("all" as const) : Number(rows);
  return { ...before, [name]: where === undefined ? count : { rows: count, where } };
}
