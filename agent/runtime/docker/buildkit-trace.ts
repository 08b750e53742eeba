/** What one message of a BuildKit build says. */
export interface BuildTrace {
  /** Steps that were mentioned, with their names: "[2/5] RUN npm ci". A step is mentioned many times. */
  readonly steps: readonly { digest: string; name: string; cached: boolean; started: boolean }[];
  /** Pieces of the steps' output. */
  readonly output: readonly string[];
}

type Field = { number: number; bytes: Uint8Array; value: number };

/**
 * Reads a `moby.buildkit.trace`: a protobuf StatusResponse (moby/buildkit, api/services/control/control.proto), of which
 * only the few fields that people read are taken. dockerode's own decoder loads a file that no bundle contains.
 */
export function readBuildTrace(message: Uint8Array): BuildTrace {
  const steps: { digest: string; name: string; cached: boolean; started: boolean }[] = [];
  const output: string[] = [];
  for (const { number, bytes } of fieldsOf(message)) {
    if (number === 1) {
      const fields = [...fieldsOf(bytes)];
      const value = (wanted: number) => fields.find((field) => field.number === wanted);
      steps.push({
        digest: textOf(value(1)),
        name: textOf(value(3)),
        cached: value(4)?.value === 1,
        started: value(5) !== undefined,
      });
    }
    if (number === 3) for (const field of fieldsOf(bytes)) if (field.number === 4) output.push(textOf(field));
  }
  return { steps, output };
}

function textOf(field: Field | undefined): string {
  return field ? Buffer.from(field.bytes).toString("utf8") : "";
}

/** The fields of one protobuf message, in order. Wire types: 0 a varint, 1 eight bytes, 2 a length and bytes, 5 four bytes. */
function* fieldsOf(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; at < message.length; factor *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) break;
    }
    return value;
  };
  const take = (length: number): Uint8Array => {
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const wire = tag & 7;
    const value = wire === 0 || wire === 2 ? varint() : 0;
    const length = wire === 2 ? value : wire === 1 ? 8 : wire === 5 ? 4 : 0;
    yield { number: Math.floor(tag / 8), value, bytes: take(length) };
  }
}
