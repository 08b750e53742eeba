import type Docker from "dockerode";
import type { Founding } from "../../work.ts";
import { connectWhenReady } from "../connect.ts";
import {
  commonTarget,
  databaseUrl,
  OWNER,
  type ProductionDatabase,
  type ProductionReach,
} from "../production-database.ts";
import { passwordStatement } from "../server-settings.ts";
import { ALIAS, createProduction } from "./container.ts";
import { connectEngine, isMissing, unlessDone } from "./engine.ts";
import { putHome } from "./files-into.ts";
import { nodeImage } from "./images.ts";
import { productionImage } from "./make-image.ts";

/** Production's database as a container with its port on 127.0.0.1, in a network that production's app joins. */
export function dockerProduction(company: { id: string; port: number; password: string }): ProductionDatabase {
  const engine = connectEngine();
  const network = `slipway-practice-${company.id}`;
  const name = `${network}-database`;
  const making = `${network}-making`;
  const labels = { "dev.slipway.role": "practice", "dev.slipway.practice": company.id };
  const { port, password } = company;

  async function start(work: Founding): Promise<ProductionReach> {
    await ensureNetwork();
    const container = (await existing(engine, name)) ?? (await create(work));
    work.say("Starting production's database");
    await unlessDone(container.start({ abortSignal: work.signal }));
    const address = { port, user: OWNER, database: OWNER, password };
    const client = await connectWhenReady(address, work.signal, () => stillRunning(container));
    await client.end();
    return {
      productionDatabaseUrl: databaseUrl("127.0.0.1", port, password),
      productionAppDatabaseUrl: databaseUrl(ALIAS, 5432, password),
      productionNetwork: network,
    };
  }

  async function create(work: Founding): Promise<Docker.Container> {
    const image = await productionImage(engine, making, work);
    const container = await createProduction(engine, { name, network, image, port, labels });
    await putHome(container, { "statements.sql": passwordStatement(OWNER, password) });
    return container;
  }

  async function ensureNetwork(): Promise<void> {
    const [found] = await engine.listNetworks({ filters: { name: [`^${network}$`] } });
    if (!found) await engine.createNetwork({ Name: network, Driver: "bridge", Labels: labels });
  }

  return {
    start,
    stop: () => unlessDone(engine.getContainer(name).stop({ t: 30 })),
    async remove() {
      for (const one of [name, making]) await unlessDone(engine.getContainer(one).remove({ force: true, v: true }));
      await unlessDone(engine.getNetwork(network).remove());
    },
    target: async () => ({ docker: { network, ...commonTarget } }),
    nodeImage: () => nodeImage(engine),
  };
}

async function existing(engine: Docker, name: string): Promise<Docker.Container | undefined> {
  const container = engine.getContainer(name);
  try {
    await container.inspect();
    return container;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function stillRunning(container: Docker.Container): Promise<void> {
  const { State: state } = await container.inspect();
  if (state.Running) return;
  const logs = (await container.logs({ stdout: true, stderr: true, tail: 10 })).toString();
  throw new Error(`Production's database ended with ${state.ExitCode}: ${logs.trim()}`);
}
