import { Problem } from "../../problem.ts";
import { serverMajor } from "../client.ts";
import { describeConnection } from "../connection.ts";
import type { SchemaDumper, SchemaSection } from "../schema-dumper.ts";
import { readSchema } from "./read-schema.ts";
import { withCatalogueSession } from "./session.ts";

/** The restoring session: like pg_dump's, it needs no search path and trusts the functions' bodies. */
const preamble = `SET statement_timeout = 0;
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = off;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
`;

const oldestMajor = 13;

/**
 * Reads the schema from the catalogues over SQL, for machines without a pg_dump that fits the server.
 * How bytes are kept (storage, compression, tablespaces, planner statistics' targets), comments, security labels,
 * publications and subscriptions are no part of it, as little as rows, owners and grants are.
 */
export function catalogueDumper(): SchemaDumper {
  return {
    name: "catalogue",
    dump: (request) =>
      withCatalogueSession(request, async (client) => {
        const major = await serverMajor(client);
        if (major < oldestMajor) throw tooOld(major, describeConnection(request.source));
        const sections = await readSchema(client, request.schemas);
        const text = (section: SchemaSection) =>
          [preamble, ...sections[section].map(({ sql }) => `${sql.trim()}\n`)].join("\n");
        return { preData: text("pre-data"), indexes: [], postData: text("post-data") };
      }),
  };
}

function tooOld(major: number, where: string): Problem {
  return new Problem({
    what: "The server is too old to read its schema from the catalogues",
    where,
    why: `it is PostgreSQL ${major}, and ${oldestMajor} is the oldest that is understood`,
    next: "Install the PostgreSQL client (pg_dump) of that version or newer.",
    code: "source-too-old",
  });
}
