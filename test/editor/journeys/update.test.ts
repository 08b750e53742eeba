import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readAnnouncement } from "../../../agent/client/announcement.ts";
import { connectToRunning } from "../../../agent/client/connect.ts";
import { connectOrLaunch } from "../../../agent/client/connect-or-launch.ts";
import { stopAgent } from "../../../agent/client/stop-agent.ts";
import { findPlaces, type Places } from "../../../agent/places.ts";
import { requests } from "../../../agent/protocol/messages.ts";
import { readJournal } from "../../../agent/run/journal.ts";
import { agentOfBuild } from "../../support/agent-of-build.ts";
import { shopPlace } from "../../support/daemon.ts";
import { clickDialog, dialogText } from "../support/dialog.ts";
import { runCommand } from "../support/quick-input.ts";
import { temporaryFolderOf } from "../support/temporary-folder-of.ts";
import { openContainer, welcomeText } from "../support/tree.ts";
import { useEditor } from "../support/use-editor.ts";

const older = "0.0.1+aaaaaaaaaaaa";

describe("an extension that was updated while the agent is busy", () => {
  const home = temporaryFolderOf({});
  let places: Places;
  let run: string;
  let old: number;
  beforeAll(async () => {
    vi.stubEnv("SLIPWAY_HOME", home);
    places = findPlaces();
    const introduction = { client: "cli", build: older, prepare: () => {} } as const;
    const { wire, agent } = await connectOrLaunch(places, agentOfBuild(places, older), introduction);
    old = agent.pid;
    ({ run } = await wire.request(requests.runStart, { ...shopPlace, kind: "ship" }));
    wire.close();
    vi.unstubAllEnvs();
  });
  const editor = useEditor(() => ({ env: { SLIPWAY_HOME: home } }));

  // Where a step failed it is still there, and its run has no end.
  afterAll(async () => {
    const line = await connectToRunning(places, { client: "cli", build: older, prepare: () => {} });
    if (line?.agent.pid === old) await stopAgent(line, { force: true, signal: AbortSignal.timeout(10_000) });
    line?.wire.close();
  });

  test("works with the older agent, which goes on", async () => {
    const { page } = editor();
    await openContainer(page, "Slipway");
    await expect.poll(() => welcomeText(page)).toContain("not in a git repository");
    expect(readAnnouncement(places)).toMatchObject({ pid: old, build: older });
  });

  test("has one of its own when the person would rather not wait", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Restart Agent");
    expect(await dialogText(page)).toContain("The run is cancelled");
    await clickDialog(page, "Restart Anyway");
    await expect.poll(() => readAnnouncement(places)?.build ?? older).not.toBe(older);
    expect(readJournal(`${places.state}/runs/${run}/journal.jsonl`).at(-1)).toMatchObject({ type: "cancelled" });
    await expect.poll(() => welcomeText(page)).toContain("not in a git repository");
  });

  test("restarts one that is idle without a question", async () => {
    const { page } = editor();
    const before = readAnnouncement(places)?.pid;
    await runCommand(page, "Slipway: Restart Agent");
    await expect.poll(() => readAnnouncement(places)?.pid ?? before).not.toBe(before);
    await expect.poll(() => welcomeText(page)).toContain("not in a git repository");
  });
});
