import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { applyEdits, type JSONPath, modify } from "jsonc-parser";

/** The `target` of slipway.json: what differs from one founding to the next. */
export type ShopTarget = Readonly<Record<string, unknown>>;

/** Completes the app's slipway.json with where production runs and what the image is built on, comments kept. */
export async function writeShopConfig(tree: string, target: ShopTarget, nodeImage: string | undefined): Promise<void> {
  const path = join(tree, "slipway.json");
  let text = await readFile(path, "utf8");
  const set = (key: JSONPath, value: unknown) => {
    const formattingOptions = { insertSpaces: true, tabSize: 2 };
    text = applyEdits(text, modify(text, key, value, { formattingOptions }));
  };
  set(["target"], target);
  if (nodeImage) set(["app", "build", "args"], { NODE_IMAGE: nodeImage });
  await writeFile(path, text);
}
