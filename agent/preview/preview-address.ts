import type { Owner } from "../runtime/runtime.ts";

/** The route under which a change's preview is served. */
export const PREVIEW_ROUTE = "preview";

/** A change's preview by its own name: `<change>.<repo>.localhost`. */
export function previewHostname({ repo, change }: Required<Owner>): string {
  return `${change}.${repo}.localhost`;
}

/** The same address by name: what a person is shown. @param url by number, as the runtime serves it. */
export function previewUrl(owner: Required<Owner>, url: string): string {
  return url.replace("127.0.0.1", previewHostname(owner));
}
