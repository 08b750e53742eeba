import type { Finding } from "../protocol/finding.ts";
import type { RelationStanding, SourceStanding } from "./source-facts.ts";

/** What a person should know about the source, and should do. */
export function sourceFindings(standing: SourceStanding): Finding[] {
  return [replica(standing), readOnly(standing), readable(standing), complete(standing)];
}

/** True where the role cannot change anything on the source, whatever program uses it. */
export function isReadOnly({ powers, relations }: SourceStanding): boolean {
  return powers.length === 0 && !relations.some(({ writable }) => writable);
}

function replica({ primary, where }: SourceStanding): Finding {
  if (!primary) return { check: "replica", level: "ok", what: "The source is a read replica", where };
  return {
    check: "replica",
    level: "warning",
    what: "The source is the primary",
    where,
    why: "it serves your customers meanwhile, and a long read keeps it from vacuuming",
    next: "Name a read replica in source.url, where there is one.",
  };
}

function readOnly(standing: SourceStanding): Finding {
  const { user, powers, relations } = standing;
  if (isReadOnly(standing)) {
    return { check: "read-only", level: "ok", what: "The role may read, and nothing else", where: user };
  }
  const writable = relations.filter((one) => one.writable);
  const writes = writable.length > 0 ? [`may write to ${someNames(writable)}`] : [];
  return {
    check: "read-only",
    level: "warning",
    what: "The role may do more than read",
    where: user,
    why: `it ${[...powers, ...writes].join(", ")}; Slipway's sessions are read only all the same, but whoever gets its password is not held to that`,
    next: "Make a role that may only SELECT, by the statements below, and use it in source.url.",
  };
}

function readable({ user, schemas, relations }: SourceStanding): Finding {
  const closed = schemas.filter(({ usable }) => !usable).map(({ name }) => name);
  const missing = relations.filter((one) => !one.readable && !closed.includes(one.schema));
  if (closed.length + missing.length === 0) {
    const tables = relations.filter(({ sequence }) => !sequence).length;
    const what = tables === 0 ? "There is no table to read" : `Every table can be read: ${tables}`;
    return { check: "readable", level: "ok", what, where: user };
  }
  const wants = [
    ...(closed.length > 0 ? [`USAGE on ${closed.join(", ")}`] : []),
    ...(missing.length > 0 ? [`SELECT on ${missing.map(nameOf).join(", ")}`] : []),
  ];
  // A sequence's last value can be made up for by its table's highest.
  const level = closed.length > 0 || missing.some(({ sequence }) => !sequence) ? "error" : "warning";
  return {
    check: "readable",
    level,
    what: "The role may not read everything",
    where: user,
    why: `it lacks ${wants.join(" and ")}`,
    next: "Grant it, by the statements below; or leave schemas out by source.schemas.",
  };
}

function complete({ user, relations }: SourceStanding): Finding {
  const filtered = relations.filter((one) => one.filtered);
  if (filtered.length === 0)
    return { check: "row-security", level: "ok", what: "No row is hidden from the role", where: user };
  return {
    check: "row-security",
    level: "error",
    what: "Row-level security hides rows from the role",
    where: user,
    why: `of ${filtered.map(nameOf).join(", ")}: a subset of what is left would break keys`,
    next: "Let it see all rows, by the statements below.",
  };
}

const shown = 5;

function someNames(relations: readonly RelationStanding[]): string {
  const names = relations.slice(0, shown).map(nameOf).join(", ");
  return relations.length > shown ? `${names} and ${relations.length - shown} more` : names;
}

function nameOf({ schema, name }: RelationStanding): string {
  return `${schema}.${name}`;
}
