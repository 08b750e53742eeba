import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Census } from "../support/census.ts";
import { cleanEverything } from "../support/clean-everything.ts";
import { type ImageRegistry, startImageRegistry } from "../support/image-registry.ts";
import { leftBehind, takePicture } from "../support/left-behind.ts";
import { oneProblem } from "../support/one-problem.ts";
import { queryUrl } from "../support/practice-company.ts";
import { dockerView, markedOnDocker } from "../support/runtime-view.ts";
import { type SecondCompany, secondCompany } from "../support/second-repository.ts";
import { type SlipwayHome, slipwayHome } from "../support/slipway-home.ts";

const tags = ["docker", "postgres", "git", "registry"];

describe("snapshots in a registry", { tags, timeout: 120_000 }, () => {
  let before: Census;
  let trusted: SlipwayHome;
  let newHire: SlipwayHome;
  let company: SecondCompany;
  let registry: ImageRegistry;
  let image: string;

  beforeAll(async () => {
    before = await takePicture();
    registry = await startImageRegistry();
    image = `${registry.host}/toolshed/desk-clone:latest`;
    trusted = await slipwayHome({ SLIPWAY_RUNTIME: "docker" });
    newHire = await slipwayHome({ SLIPWAY_RUNTIME: "docker", DOCKER_CONFIG: registry.signedIn });
    company = await secondCompany(trusted);
    await company.configure((text) => text.replace('"app": {', '"snapshot": { "maxAge": "1h" },\n  "app": {'));
  }, 120_000);

  afterAll(async () => {
    if (company) await cleanEverything((args) => company.slipway(args, asNewHire()));
    await company?.stop();
    await registry?.stop();
    await newHire?.remove();
    await trusted?.remove();
    for (const home of [newHire, trusted]) {
      expect(await leftBehind(before, { home, repository: markedOnDocker(home, "toolshed-village") })).toEqual([]);
    }
  }, 120_000);

  /** Somebody who may read the registry and has never seen production's address. */
  const asNewHire = () => ({ home: newHire, env: { DESK_SOURCE: undefined } });
  const signedIn = () => ({ env: { DOCKER_CONFIG: registry.signedIn } });

  test("a registry that one has not signed in to takes nothing, and says how to", async () => {
    await company.slipway(["snapshot", "build"]);
    const problem = oneProblem(await company.slipway(["snapshot", "push", image]));
    expect(problem).toMatchObject({
      code: "push-refused",
      where: image,
      next: expect.stringContaining("docker login"),
    });
  });

  test("a snapshot that a trusted machine has pushed serves one that knows no credentials of production's", async () => {
    const pushed = await company.slipway(["snapshot", "push", image], signedIn());
    expect(pushed.last).toMatchObject({ kind: "push", image, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
    const own = await company.slipway(["clone", "start"]);

    await company.configure((text) => text.replace('{ "url": { "env": "DESK_SOURCE" } }', `{ "image": "${image}" }`));
    const started = await company.slipway(["clone", "start"], asNewHire());
    expect(started.last).toMatchObject({ kind: "clone", change: "due-dates" });
    const rows = "SELECT full_name, email, phone FROM members ORDER BY id";
    const [theirs, ours] = await Promise.all([own, started].map(({ last }) => queryUrl(String(last.url), rows)));
    expect(theirs?.length).toBeGreaterThan(5);
    expect(ours).toEqual(theirs);
  });

  test("what was pulled is taken again, also while the registry cannot be reached", async () => {
    await registry.pause();
    const started = await company.slipway(["clone", "start"], asNewHire());
    expect(started.last).toMatchObject({ kind: "clone" });
    const pulled = await company.slipway(["snapshot", "pull", image], asNewHire());
    expect(oneProblem(pulled)).toMatchObject({ code: "image-missing", where: image });
  });

  test("no name of the registry's stays on the machine", async () => {
    const images = await new Docker().listImages({ filters: { reference: [`${registry.host}/*/*`] } });
    expect(images).toEqual([]);
    expect(await dockerView.snapshots(newHire, "toolshed-village")).toHaveLength(1);
  });

  test("an image that is no snapshot is not taken for one", async () => {
    const base = "slipway.local/base:1";
    expect(oneProblem(await company.slipway(["snapshot", "pull", base], asNewHire())).code).toMatch(
      /image-missing|not-a-snapshot/,
    );
  });
});
