import type Docker from "dockerode";
import type { Limits } from "../runtime.ts";

/** What a container may use where nothing else is said. */
const DEFAULT_LIMITS = { memoryBytes: 1024 ** 3, pids: 512 };
const CPU_PERIOD_US = 100_000;

/** What holds for every container: no privileges, bounded memory, processes and logs. */
export function confined(limits: Limits = {}): Docker.HostConfig {
  const memory = limits.memoryBytes ?? DEFAULT_LIMITS.memoryBytes;
  return {
    CapDrop: ["ALL"],
    SecurityOpt: ["no-new-privileges"],
    Memory: memory,
    // The same again would be swap: a limit that can be swapped around is none.
    MemorySwap: memory,
    PidsLimit: limits.pids ?? DEFAULT_LIMITS.pids,
    // Not NanoCpus, which the Engine refuses where the machine has fewer.
    ...(limits.cpus !== undefined && { CpuPeriod: CPU_PERIOD_US, CpuQuota: Math.round(limits.cpus * CPU_PERIOD_US) }),
    LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "2" } },
  };
}
