import { openClient, serverMajor } from "./client.ts";
import { pgDumpDumper } from "./pg-dump-dumper.ts";
import { findPgDump } from "./postgres-programs.ts";
import type { SchemaDumper, SchemaRequest } from "./schema-dumper.ts";

/**
 * Dumps by this machine's newest pg_dump where it fits the server, else from the catalogues. It is looked for at once,
 * while the caller still signs in.
 */
export function machineDumper(): SchemaDumper {
  const newest = findPgDump(0);
  return {
    name: "pg_dump, or the catalogue",
    async dump(request) {
      const [program, major] = await Promise.all([newest, request.major ?? majorOf(request)]);
      if (program && program.major >= major) return pgDumpDumper(program).dump(request);
      const { catalogueDumper } = await import("./catalogue-dumper/catalogue-dumper.ts");
      return catalogueDumper().dump(request);
    },
  };
}

async function majorOf({ source, signal }: SchemaRequest): Promise<number> {
  const client = await openClient(source, { role: "source", readOnly: true, signal });
  try {
    return await serverMajor(client);
  } finally {
    await client.end();
  }
}
