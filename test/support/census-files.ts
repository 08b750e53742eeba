import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findPlaces } from "../../agent/places.ts";
import type { Thing } from "./census.ts";

/** All files, sockets and folders under the temporary directory, Slipway's own folders and those named. */
export async function files(folders: readonly string[]): Promise<Thing[]> {
  const places = findPlaces();
  const socketFolder = process.platform === "win32" ? [] : [dirname(places.socket)];
  const roots = new Set([tmpdir(), places.state, places.cache, ...socketFolder, ...folders]);
  const lists = await Promise.all([...roots].map(list));
  return [...new Set(lists.flat())].map((path) => ({ kind: "file", id: path, label: path }));
}

/**
 * Walks by hand: a folder that disappears meanwhile, or that may not be read, is no error. A database's data directory is
 * one thing: what its server writes in it is its own affair.
 */
async function list(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === "PG_VERSION")) return [];
  const below = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? list(path).then((paths) => [path, ...paths]) : [path];
    }),
  );
  return below.flat();
}
