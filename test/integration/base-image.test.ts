import { randomUUID } from "node:crypto";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import Docker from "dockerode";
import { beforeAll, describe, expect, test } from "vitest";
import { resolveImage } from "../../agent/runtime/docker/images.ts";
import { BASE_IMAGE, ensureBaseImage } from "../../scripts/setup/base-image.ts";
import { watched } from "../support/runtime-contract/setting.ts";

describe("the base image", { tags: ["docker"] }, () => {
  const docker = new Docker();

  const run = async (command: string, user = "root"): Promise<string> => {
    const output = new PassThrough();
    const [{ StatusCode }, container] = await docker.run(BASE_IMAGE, ["sh", "-c", command], output, {
      // Leak checks of other tests look at every container, but know whose these are by the name.
      name: `slipway-test-base-${randomUUID()}`,
      Tty: true,
      User: user,
    });
    await container.remove();
    output.end();
    const said = await text(output);
    expect(StatusCode, said).toBe(0);
    return said;
  };

  beforeAll(ensureBaseImage, 120_000);

  test("holds Node 24 and npm, PostgreSQL and Caddy", async () => {
    expect(await run("node --version")).toMatch(/^v24\./);
    expect(await run("npm --version")).toMatch(/^\d+\./);
    expect(await run("initdb --version && psql --version && pg_dump --version")).toContain("PostgreSQL");
    expect(await run("caddy version")).toMatch(/\d/);
    expect(await run("id -u postgres && id -u node")).toMatch(/70\s+1000/);
  });

  test("can initialise and run a cluster", async () => {
    const script =
      "initdb -D /tmp/data >/dev/null && pg_ctl -D /tmp/data -l /tmp/log -w start && psql -P pager=off -Atc 'select 42'";
    expect(await run(script, "postgres")).toContain("42");
  });

  test("stands in for an official image that no registry has", async () => {
    expect(await resolveImage(docker, "postgres", {}, watched(), { postgresMajor: 999 })).toBe(BASE_IMAGE);
  });

  test("is not made again when nothing has changed", async () => {
    const before = await docker.getImage(BASE_IMAGE).inspect();
    await ensureBaseImage();
    expect((await docker.getImage(BASE_IMAGE).inspect()).Id).toBe(before.Id);
  });
});
