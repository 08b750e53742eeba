import { createHash } from "node:crypto";
import type { Owned, Owner, Runtime } from "../runtime.ts";
import { SHARED } from "./labels.ts";

/**
 * A few characters that tell this person's Slipway from everybody else's on the same Engine: a fingerprint of its
 * private key, so that it is the same after a restart and no two are alike.
 */
export function installationMark(key: Buffer): string {
  return createHash("sha256").update("installation").update(key).digest("hex").slice(0, 8);
}

/**
 * The same runtime, for one installation only: whatever it makes bears the installation's mark beside the repository's
 * name, and what another installation has made of the same repository is neither seen nor touched.
 */
export function ofInstallation(mark: string, runtime: Runtime): Runtime {
  const suffix = `-${mark}`;
  const marked = (owner: Owner): Owner => ({ ...owner, repo: `${owner.repo}${suffix}` });
  const own = <Spec extends { readonly owner: Owner }>(spec: Spec): Spec => ({ ...spec, owner: marked(spec.owner) });
  const unmark = (owner: Owner): Owner[] =>
    owner.repo.endsWith(suffix) ? [{ ...owner, repo: owner.repo.slice(0, -suffix.length) }] : [];
  const unmarked = (one: Owned): Owned[] =>
    one.owner.repo === SHARED.repo ? [one] : unmark(one.owner).map((owner) => ({ ...one, owner }));
  const { artifacts, databases, workloads, services } = runtime;
  const { registry, spares } = databases;
  return {
    ...runtime,
    artifacts: {
      build: (spec, work) => artifacts.build(own(spec), work),
      find: (owner, key) => artifacts.find(marked(owner), key),
    },
    databases: {
      ...databases,
      seal: (spec, work) => databases.seal(own(spec), work),
      list: (owner) => databases.list(marked(owner)),
      spares: spares && {
        keep: (snapshot, owner) => spares.keep(snapshot, marked(owner)),
        drop: (isMeant) => spares.drop((owner) => unmark(owner).some(isMeant)),
      },
      registry: registry && {
        ...registry,
        pull: (owner, image, work) => registry.pull(marked(owner), image, work),
        pulled: (owner, image) => registry.pulled(marked(owner), image),
      },
      start: (snapshot, owner, work) => databases.start(snapshot, marked(owner), work),
    },
    workloads: {
      run: (spec, work) => workloads.run(own(spec), work),
      serve: (spec, work) => workloads.serve(own(spec), work),
      checkPort: (spec, work) => workloads.checkPort(own(spec), work),
      serving: (owner, route) => workloads.serving(marked(owner), route),
      output: (owner, route, after) => workloads.output(marked(owner), route, after),
      unserve: (owner, route) => workloads.unserve(marked(owner), route),
    },
    services: services && {
      provide: (owner, wanted, work) => services.provide(marked(owner), wanted, work),
    },
    owned: async (options) => (await runtime.owned(options)).flatMap(unmarked),
  };
}
