import { describe, expect, it, test } from "vitest";
import { detectApp } from "../../agent/detect/detect-app.ts";
import { interpolate } from "../../agent/detect/interpolate.ts";
import { writeTree } from "../support/write-tree.ts";

async function environmentOf(files: Readonly<Record<string, string>>) {
  await using tree = await writeTree(files);
  return (await detectApp(tree.directory)).environment;
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the files that are read write variables like this.
describe("an example of an .env file", () => {
  it("leaves it to the image whether the app is debugged", async () => {
    const modes = "APP_DEBUG=true\nDJANGO_DEBUG=1\nFLASK_DEBUG=1\nDEBUG=*\nAPP_ENV=local\nDEBUGBAR=on";
    expect(await environmentOf({ ".env.example": modes })).toEqual({ values: { DEBUGBAR: "on" }, open: [], unfit: [] });
  });

  it("may name its own variables, wherever they stand in it", async () => {
    const example = `APP_NAME="The \${BRAND}"
MAIL_FROM_NAME="\${APP_NAME}"
BRAND=Shop
APP_URL=http://localhost
ASSET_URL=\${APP_URL}/assets
THEME=\${SHOP_THEME:-plain}`;
    expect(await environmentOf({ ".env.example": example })).toEqual({
      values: {
        APP_NAME: "The Shop",
        MAIL_FROM_NAME: "The Shop",
        BRAND: "Shop",
        APP_URL: "${preview.url}",
        ASSET_URL: "${preview.url}/assets",
        THEME: "plain",
      },
      open: [],
      unfit: [],
    });
  });

  it("leaves open what names a variable that it does not have", async () => {
    const example = "SENDER=${NAME_OF_NOBODY}\nROUND=${OTHER}\nOTHER=${ROUND}\nTITLE=My ${SENDER}\nTOKEN=${NOBODY}";
    expect(await environmentOf({ ".env.example": example })).toEqual({
      values: { TOKEN: { env: "TOKEN" } },
      open: ["SENDER", "ROUND", "OTHER", "TITLE"],
      unfit: [],
    });
  });
});

test.each([
  ["${A}-${B}", "1-"],
  ["${A:-x}${A-x}", "11"],
  ["${B:-x}|${B-x}", "x|"],
  ["${C:-x}${C-y}", "xy"],
  ["${C}${C:?no C}", "${C}${C:?no C}"],
  ["\\${A}$${A}$A", "\\${A}$${A}$A"],
  ["${D}", "1!"],
])("%s becomes %s where A, B and D are known", (text, expected) => {
  const known = new Map([
    ["A", "1"],
    ["B", ""],
    ["D", "${A}!"],
  ]);
  expect(interpolate(text, known)).toBe(expected);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the files that are read write variables like this.
