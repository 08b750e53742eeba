import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import tar from "tar-fs";

/** A tar stream of text files that exist in memory only. A name that ends in `/` is a directory. */
export function packFiles(files: Readonly<Record<string, string>>): Readable {
  const archive = tar.pack(tmpdir(), {
    entries: [],
    finalize: false,
    finish: (pack) => {
      for (const [name, content] of Object.entries(files)) {
        if (name.endsWith("/")) pack.entry({ name, type: "directory", mode: 0o755 });
        else pack.entry({ name }, content);
      }
      pack.finalize();
    },
  });
  return Readable.from(archive);
}
