import { copyFile, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { practiceFile } from "../files.ts";

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

/** The ticket whose fix is ready, with a copy of the fix in the company's state. */
export async function starterTicket(stateDir: string): Promise<{ ticket: number; patch: string }> {
  const patch = join(stateDir, "fix.patch");
  for (const [index, slug] of (await slugs()).entries()) {
    const fix = practiceFile(join("tickets", slug, "fix.patch"));
    if (!(await stat(fix).catch(() => undefined))) continue;
    await copyFile(fix, patch);
    return { ticket: index + 1, patch };
  }
  throw new Error("No ticket comes with a fix.");
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
