import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RedactingLines } from "../../agent/secrets/redacting-lines.ts";
import { Redactor } from "../../agent/secrets/redactor.ts";
import { Secret } from "../../agent/secrets/secret.ts";

function redactorOf(...values: string[]): Redactor {
  const redactor = new Redactor();
  for (const value of values) redactor.add(new Secret(value));
  return redactor;
}

describe("the redactor", () => {
  const value = 'p@ss/w=ö"rd';

  test.each([
    ["as it is", value],
    ["in a URL", encodeURIComponent(value)],
    ["in base64", Buffer.from(value).toString("base64")],
    ["in JSON", JSON.stringify({ value })],
  ])("hides a known value %s", (_, text) => {
    const redacted = redactorOf(value).text(`before ${text} after`);
    expect(redacted).toMatch(/^before .*\*\*\*.* after$/);
    expect(redacted).not.toContain(text);
  });

  test.each([
    ["postgres://app:hunter2@db/shop", "postgres://app:***@db/shop"],
    ["postgres://app:hun@ter2@db/shop", "postgres://app:***@db/shop"],
    ["remote: ghp_abcdefgh12345678", "remote: ***"],
    ["host=db password=hunter2 user=app", "host=db password=*** user=app"],
    ["Authorization: Bearer abc.def", "Authorization: Bearer ***"],
  ])("hides what looks like a secret: %s", (text, expected) => {
    expect(new Redactor().text(text)).toBe(expected);
  });

  test("leaves nothing of a secret that contains another one", () => {
    expect(redactorOf("inner", "outer-inner-outer").text("outer-inner-outer")).toBe("***");
  });

  test("redacts every text in plain data", () => {
    expect(redactorOf("hunter2").data({ a: ["x hunter2"], b: { c: "hunter2" }, d: 2, e: null })).toEqual({
      a: ["x ***"],
      b: { c: "***" },
      d: 2,
      e: null,
    });
  });
});

describe("the redacting stream", () => {
  /** Everything that reaches the sink, for a text that arrives cut at these places. */
  function stream(redactor: Redactor, text: string, cuts: readonly number[]): string {
    let out = "";
    const lines = new RedactingLines(redactor, (piece) => {
      out += piece;
    });
    let from = 0;
    for (const cut of [...cuts.map((at) => at % (text.length + 1)).sort((a, b) => a - b), text.length]) {
      lines.write(text.slice(from, cut));
      from = cut;
    }
    lines.end();
    return out;
  }

  const secret = fc.string({ minLength: 6, maxLength: 40, unit: fc.constantFrom(..."abXY09+/=@\n") });
  const noise = fc.string({ unit: fc.constantFrom(..."lmnop \n") });

  test("hides a secret however the text is cut into chunks", () => {
    fc.assert(
      fc.property(secret, noise, noise, fc.array(fc.nat(), { maxLength: 8 }), (value, before, after, cuts) => {
        const lines = value.split("\n").filter((line) => line.trim().length >= 4);
        const out = stream(redactorOf(value), `${before} ${value} ${after}`, cuts);
        for (const line of lines) expect(out).not.toContain(line);
      }),
    );
  });

  test("hides a secret in a line so long that it is passed on in pieces", () => {
    const value = "correct-horse-battery";
    fc.assert(
      fc.property(fc.integer({ min: 65_500, max: 65_536 }), fc.integer({ min: 1, max: 40 }), (length, chunk) => {
        let out = "";
        const lines = new RedactingLines(redactorOf(value, "horse-battery-staple"), (piece) => {
          out += piece;
        });
        lines.write("x".repeat(length));
        const rest = `${value}-staple${"y".repeat(200)}`;
        for (let at = 0; at < rest.length; at += chunk) lines.write(rest.slice(at, at + chunk));
        const early = out.length;
        lines.end();
        expect(early).toBeGreaterThan(0);
        expect(out).toBe(`${"x".repeat(length)}***-staple${"y".repeat(200)}`);
      }),
      { numRuns: 20 },
    );
  });

  test("passes harmless text on as it is", () => {
    fc.assert(
      fc.property(noise, fc.array(fc.nat(), { maxLength: 8 }), (text, cuts) => {
        expect(stream(redactorOf("correct-horse"), text, cuts)).toBe(text);
      }),
    );
  });
});
