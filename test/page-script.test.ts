import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { buildPageScript, pageScriptFile } from "../scripts/page-script/build.js";

test("the page's script is the one that its sources give; `npm run page-script` writes it", async () => {
  expect(readFileSync(pageScriptFile, "utf8")).toBe(await buildPageScript());
});
