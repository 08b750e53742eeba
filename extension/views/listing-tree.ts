import * as vscode from "vscode";
import type { Problem } from "../../agent/problem.ts";
import type { Model } from "../model.ts";
import type { Listed, Listing } from "./listing.ts";
import type { Row } from "./row.ts";
import { RowTree } from "./row-tree.ts";

export interface ListingTreeOptions<T> {
  readonly view: string;
  readonly listing: Listing<T>;
  readonly model: Model;
  /** Fires when the world has changed. */
  readonly worldChanges: { add(listener: () => void): () => void };
  /** "wait" where asking may put questions to the person: then the first time is theirs to choose. */
  readonly unasked: "load" | "wait";
  rows(value: T): readonly Row[];
}

/** A view of a list. It is kept up to date while somebody sees it. */
export function listingTree<T>(options: ListingTreeOptions<T>): vscode.Disposable {
  const { view, listing, model, worldChanges } = options;
  const load = () => void vscode.window.withProgress({ location: { viewId: view } }, () => listing.load());
  const isReady = () => model.picture.connection.kind === "connected" && model.picture.repository?.configured === true;
  const refresh = () => {
    if (tree.visible && isReady() && (options.unasked === "load" || listing.state.kind !== "unasked")) load();
  };
  const tree: RowTree = new RowTree({
    view,
    rows: () => rowsOf(listing.state, options.rows),
    onVisible: refresh,
  });
  let wasReady = false;
  const stops = [
    listing.changes.add(() => tree.drawSoon()),
    worldChanges.add(refresh),
    // What is shown depends on the branch too.
    model.changes.add(() => {
      tree.drawSoon();
      if (isReady() && !wasReady) refresh();
      wasReady = isReady();
    }),
  ];
  return vscode.Disposable.from(tree, ...stops.map((stop) => new vscode.Disposable(stop)));
}

function rowsOf<T>(state: Listed<T>, rows: (value: T) => readonly Row[]): readonly Row[] {
  if (state.kind === "unasked") return [];
  return state.kind === "known" ? rows(state.value) : [failure(state.problem)];
}

function failure({ what, where, why, next }: Problem): Row {
  return {
    id: "failed",
    label: what,
    description: next ?? why,
    tooltip: [what, where, why, next].filter(Boolean).join("\n"),
    icon: { name: "warning", color: "problemsWarningIcon.foreground" },
    kind: "note",
    children: [],
  };
}
