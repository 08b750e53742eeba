import type { Client } from "pg";
import { quoteIdentifier, quoteLiteral } from "../../database/identifiers.ts";

interface Original {
  readonly encoding: string;
  readonly provider: string;
  readonly collate: string;
  readonly ctype: string;
  readonly locale: string | null;
  readonly owner: string;
}

/** Locales that are not the operating system's, by `datlocprovider`. */
const localeOptions: Readonly<Record<string, (locale: string) => string>> = {
  i: (locale) => ` LOCALE_PROVIDER icu ICU_LOCALE ${locale}`,
  b: (locale) => ` LOCALE_PROVIDER builtin BUILTIN_LOCALE ${locale}`,
};

/** PostgreSQL 17 renamed the column; to_jsonb names neither. */
const originalSql = `
  SELECT pg_encoding_to_char(encoding) AS encoding, to_jsonb(d) ->> 'datlocprovider' AS provider,
         datcollate AS collate, datctype AS ctype,
         coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS locale,
         pg_get_userbyid(datdba) AS owner
    FROM pg_database d WHERE datname = $1`;

/** Makes an empty database with another one's encoding, locale and owner. */
export async function createDatabaseLike(admin: Client, original: string, name: string): Promise<void> {
  const { rows } = await admin.query<Original>(originalSql, [original]);
  const [found] = rows;
  if (!found) throw new Error(`There is no database ${original}`);
  const { encoding, provider, collate, ctype, locale, owner } = found;
  const own = locale === null ? "" : (localeOptions[provider]?.(quoteLiteral(locale)) ?? "");
  await admin.query(
    `CREATE DATABASE ${quoteIdentifier(name)} OWNER ${quoteIdentifier(owner)} TEMPLATE template0
       ENCODING ${quoteLiteral(encoding)} LC_COLLATE ${quoteLiteral(collate)} LC_CTYPE ${quoteLiteral(ctype)}${own}`,
  );
}

/** Gives a database the settings and grants of another one: they are its own, and in no dump of what is in it. */
export async function copyDatabaseSettings(admin: Client, original: string, name: string): Promise<void> {
  const settings = await admin.query<{ role: string | null; setting: string; value: string }>(
    `SELECT CASE WHEN setrole <> 0 THEN setrole::regrole::text END AS role,
            split_part(setting, '=', 1) AS setting, substr(setting, strpos(setting, '=') + 1) AS value
       FROM pg_db_role_setting, unnest(setconfig) setting
      WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = $1)`,
    [original],
  );
  const to = quoteIdentifier(name);
  for (const { role, setting, value } of settings.rows) {
    const whose = role === null ? "" : `ROLE ${role} IN `;
    const literals = lists.has(setting) ? listItems(value) : [value];
    const words = literals.map(quoteLiteral).join(", ");
    await admin.query(`ALTER ${whose}DATABASE ${to} SET ${settingName(setting)} TO ${words}`);
  }
  const grants = await admin.query<{ statement: string }>(
    `SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', $2::text) AS statement
       FROM pg_database WHERE datname = $1 AND datacl IS NOT NULL
     UNION ALL
     SELECT format('GRANT %s ON DATABASE %I TO %s%s', privilege_type, $2::text,
                   CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
                   CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
       FROM pg_database, aclexplode(datacl) WHERE datname = $1`,
    [original, name],
  );
  for (const { statement } of grants.rows) await admin.query(statement);
}

/** Settings whose values PostgreSQL keeps as a list of identifiers, quoted where needed (its GUC_LIST_QUOTE). */
const lists: ReadonlySet<string> = new Set([
  "local_preload_libraries",
  "search_path",
  "session_preload_libraries",
  "shared_preload_libraries",
  "temp_tablespaces",
  "unix_socket_directories",
]);

/** The items of such a value; as one literal they would be one item, commas and all. */
function listItems(value: string): string[] {
  const items = value.match(/"(?:[^"]|"")*"|[^\s,]+/g) ?? [""];
  return items.map((item) => (item.startsWith('"') ? item.slice(1, -1).replaceAll('""', '"') : item));
}

/** An extension's has a dot, which is no part of an identifier. */
function settingName(setting: string): string {
  return setting.split(".").map(quoteIdentifier).join(".");
}
