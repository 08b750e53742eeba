import type { Owner } from "../../runtime.ts";

/** The name under which a gateway knows who holds a port: `<change>~<route>`. */
export function holderOf(owner: Owner, route: string): string {
  return `${owner.change ?? ""}~${route}`;
}

/** The change of a holder, absent for what belongs to the whole repository. */
export function changeOf(holder: string): string | undefined {
  return holder.split("~")[0] || undefined;
}
