import type { AskCredential, Composition, ReleaseRequest, ShipRequest } from "../../agent/daemon/composition.ts";
import type { RunBirth } from "../../agent/daemon/run-registry.ts";
import { Listeners } from "../../agent/listeners.ts";
import type { Plan } from "../../agent/run/stage.ts";

interface Plans {
  ship?(request: ShipRequest, birth: RunBirth, ask: AskCredential): Plan;
  release?(request: ReleaseRequest, birth: RunBirth, ask: AskCredential): Plan;
}

/** The agent's abilities as a test wants them: plans of real stages, and nothing of any room. */
export function fakeComposition({ ship, release }: Plans, more: Partial<Composition> = {}): Composition {
  const none = async () => {
    throw new Error("This test's composition cannot do that");
  };
  return {
    changes: new Listeners(),
    planShip: async (request, birth, ask) => ship?.(request, birth, ask) ?? none(),
    planRelease: async (request, birth, ask) => release?.(request, birth, ask) ?? none(),
    planRollback: none,
    planSnapshot: none,
    planClone: none,
    planShare: none,
    snapshots: none,
    removeSnapshot: none,
    clones: none,
    reachClone: none,
    resetClone: none,
    stopClone: none,
    repositoryState: none,
    tickets: none,
    startTicket: none,
    releases: none,
    wayBack: none,
    checkMachine: none,
    environments: none,
    previewLog: none,
    unsharePreview: none,
    stopPreview: none,
    clean: none,
    practiceRuntime: none,
    endPractice: none,
    checkOutPractice: none,
    solvePracticeTicket: none,
    recover: async () => {},
    isNeeded: () => false,
    close: async () => {},
    ...more,
  };
}
