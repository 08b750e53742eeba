import { pipeline } from "node:stream/promises";
import tar from "tar-fs";

/** A file or directory of an archive. */
export interface ArchiveEntry {
  readonly name: string;
  /** Milliseconds since the epoch, as far as the archive knows. */
  readonly at: number;
}

/** What an archive holds, by name. Nothing is unpacked. */
export async function listArchive(archive: NodeJS.ReadableStream): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  const look = tar.extract("/nowhere", {
    ignore: (name, header) => {
      entries.push({ name: header?.name ?? name, at: header?.mtime?.getTime() ?? 0 });
      return true;
    },
  });
  await pipeline(archive, look);
  return entries;
}
