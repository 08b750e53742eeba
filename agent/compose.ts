import { rm } from "node:fs/promises";
import { join } from "node:path";
import { agentEnvironment } from "./client/environment.ts";
import { changeHere, databaseErrands } from "./compose-databases.ts";
import { sourceConnection, sourceUrl } from "./config/source-connection.ts";
import type { AskCredential, Birth, Busy, Composition, MakePlan, Place } from "./daemon/composition.ts";
import type { PracticeProcess } from "./daemon/practice-process.ts";
import { parseConnection } from "./database/parse-connection.ts";
import { examineMachine } from "./doctor/examine-machine.ts";
import { findRepository } from "./doctor/machine/repository.ts";
import { listEnvironments } from "./environments/list-environments.ts";
import { readPreviewLog } from "./environments/read-preview-log.ts";
import { githubForge } from "./forge/github/github.ts";
import type { Places } from "./places.ts";
import { companyOf, practiceCredentials } from "./practice-credentials.ts";
import { endWithPreview } from "./preview/share/end-with-preview.ts";
import { Shares } from "./preview/share/shares.ts";
import { cleanRepository, stopChange, takeDown } from "./reconcile/clean.ts";
import { cloneRepository } from "./repository/clone-repository.ts";
import { openRepository } from "./repository/repository.ts";
import { changeSlug, repositorySlug } from "./repository/slug.ts";
import { credentialDoor } from "./run/credential-door.ts";
import { describeWayBack } from "./run/describe-way-back.ts";
import { endOutlivedChanges } from "./run/end-outlived-changes.ts";
import { goneChanges } from "./run/gone-changes.ts";
import { readLocalConfig } from "./run/local-config.ts";
import { lookAtRepository } from "./run/look-at-repository.ts";
import { clonePlan } from "./run/plans/clone.ts";
import { releasePlan } from "./run/plans/release.ts";
import { rollbackPlan } from "./run/plans/rollback.ts";
import { sharePlan } from "./run/plans/share.ts";
import { shipPlan } from "./run/plans/ship.ts";
import { snapshotPlan } from "./run/plans/snapshot.ts";
import { pullPlan, pushPlan } from "./run/plans/transfer.ts";
import { quietContext } from "./run/quiet-context.ts";
import type { Services } from "./run/services.ts";
import { runtimeSwitch } from "./runtime-switch.ts";
import { Redactor } from "./secrets/redactor.ts";
import { Secret } from "./secrets/secret.ts";
import { hostedTarget, knownReleases } from "./target/hosted/hosted-target.ts";
import { ReleaseList } from "./target/hosted/release-list.ts";
import { summarizeRelease } from "./target/summarize-release.ts";
import { removeAbandonedFolders } from "./temporary-folder.ts";
import { beginTicket } from "./tickets/begin-ticket.ts";
import { listTickets } from "./tickets/list-tickets.ts";

