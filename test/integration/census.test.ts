import { Readable } from "node:stream";
import Docker from "dockerode";
import { expect, test } from "vitest";
import { census, difference, leftovers, type Thing } from "../support/census.ts";

test("containers, networks, volumes and images are seen, and seen to go", { tags: ["docker"] }, async () => {
  const docker = new Docker();
  const name = `slipway-census-${process.pid}`;
  const ignore = ({ label }: Thing) => !label.includes(name);
  const before = await census();
  const volume = await docker.createVolume({ Name: name });
  const network = await docker.createNetwork({ Name: name });
  const empty = await docker.importImage(Readable.from([Buffer.alloc(1024)]), { fromSrc: "-", repo: name, tag: "1" });
  await new Promise((resolve) => docker.modem.followProgress(empty, resolve));
  const container = await docker.createContainer({ name, Image: `${name}:1`, Cmd: ["/none"] });
  try {
    const kinds = difference(before, await census(), { ignore }).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["container", "image", "network", "volume"]);
  } finally {
    await container.remove();
    await Promise.all([volume.remove(), network.remove(), docker.getImage(`${name}:1`).remove()]);
  }
  expect(await leftovers(before, { ignore })).toEqual([]);
});
