import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeField, encodeField } from "../../agent/subset/load/copy-text.ts";
import { transformRows } from "../../agent/subset/load/transform-rows.ts";

test("a value survives encoding and decoding, and never spans lines or fields", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      const field = encodeField(value);
      expect(field).not.toMatch(/[\n\t\r]/);
      expect(decodeField(field)).toBe(Buffer.from(value, "utf8").toString("utf8"));
    }),
  );
});

test("reads every escape that PostgreSQL may write", () => {
  expect(decodeField("a\\tb\\nc\\\\N\\x41\\101\\v\\q")).toBe("a\tb\nc\\NAA\vq");
});

describe("a stream of rows", () => {
  const through = (chunks: Buffer[], ...transforms: Parameters<typeof transformRows>[0]) =>
    text(Readable.from(chunks).pipe(transformRows(transforms)));

  test("comes out the same however it is cut, with only the chosen column changed", async () => {
    const rows = Buffer.from("1\tÄnne\\tX\t\\N\n2\t\\N\t\n3\t\tünberührt\n");
    const shout = (value: string) => value.toUpperCase();
    const expected = "1\tÄNNE\\tX\t\\N\n2\t\\N\t\n3\t\tünberührt\n";
    for (let size = 1; size < rows.length; size++) {
      const chunks = Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
        rows.subarray(i * size, (i + 1) * size),
      );
      expect(await through(chunks, undefined, shout, undefined)).toBe(expected);
    }
  });

  test("leaves rows alone that say so in front", async () => {
    const rows = Readable.from([Buffer.from("f\ta\tb\nt\ta\tb\nt\t\\N\t\n")]);
    expect(await text(rows.pipe(transformRows([() => "x", undefined], { keeps: true })))).toBe("x\tb\na\tb\n\\N\t\n");
  });

  test("writes NULL where the transform says so, and keeps bytes that are no UTF-8 where nobody looks", async () => {
    const row = Buffer.concat([Buffer.from("x\t"), Buffer.from([0xff, 0xfe]), Buffer.from("\n")]);
    const out = await Readable.from([row])
      .pipe(transformRows([() => null, undefined]))
      .toArray();
    expect(Buffer.concat(out)).toEqual(Buffer.concat([Buffer.from("\\N\t"), Buffer.from([0xff, 0xfe, 0x0a])]));
  });

  test("fails when a transform fails or the last row is cut off", async () => {
    const fail = () => {
      throw new Error("no");
    };
    await expect(
      Readable.from([Buffer.from("a\n")])
        .pipe(transformRows([fail]))
        .toArray(),
    ).rejects.toThrow("no");
    await expect(
      Readable.from([Buffer.from("a")])
        .pipe(transformRows([undefined]))
        .toArray(),
    ).rejects.toThrow("incomplete");
  });
});
