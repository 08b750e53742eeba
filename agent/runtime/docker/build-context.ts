import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { Readable } from "node:stream";
import tar from "tar-fs";
import { readDockerignore } from "./dockerignore.ts";

/** The context as the Engine wants it: a tar without what .dockerignore names, everything owned by root. */
export function packBuildContext(context: string, dockerfile: string): Readable {
  const { ignores, takesBack } = readDockerignore(ignoreFileOf(context, dockerfile));
  // The builder itself needs these two, even where an app's image must not contain them.
  const needed = new Set([posix.normalize(dockerfile), ".dockerignore"]);
  const pack = tar.pack(context, {
    ignore: (file) => {
      const path = relative(context, file).split(sep).join("/");
      if (needed.has(path) || !ignores(path)) return false;
      // A directory is walked all the same when something in it may still be wanted.
      const mayHold = takesBack || [...needed].some((one) => one.startsWith(`${path}/`));
      return !(mayHold && lstatSync(file).isDirectory());
    },
    // The context's own directory is nobody's business but ours, and an app's user must be able to read the copy.
    map: (header) => ({ ...header, uid: 0, gid: 0, mode: header.name === "." ? 0o755 : header.mode }),
  });
  return Readable.from(pack);
}

function ignoreFileOf(context: string, dockerfile: string): string {
  const file = [join(context, `${dockerfile}.dockerignore`), join(context, ".dockerignore")].find((path) =>
    existsSync(path),
  );
  return file ? readFileSync(file, "utf8") : "";
}
