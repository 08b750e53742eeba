import { quoteIdentifier } from "../database/identifiers.ts";
import type { SourceStanding } from "./source-facts.ts";
import { isReadOnly } from "./source-findings.ts";

const proposed = "slipway_reader";

/**
 * The statements after which a role may read everything that a snapshot needs, and nothing else: of a new role, or of
 * the one that is used where that may only read already. To be run by the tables' owner or a superuser, on the primary.
 */
export function readOnlyRole(standing: SourceStanding): string[] {
  const { database, schemas, relations, user } = standing;
  const isNew = !isReadOnly(standing);
  const role = quoteIdentifier(isNew ? proposed : user);
  const seesAll = relations.some(({ filtered }) => filtered) ? " BYPASSRLS" : "";
  const opening = isNew
    ? [`CREATE ROLE ${role} LOGIN${seesAll} PASSWORD '<a password of your choice>';`]
    : seesAll
      ? [`ALTER ROLE ${role}${seesAll};`]
      : [];
  return [
    ...opening,
    `GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO ${role};`,
    ...schemas.flatMap(({ name, owners }) => {
      const schema = quoteIdentifier(name);
      return [
        `GRANT USAGE ON SCHEMA ${schema} TO ${role};`,
        `GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role};`,
        `GRANT SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role};`,
        // What migrations make later.
        ...owners.flatMap((owner) =>
          ["TABLES", "SEQUENCES"].map(
            (kind) =>
              `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(owner)} IN SCHEMA ${schema} GRANT SELECT ON ${kind} TO ${role};`,
          ),
        ),
      ];
    }),
  ];
}
