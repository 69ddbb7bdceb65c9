import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { programFolder } from "./support/program.js";
import { root } from "./support/repository.js";

test("the example of docs/msw.md is the tested file, line for line", () => {
  const page = readFileSync(join(root, "docs/msw.md"), "utf8");
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  expect(blocks.filter((code) => code?.includes('"llm-parity/msw"'))).toEqual([
    readFileSync(join(root, "test/msw-example.test.ts"), "utf8"),
  ]);
});

test("the package as it is installed exports llm-parity/msw, and does not load MSW's GraphQL for it", async () => {
  const script = `
    const { fixtureHandlers } = await import("llm-parity/msw");
    const { handlers, leftovers } = fixtureHandlers("fixtures/bedrock");
    console.log(handlers.length, leftovers().length > 10);`;
  const said = execFileSync(
    process.execPath,
    ["--require", join(root, "test/support/log-imports.cjs"), "--input-type=module", "-e", script],
    { cwd: await programFolder(), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );
  expect(said).toBe("1 true\n");
});
