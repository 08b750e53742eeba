import { expect, test } from "vitest";
import { Turns } from "../../extension/turns.ts";

test("one begins when the one before is over, also where that failed", async () => {
  const turns = new Turns();
  const events: string[] = [];
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const work = (name: string, until?: Promise<void>) => async () => {
    events.push(`${name} begins`);
    await until;
    events.push(`${name} ends`);
    return name;
  };
  const first = turns.take(work("first", gates[0]?.promise));
  const second = turns.take(work("second", gates[1]?.promise));
  const third = turns.take(work("third"));
  await expect.poll(() => events).toEqual(["first begins"]);
  gates[0]?.resolve();
  expect(await first).toBe("first");
  await expect.poll(() => events).toEqual(["first begins", "first ends", "second begins"]);
  const failed = expect(second).rejects.toThrow("no answer");
  gates[1]?.reject(new Error("no answer"));
  await failed;
  expect(await third).toBe("third");
  expect(events.slice(2)).toEqual(["second begins", "third begins", "third ends"]);
});
