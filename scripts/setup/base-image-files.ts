import { execFile, execFileSync } from "node:child_process";
import { existsSync, globSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export const POSTGRES = "/usr/lib/postgresql/15";
/** Node 24, from the development dependency. */
export const NODE = realpathSync(join(import.meta.dirname, "..", "..", "node_modules", "node", "bin", "node"));
/** The machine's npm, a directory. */
export const NPM = join(execFileSync("npm", ["root", "-g"], { encoding: "utf8", stdio: "pipe" }).trim(), "npm");

const SHELL_TOOLS = `bash sh cat cp mv rm ls mkdir rmdir chmod chown ln env id sleep date head tail tr cut wc sort uniq
  touch tee test true false echo printf stat dirname basename readlink realpath mktemp install seq timeout uname whoami
  grep sed awk find xargs kill ps hostname getent locale curl tar gzip setpriv openssl`.split(/\s+/);
const POSTGRES_TOOLS = "postgres initdb pg_ctl psql pg_dump pg_restore pg_isready createdb dropdb pg_controldata".split(
  " ",
);
const POSTGRES_MODULES =
  "plpgsql dict_snowball libpqwalreceiver pgoutput pgcrypto pg_trgm uuid-ossp citext hstore btree_gin btree_gist cube " +
  "earthdistance fuzzystrmatch intarray isn lo ltree pg_stat_statements pgstattuple postgres_fdw tablefunc unaccent";
const DATA = [
  "/usr/share/postgresql/15",
  "/usr/lib/locale/C.utf8",
  "/etc/ssl/certs/ca-certificates.crt",
  ...["UTC", "GMT", "Etc", "Europe", "America", "Asia", "tzdata.zi"].map((zone) => `/usr/share/zoneinfo/${zone}`),
];
/** Loaded at run time by name, so that ldd does not see them. */
const LOADED_BY_NAME = ["libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2", "librt.so.1", "libpthread.so.0"];

/** The absolute paths of all files and directories of this machine that go into the base image. */
export async function filesOf(): Promise<string[]> {
  const programs = [
    ...SHELL_TOOLS.map((name) => `/usr/bin/${name}`),
    ...POSTGRES_TOOLS.map((name) => `${POSTGRES}/bin/${name}`),
    "/usr/bin/caddy",
    NODE,
  ].filter((path) => existsSync(path));
  const modules = [
    ...POSTGRES_MODULES.split(" ").map((name) => `${POSTGRES}/lib/${name}.so`),
    ...globSync(`${POSTGRES}/lib/*_and_*.so`),
  ].filter((path) => existsSync(path));
  const libraries = await librariesOf([...programs, ...modules]);
  return [...new Set([...programs, ...modules, ...libraries, ...DATA.filter((path) => existsSync(path)), NPM])].sort();
}

/** What the dynamic linker would load for these programs, and the loader itself. */
async function librariesOf(programs: string[]): Promise<string[]> {
  // ldd exits 1 when one of the programs is a script or statically linked; what it says about the others counts.
  const { stdout } = await run("ldd", programs, { maxBuffer: 1 << 24 }).catch((error: { stdout: string }) => error);
  const linked = Array.from(stdout.matchAll(/(?:=> |^\t)(\/\S+)/gm), ([, path = ""]) => path);
  return [...linked, ...LOADED_BY_NAME.flatMap((name) => globSync(`/lib/*-linux-gnu/${name}`))];
}
