import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ticketOf } from "../../agent/run/stages/preflight.ts";
import { branchFor } from "../../agent/tickets/branch-for.ts";

describe("the branch of a ticket", () => {
  test("says what the ticket is about", () => {
    expect(branchFor({ number: 12, title: "Show how long delivery takes" })).toBe("12-show-how-long-delivery-takes");
    expect(branchFor({ number: 3, title: "Größe & Preis: “falsch”!" })).toBe("3-grosse-preis-falsch");
  });

  test("leads back to the ticket, whatever its title", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.string(), (number, title) => {
        const branch = branchFor({ number, title });
        expect(branch).toMatch(/^\d+(-[a-z0-9]+)*$/);
        expect(branch.length).toBeLessThan(60);
        if (branch.includes("-")) expect(ticketOf(branch)).toBe(number);
      }),
    );
  });

  test("is read with and without a prefix", () => {
    expect(ticketOf("fix/12-stock")).toBe(12);
    expect(ticketOf("fix-12-stock")).toBeUndefined();
    expect(ticketOf("stock")).toBeUndefined();
  });
});
