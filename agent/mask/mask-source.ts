import type { Client } from "pg";
import type { Connection } from "../database/connection.ts";
import { Problem } from "../problem.ts";
import type { Work } from "../work.ts";
import { compileMasks, type Masks } from "./compile-masks.ts";
import { describeUnmasked, type UnmaskedColumn } from "./find-unmasked.ts";
import { type InspectOptions, inspectColumns } from "./inspect-columns.ts";
import type { KeptRows } from "./kept-rows.ts";
import type { MaskRule, MaskRules } from "./mask-rule.ts";
import { probeChecks } from "./probe-checks.ts";
import { probeSql } from "./probe-sql.ts";
import { withReadingSession } from "./reading-session.ts";

/** `mask` of slipway.json: rules by column, and rows by table that stay as they are. */
export type MaskSection = Readonly<Record<string, MaskRule | { readonly keepRows: string }>>;

/** Which columns of which source, and what becomes of them. */
export interface MaskRequest extends Pick<InspectOptions, "schemas" | "links"> {
  readonly source: Connection;
  readonly section: MaskSection;
  /** Private: without it masks can neither be repeated nor tried out. */
  readonly key: Buffer;
}

/**
 * The masks for a source, under a private key. Fails closed: while a column looks personal and has neither a rule nor
 * `keep`, there are none.
 * @throws Problem "unmasked-columns" with a block to paste; "config-invalid" for rules that do not fit.
 */
export async function maskSource({ source, section, schemas, links, key }: MaskRequest, work: Work): Promise<Masks> {
  work.progress("looking for personal columns");
  const { rules, kept } = split(section);
  const read = async (client: Client): Promise<Masks> => {
    const columns = await inspectColumns(client, { schemas, links });
    const masks = compileMasks(rules, columns, key, kept);
    if (masks.findings.length > 0) throw unmaskedColumns(masks.findings);
    await probeSql(client, columns, rules, masks);
    await probeChecks(client, columns, masks);
    return masks;
  };
  return withReadingSession(source, read, work.signal);
}

function split(section: MaskSection): { rules: MaskRules; kept: KeptRows } {
  const rules: Record<string, MaskRule> = {};
  const kept: Record<string, string> = {};
  for (const [name, rule] of Object.entries(section)) {
    if (typeof rule === "object" && "keepRows" in rule) kept[name] = rule.keepRows;
    else rules[name] = rule;
  }
  return { rules, kept };
}

function unmaskedColumns(findings: readonly UnmaskedColumn[]): Problem {
  return new Problem({
    what:
      findings.length === 1
        ? "A column looks personal and has no rule"
        : `${findings.length} columns look personal and have no rule`,
    where: findings.map(({ column }) => column).join(", "),
    why: "nothing is copied before each of them is masked, or kept on purpose",
    next: `Put this into slipway.json on the base branch ("keep" where a column holds nothing personal):\n${describeUnmasked(findings)}`,
    code: "unmasked-columns",
    usage: true,
    unmasked: findings,
  });
}
