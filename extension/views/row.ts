/** A line of the tree, as plain data. */
export interface Row {
  /** Stays the same while the row means the same, so that what is unfolded stays so. */
  readonly id: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly tooltip?: string | undefined;
  readonly icon?: Icon | undefined;
  /** What the manifest's menus ask for: which buttons it has. */
  readonly kind: "run" | "run.active" | "stage" | "stage.preview" | "stage.pullRequest" | "stage.production" | "detail";
  /** The stage whose log a click opens. */
  readonly log?: { readonly run: string; readonly stage: string } | undefined;
  readonly expanded?: boolean | undefined;
  readonly children: readonly Row[];
}

export interface Icon {
  readonly name: string;
  /** A theme colour's id. */
  readonly color?: string | undefined;
}
