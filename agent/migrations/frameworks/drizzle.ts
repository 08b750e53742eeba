import { posix } from "node:path";
import { z } from "zod";
import type { Framework } from "../framework.ts";

const journalSchema = z.object({
  entries: z.array(z.object({ idx: z.number(), when: z.number(), tag: z.string() })),
});

/** https://orm.drizzle.team: its ledger knows a file by the time at which it was made, in the journal. */
export const drizzle: Framework = {
  name: "drizzle",
  tool: /\bdrizzle-kit\b/,
  applies: /\bdrizzle-kit\b.*\bmigrate\b/,
  async detect({ tree, directory }) {
    const journals = tree.files.filter((path) => path.endsWith("meta/_journal.json"));
    const journal = journals.find((path) => !directory || path.startsWith(`${directory}/`));
    if (!journal) return undefined;
    const read = journalSchema.safeParse(await tree.json(journal));
    if (!read.success) return undefined;
    const folder = posix.dirname(posix.dirname(journal));
    const entries = read.data.entries.toSorted((a, b) => a.idx - b.idx);
    return {
      directory: folder,
      files: entries.map(({ when, tag }) => ({ name: String(when), path: `${folder}/${tag}.sql` })),
      command: "node_modules/.bin/drizzle-kit migrate",
      ledger: { table: "drizzle.__drizzle_migrations", column: "created_at::text" },
    };
  },
};
