import { asc, eq } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { loans, readers } from "./schema.ts";

export async function loansPage(db: NodePgDatabase): Promise<string> {
  const rows = await db
    .select({ title: loans.title, reader: readers.name, due: loans.due_on })
    .from(loans)
    .innerJoin(readers, eq(readers.id, loans.reader_id))
    .orderBy(asc(loans.due_on), asc(loans.id))
    .limit(40);
  const items = rows.map(({ title, reader, due }) => `<li>${title}: ${reader}, until ${due}</li>`);
  return `<!doctype html><title>Library</title><ul>${items.join("")}</ul>`;
}
