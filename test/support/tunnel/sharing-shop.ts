import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { readAnnouncement } from "../../../agent/client/announcement.ts";
import { isPull } from "../../../practice/github/state.ts";
import { deploymentsOf } from "../github-records.ts";
import { shopConfig } from "../small-shop/shop-files.ts";
import { type SmallShop, smallShop } from "../small-shop/small-shop.ts";
import type { WorkingCopy } from "../small-shop/working-copy.ts";
import { type Documentation, startDocumentation } from "./documentation.ts";
import { type OtherNetwork, otherNetwork } from "./other-network.ts";

/** A company whose base branch says how previews are shared: by a tunnel to another network. */
export interface SharingShop extends SmallShop {
  readonly outside: OtherNetwork;
  readonly documentation: Documentation;
  /** Makes this the base branch's `preview.share`; undefined: it has none. */
  shareBy(command: string | undefined): Promise<void>;
  /** What GitHub says of a branch's pull request: its comments, and where the preview of its commit is. */
  said(
    copy: WorkingCopy,
    branch: string,
  ): Promise<{ comments: string[]; deployment: string | undefined; status: string | undefined }>;
  /** The processes of the tunnels, those in the other network among them. */
  tunnelPids(): Promise<number[]>;
  /** The process that is the agent; 0 where there is none. */
  agentPid(): number;
}

/** The folders in which an agent has commands run that share previews. */
export async function shareFolders(agent: number): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith(`slipway-share-${agent}-`));
}

export async function sharingShop(settings: Readonly<Record<string, string>>): Promise<SharingShop> {
  const [shop, outside] = await Promise.all([smallShop(settings), otherNetwork()]);
  const documentation = await startDocumentation(outside.here);
  const shareBy = async (share: string | undefined) => {
    const file = shopConfig((config) => {
      config.preview = { share };
    });
    const base = await shop.change(`base-${randomUUID()}`, { "slipway.json": file });
    await base.git("push", "--quiet", "--force", shop.github.bareRepository, "HEAD:refs/heads/main");
  };
  const script = fileURLToPath(new URL("./tunnel.ts", import.meta.url));
  await shareBy([process.execPath, script, outside.name, outside.address, documentation.url].join(" "));
  return {
    ...shop,
    outside,
    documentation,
    shareBy,
    async said(copy, branch) {
      const records = shop.github.state();
      const pull = records.issues.filter(isPull).find((one) => one.pull.head === branch);
      const sha = await copy.git("rev-parse", "HEAD");
      const status = records.statuses.findLast((one) => one.sha === sha && one.context === "slipway/preview");
      return {
        comments: records.comments.filter(({ issue }) => issue === pull?.number).map(({ body }) => body),
        deployment: deploymentsOf(records, sha)[0]?.url,
        status: status?.targetUrl ?? undefined,
      };
    },
    async tunnelPids() {
      const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
      const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
      const here = pids.filter((_, index) => lines[index]?.includes(outside.name)).map(Number);
      return [...new Set([...here, ...(await outside.pids())])];
    },
    agentPid: () => readAnnouncement(shop.home.places)?.pid ?? 0,
    async close() {
      await shop.close();
      await documentation.close();
      await outside.close();
    },
  };
}
