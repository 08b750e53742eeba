import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What a container's processes hold that is no copy of a file: anonymous and shared memory of its cgroup (Linux). */
export async function cgroupMemory(pid: number): Promise<number> {
  const groups = (await readFile(`/proc/${pid}/cgroup`, "utf8")).trim().split("\n");
  const paths = new Map(groups.map((line) => [line.split(":")[1] ?? "", line.split(":").slice(2).join(":")]));
  const first = paths.get("memory");
  const folder =
    first === undefined ? join("/sys/fs/cgroup", paths.get("") ?? "") : join("/sys/fs/cgroup/memory", first);
  const stat = await readFile(join(folder, "memory.stat"), "utf8");
  const of = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(stat)?.[1] ?? Number.NaN);
  return of(first === undefined ? "anon" : "rss") + of("shmem");
}
