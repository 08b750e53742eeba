import type { Owner } from "../../runtime/runtime.ts";

/** A change's preview by both of its addresses. */
export interface Preview {
  /** By name: `http://<change>.<repo>.localhost:<port>`. */
  readonly url: string;
  /** By number. */
  readonly localUrl: string;
}

/** A preview that is to be reachable for others. */
export interface ShareSpec {
  readonly owner: Required<Owner>;
  readonly preview: Preview;
  /** A shell command line, as `preview.share` names it. */
  readonly command: string;
  /** The environment of whoever asked for it; the command is given a small part of it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** How it stands with a shared preview. */
export interface Sharing {
  /** Its public address: the present one, or, where it is interrupted, the last. */
  readonly url: string;
  /** Why nobody gets through at the moment; absent where others do. */
  readonly interrupted?: string | undefined;
}
