import { Transform } from "node:stream";
import type { ColumnTransform } from "../column-transform.ts";
import { decodeField, encodeField, nullField } from "./copy-text.ts";

/**
 * A stream from COPY text to COPY text that changes some columns.
 * @param transforms one entry a column, in the order of the COPY; undefined passes the column through untouched.
 * @param keeps true where a column before all others says of each row whether it stays as it is; that column goes.
 */
export function transformRows(transforms: readonly (ColumnTransform | undefined)[], { keeps = false } = {}): Transform {
  const changed = transforms.flatMap((transform, column) => (transform ? [{ column, transform }] : []));
  const transformLine = (line: string): string => {
    const fields = line.split("\t");
    for (const { column, transform } of changed) {
      const field = fields[column];
      if (field === undefined) throw new Error(`A row has ${fields.length} fields, ${transforms.length} were expected`);
      if (field === nullField) continue;
      const value = transform(decodeField(field));
      fields[column] = value === null ? nullField : encodeField(value);
    }
    return `${fields.join("\t")}\n`;
  };
  const line = keeps ? (flagged: string) => passKept(flagged, transformLine) : transformLine;
  // The beginning of a line whose end has not come yet, in pieces: a row may be hundreds of megabytes wide.
  let pending: string[] = [];
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        const lines = chunk.toString("latin1").split("\n");
        const rest = lines.pop() ?? "";
        if (lines.length > 0) {
          lines[0] = pending.join("") + lines[0];
          pending = [];
          this.push(Buffer.from(lines.map(line).join(""), "latin1"));
        }
        if (rest !== "") pending.push(rest);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      done(pending.length > 0 ? new Error("The last row is incomplete") : null);
    },
  });
}

/** A line whose first field says whether the rest stays as it is. */
function passKept(flagged: string, transformLine: (line: string) => string): string {
  const rest = flagged.slice(2);
  return flagged.startsWith("t") ? `${rest}\n` : transformLine(rest);
}