/** Puts the agent together: the only file, with runtime-switch.ts, that names concrete parts. */
export function compose(places: Places, practice: PracticeProcess): Composition {
  const runtimes = runtimeSwitch(places);
  const shares = new Shares();
  const targetFolder = (slug: string) => join(places.state, "targets", slug);

  /** The repository as its own slipway.json names its remote and its base, and what its runs use. */
  const openConfigured = async ({ directory, environment, config: path }: Place, signal?: AbortSignal) => {
    const bare = await openRepository(directory, { environment, signal });
    const { config: local, path: configPath } = await readLocalConfig(bare, path);
    const repository = await openRepository(directory, { ...local.forge, environment, signal });
    const remote = (await repository.state()).remote?.url ?? "";
    const company = companyOf(await practice.company(), remote);
    const chosen = await runtimes.choose({ ...environment, ...(company && { SLIPWAY_RUNTIME: company.runtime }) });
    const runtime = endWithPreview(chosen, shares);
    return { repository, local, configPath, remote, company, runtime };
  };

  const openServices = async (place: Place, birth: Omit<Birth, "run">, ask: AskCredential): Promise<Services> => {
    const { environment } = place;
    const { repository, local, configPath, remote, company, runtime } = await openConfigured(place, birth.signal);
    const asking = practiceCredentials(company, ask);
    const refresh: MakePlan = async (next, askNext) => snapshotPlan(await openServices(place, next, askNext));
    const secret = credentialDoor({ ask: asking, redactor: birth.redactor, directory: repository.root, environment });
    return {
      repository,
      runtime,
      places,
      shares,
      environment,
      local,
      configPath,
      buildDefaults: () => runtimes.buildDefaults(runtime, environment),
      secret,
      forge: async (config, context) =>
        githubForge({ remoteUrl: remote, token: await secret(config.forge.token, "forge", context) }),
      source: async (config, context) =>
        sourceConnection(config, await secret(sourceUrl(config), "source", context), repository.root),
      target: async (config, context) => {
        const target = config.target?.docker ?? config.target?.process;
        if (!target) throw new Error("The gate lets no release through that has no target");
        const [database, ...env] = await Promise.all([
          secret(target.database, "target", context),
          ...Object.entries(target.env).map(
            async ([name, value]) => [name, await secret(value, "target", context)] as const,
          ),
        ]);
        return hostedTarget({
          kind: config.target?.docker ? "docker" : "process",
          runtime,
          repo: repository.slug,
          folder: targetFolder(repository.slug),
          database: parseConnection(database.reveal(), {}),
          env: Object.fromEntries(env),
          network: config.target?.docker?.network,
          port: target.port,
          domain: target.domain,
          backup: target.backup,
        });
      },
      busyChanges: birth.busyChanges,
      refreshSnapshot: () => birth.begin(refresh),
    };
  };

  const forErrand = async (place: Place, ask: AskCredential, busy?: Busy) => {
    const context = quietContext();
    const birth = {
      signal: context.signal,
      redactor: new Redactor(),
      begin: () => Promise.reject(new Error("An errand begins no run")),
      busyChanges: () => busy?.busyChanges ?? [],
    };
    return { services: await openServices(place, birth, ask), context };
  };

  return {
    changes: shares.changes,
    planShip: async (request, birth, ask) => {
      const services = await openServices(request, birth, ask);
      return shipPlan(services, await changeOf(services), request);
    },
    planRelease: async (request, birth, ask) => {
      const services = await openServices(request, birth, ask);
      return releasePlan(services, request.base ? undefined : await changeOf(services), request);
    },
    planRollback: async (request, birth, ask) => rollbackPlan(await openServices(request, birth, ask), request),
    planSnapshot: async (request, birth, ask) => {
      const services = await openServices(request, birth, ask);
      if (request.push) return pushPlan(services, request.push);
      return request.pull === undefined ? snapshotPlan(services) : pullPlan(services, request.pull);
    },
    planClone: async (place, birth, ask) => {
      const services = await openServices(place, birth, ask);
      return clonePlan(services, await changeHere(services.repository));
    },
    planShare: async (request, birth, ask) => {
      const services = await openServices(request, birth, ask);
      return sharePlan(services, request.change ?? (await changeHere(services.repository)));
    },
    ...databaseErrands(openConfigured, places.state),
    repositoryState: lookAtRepository,
    tickets: async (place, ask) => {
      const { services, context } = await forErrand(place, ask);
      return listTickets(await services.forge(services.local, context), services.local.forge.starterLabel);
    },
    startTicket: async (place, ticket, ask, signal) => {
      const { services, context } = await forErrand(place, ask);
      return beginTicket(services, ticket, { ...context, signal });
    },
    releases: async (place) => {
      const { repository, runtime } = await openConfigured(place);
      const list = new ReleaseList(targetFolder(repository.slug));
      const { releases, live } = await knownReleases(runtime, repository.slug, list);
      return releases.map((release) => summarizeRelease(releases, release, live));
    },
    wayBack: async (place, release, ask) => {
      const { services, context } = await forErrand(place, ask);
      return describeWayBack(services, release, context);
    },
    checkMachine: async ({ directory, config, environment = {} }, ask) => {
      const asked = { signal: AbortSignal.timeout(10_000), onWaiting: () => {} };
      const token = async (name: string, remote: string) =>
        ask && practiceCredentials(companyOf(await practice.company(), remote), ask)("forge", name, asked);
      const signIn = "*Slipway: Connect GitHub* signs you in.";
      const found = directory === undefined ? undefined : findRepository(directory, config, environment);
      return examineMachine({ found, environment, places, token, signIn });
    },
    environments: async (place) => {
      const { repository, runtime } = await openConfigured(place);
      return listEnvironments(runtime, shares, repository.slug);
    },
    unsharePreview: async (place, named) => {
      const { repository } = await openConfigured(place);
      const change = named ?? (await changeHere(repository));
      return { change, ended: await shares.close({ repo: repository.slug, change }) };
    },
    previewLog: async (place, change, after) => {
      const { repository, runtime } = await openConfigured(place);
      return readPreviewLog(runtime, { repo: repository.slug, change }, after);
    },
    stopPreview: async (place, change) => {
      const { repository, runtime } = await openConfigured(place);
      const owner = { repo: repository.slug, change };
      // Where its preview is gone already the share may still be there.
      await shares.close(owner);
      await stopChange(runtime, owner);
    },
    clean: async (place, { all, busy: runs }, ask) => {
      const { services: bare, context } = await forErrand(place, ask, runs);
      const { repository, runtime, local: config } = bare;
      let forge: ReturnType<Services["forge"]> | undefined;
      const services: Services = { ...bare, forge: (...asked) => (forge ??= bare.forge(...asked)) };
      const notes: string[] = [];
      const said = { ...context, log: (text: string) => notes.push(text.trim()) };
      const outlived = await endOutlivedChanges(services, { config }, said);
      const releases = new ReleaseList(targetFolder(repository.slug)).read();
      const released = new Set(releases.map(({ artifact }) => artifact.id));
      const found = await goneChanges(services, config, said);
      // GitHub, or a person, may have taken their time.
      const gone = found.difference(new Set(runs.busyChanges));
      const busy = runs.active.length > 0;
      if (all && busy) notes.push("A run goes on: snapshots and images stay. Clean again when it is over.");
      const { removed, kept } = await cleanRepository(runtime, repository.slug, { all, busy, gone, released });
      return { removed: [...outlived.flatMap((one) => one.removed), ...removed], kept, notes };
    },
    endPractice: async (company, environment) => {
      const slug = repositorySlug(company.repository);
      const kind = { ...environment, SLIPWAY_RUNTIME: company.runtime };
      await takeDown(endWithPreview(await runtimes.choose(kind), shares), slug);
      await rm(targetFolder(slug), { recursive: true, force: true });
    },
    checkOutPractice: ({ cloneUrl, token }, directory, environment) =>
      cloneRepository(cloneUrl, directory, { credentials: { token: new Secret(token) }, environment }),
    solvePracticeTicket: async (patch, { directory, environment }) =>
      (await openRepository(directory, { environment })).applyPatch(patch),
    practiceRuntime: (choice, environment) => runtimes.forPractice(choice, environment),
    recover: async () => {
      await Promise.all([removeAbandonedFolders(), runtimes.recover(agentEnvironment(process.env))]);
    },
    isNeeded: () => runtimes.isNeeded() || shares.some,
    close: async () => {
      await shares.closeAll();
      await runtimes.close();
    },
  };
}

async function changeOf({ repository }: Services): Promise<string | undefined> {
  const { branch } = await repository.state();
  return branch === undefined ? undefined : changeSlug(branch);
}
