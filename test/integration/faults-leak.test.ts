/**
 * @module-tag docker
 * @module-tag postgres
 * @module-tag git
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import { watchArguments } from "../support/argument-watch.ts";
import { awkwardCanary, wordCanary } from "../support/canaries/canary.ts";
import { type CanaryCompany, canaryCompany } from "../support/canaries/company.ts";
import { type CanarySearch, canarySearch } from "../support/canaries/search.ts";
import { type CanaryShop, canaryShop } from "../support/canaries/shop.ts";
import { psqlIn, runIn } from "../support/container-programs.ts";
import { expectDone } from "../support/one-problem.ts";
import { writeTree } from "../support/write-tree.ts";

const docker = new Docker();
let company: CanaryCompany;
let shop: CanaryShop;
let search: CanarySearch;
let image: string;
let commandLines: string;

/** The kept column is found where rows are: so would be the others. */
const onlyControl = ["kept: plain"];

beforeAll(async () => {
  company = canaryCompany();
  [shop, search] = await Promise.all([canaryShop(company), canarySearch([...company.canaries, company.control])]);
  const watch = watchArguments();
  const built = await shop.slipway(["snapshot", "build"]);
  commandLines = watch.stop();
  expectDone(built);
  image = String(built.last.image);
});
afterAll(async () => {
  await search?.close();
  await shop?.close();
});

test("the search finds a canary in every spelling, in files and in their names", async () => {
  const planted = [wordCanary("word"), awkwardCanary("awkward")];
  const look = await canarySearch(planted);
  await using tree = await writeTree({});
  for (const { spellings } of planted) {
    for (const [form, bytes] of spellings) {
      await writeFile(join(tree.directory, "planted"), Buffer.concat([Buffer.from("\0x\n "), bytes, Buffer.from("x")]));
      expect(await look.inFolder(tree.directory), form).toHaveLength(1);
    }
    // As they stand among other text, whatever was before them.
    const word = spellings.get("plain") ?? Buffer.alloc(0);
    for (const before of ["", "a", "ab", "abc"]) {
      const base64 = Buffer.concat([Buffer.from(before), word, Buffer.from("tail")]).toString("base64");
      expect(await look.inText(base64), base64).toEqual([expect.stringMatching(/: base64, \d before$/)]);
    }
  }
  await writeFile(join(tree.directory, "planted"), "nothing");
  expect(await look.inFolder(tree.directory)).toEqual([]);
  await writeFile(join(tree.directory, planted[0]?.word ?? ""), "nothing");
  expect(await look.inFolder(tree.directory)).toEqual(["word: plain"]);
  await look.close();
});

test("every canary is in the source's own files", async () => {
  const found = await search.inFolder(await shop.sourceFolder());
  const names = new Set(found.map((one) => one.replace(/: .*/, "")));
  // Compressed it is in none of its spellings: the dump below tells.
  const hidden = ["squeezed", "password of the source's role"];
  expect([...company.canaries, company.control].map(({ name }) => name).filter((name) => !names.has(name))).toEqual(
    hidden,
  );
});

test("no canary is in any file of any layer of the snapshot's image, nor in its labels and history", async () => {
  const layers = (await docker.getImage(image).get()) as Readable;
  expect(await search.inStream(layers)).toEqual(onlyControl);
  const described = await Promise.all([docker.getImage(image).inspect(), docker.getImage(image).history()]);
  expect(JSON.stringify(described)).toContain("dev.slipway.facts");
  expect(await search.inText(JSON.stringify(described))).toEqual([]);
});

test("no journal, log or other file of Slipway's holds one, and no process was started with one", async () => {
  expect(await search.inFolder(shop.home.folder)).toEqual([]);
  expect(commandLines).toContain("pg_dump");
  expect(await search.inText(commandLines)).toEqual([]);
});

test("no row, no statistics and no log of a clone holds one, and no row was written twice", async () => {
  const started = await shop.slipway(["clone", "start"]);
  expectDone(started);
  const container = docker.getContainer(String(started.last.container));
  await psqlIn(container, "postgres", "ALTER DATABASE pristine ALLOW_CONNECTIONS true");
  const dump = await runIn(container, ["pg_dump", "--username=postgres", "pristine"]);
  expect(dump).toContain("COPY public.people");
  expect(await search.inText(dump)).toEqual(onlyControl);
  const statistics = await psqlIn(
    container,
    "pristine",
    "SELECT array_agg(s::text) FROM pg_statistic s; SELECT array_agg(d::text) FROM pg_statistic_ext_data d",
  );
  expect(await search.inText(statistics)).toEqual(onlyControl);
  const written = await psqlIn(
    container,
    "pristine",
    "SELECT sum(n_tup_upd) || ' updated, ' || (sum(n_tup_ins) > 50)::text FROM pg_stat_user_tables",
  );
  expect(written.trim()).toBe("0 updated, true");
  const logs = await container.logs({ stdout: true, stderr: true });
  expect(await search.inText(logs.toString("latin1"))).toEqual([]);
  expect(await search.inText(JSON.stringify(await container.inspect()))).toEqual([]);
});
