import { copyFile, mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { practiceFile } from "../files.ts";
import type { PreparedFix } from "./company.ts";

/** A ticket as its reporter wrote it. */
export interface WrittenTicket {
  readonly title: string;
  readonly body: string;
  readonly labels: string[];
  /** A login. */
  readonly reporter: string;
}

/** All tickets in the order of their numbers, the first of which is 1. */
export async function readTickets(): Promise<WrittenTicket[]> {
  const folder = practiceFile("tickets");
  return Promise.all(
    (await slugs()).map(async (slug) => parse(await readFile(join(folder, slug, "ticket.md"), "utf8"))),
  );
}

/** The tickets whose fixes are ready, in order, with copies of the fixes in the company's state. */
export async function preparedFixes(stateDir: string): Promise<PreparedFix[]> {
  const folder = join(stateDir, "fixes");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fixes: PreparedFix[] = [];
  for (const [index, slug] of (await slugs()).entries()) {
    const fix = practiceFile(join("tickets", slug, "fix.patch"));
    if (!(await stat(fix).catch(() => undefined))) continue;
    const patch = join(folder, `${slug}.patch`);
    await copyFile(fix, patch);
    fixes.push({ ticket: index + 1, patch });
  }
  return fixes;
}

async function slugs(): Promise<string[]> {
  return (await readdir(practiceFile("tickets"))).sort();
}

/** Front matter of `key: value` lines between two `---`, then the body. */
function parse(text: string): WrittenTicket {
  const [, head = "", body = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
  const entries = head.split("\n").map((line) => /^(\w+): (.*)$/.exec(line)?.slice(1) ?? []);
  const { title = "", labels = "", reporter = "" } = Object.fromEntries(entries) as Record<string, string>;
  return { title, reporter, body: body.trim(), labels: labels.split(", ").filter(Boolean) };
}
