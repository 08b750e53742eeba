import { posix } from "node:path";
import type { PackageJson } from "../detect/package-json.ts";
import type { SourceTree } from "../detect/source-tree.ts";
import type { FrameworkName, Ledger, MigrationFile, Migrations } from "./migrations.ts";

/** What a framework's reader may look at. */
export interface Evidence {
  readonly tree: SourceTree;
  readonly packageJson: PackageJson;
  /** `migrations.directory` of slipway.json. */
  readonly directory?: string | undefined;
}

/** One migration tool: how to recognise it, apply it and read what it applied. */
export interface Framework {
  readonly name: FrameworkName;
  /** A script that mentions this is the tool's … */
  readonly tool?: RegExp;
  /** … and one that mentions this applies what is pending. */
  readonly applies?: RegExp;
  /** Of the command that applies what is pending: the one that only says whether there is anything. */
  checkOf?(command: string): string | undefined;
  /** Finds the tool's files; undefined where they are not there. */
  detect(evidence: Evidence): Promise<Detected | undefined>;
}

export interface Detected {
  readonly directory: string;
  readonly files: readonly MigrationFile[];
  readonly command: string | undefined;
  readonly ledger: Ledger;
  /** Whether the tool may have more to apply, see {@link Migrations.unlisted}. */
  readonly unlisted?: boolean | undefined;
}

/** The files right in a directory whose names fit, in the order of their names. */
export function filesIn(tree: SourceTree, directory: string, pattern: RegExp): string[] {
  const prefix = directory === "." ? "" : `${directory}/`;
  return tree.files.filter((path) => {
    const name = path.slice(prefix.length);
    return path.startsWith(prefix) && !name.includes("/") && pattern.test(name);
  });
}

/** The folders that hold files which fit, the one with the shortest path first. */
export function foldersWith(tree: SourceTree, pattern: RegExp): string[] {
  const folders = new Set(tree.files.filter((path) => pattern.test(path)).map((path) => posix.dirname(path)));
  return [...folders].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

/** A path's last part without its ending. */
export function stem(path: string): string {
  return posix.basename(path).replace(/\.[^.]+$/, "");
}

/** The digits that a file's name begins with, as `20240102` in `20240102_add_users.rb`. */
export function leadingDigits(path: string): string {
  return /^\d+/.exec(posix.basename(path))?.[0] ?? stem(path);
}

/** Sorts by the number that the names begin with, however long it is written. */
export function byNumber(a: MigrationFile, b: MigrationFile): number {
  const difference = BigInt(/^\d+/.exec(a.name)?.[0] ?? 0) - BigInt(/^\d+/.exec(b.name)?.[0] ?? 0);
  return difference === 0n ? (a.path < b.path ? -1 : 1) : difference < 0n ? -1 : 1;
}

/** A path as one word of a shell command line. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
