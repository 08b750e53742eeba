/**
 * PostgreSQL's COPY text format, field by field. Lines are handled as Latin-1 strings (one character a byte), so that
 * fields that nobody looks at pass through byte by byte whatever their encoding.
 */

/** The format's NULL. */
export const nullField = "\\N";

/** Not printable ASCII, or the escape character: what the fast way out does not hold for. */
const particular = /[^ -[\]-~]/;

/** A field as written in the file to the value that it stands for. */
export function decodeField(field: string): string {
  if (!particular.test(field)) return field;
  const plain = field.includes("\\") ? field.replaceAll(/\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)/gs, meaning) : field;
  return Buffer.from(plain, "latin1").toString("utf8");
}

/** A value to the field that stands for it. */
export function encodeField(value: string): string {
  if (!particular.test(value)) return value;
  const bytes = Buffer.from(value, "utf8").toString("latin1");
  return bytes.replaceAll(/[\\\n\r\t\b\f\v]/g, (character) => escapes[character] ?? character);
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
};

const meanings: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v" };

function meaning(_: string, code: string): string {
  if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 0xff);
  if (/^x[0-9A-Fa-f]/.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  return meanings[code] ?? code;
}
