import type { CommandId } from "../commands/ids.ts";

/** A line of the tree, as plain data. */
export interface Row {
  /** Stays the same while the row means the same, so that what is unfolded stays so. */
  readonly id: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly tooltip?: string | undefined;
  readonly icon?: Icon | undefined;
  /** What the manifest's menus ask for: which buttons it has. */
  readonly kind:
    | "run"
    | "run.active"
    | "stage"
    | "stage.preview"
    | "stage.pullRequest"
    | "stage.production"
    | "detail"
    | "change"
    | "clone"
    | "preview"
    | "share"
    | "production"
    | "release"
    | "release.live"
    | "release.live.ahead"
    | "release.neverLive"
    | "ticket"
    | "ticket.current"
    | "ticket.group"
    | "note";
  /** What the row is of: a command that it starts is handed the row. */
  readonly about?: About | undefined;
  /** The stage whose log a click opens. */
  readonly log?: { readonly run: string; readonly stage: string } | undefined;
  /** What a click does, where it is not a log that it opens. */
  readonly click?: CommandId | undefined;
  readonly expanded?: boolean | undefined;
  readonly children: readonly Row[];
}

/** What a command needs to know of the row that it was started from. */
export interface About {
  readonly url?: string | undefined;
  readonly change?: string | undefined;
  readonly release?: number | undefined;
  readonly ticket?: number | undefined;
  /** A file by its path from the repository's root; lines and columns from 1. */
  readonly place?: { readonly file: string; readonly line: number; readonly column?: number | undefined } | undefined;
}

export interface Icon {
  readonly name: string;
  /** A theme colour's id. */
  readonly color?: string | undefined;
}
