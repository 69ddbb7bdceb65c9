import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { choose } from "./choose.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "llm-parity-choose-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function chooseWith(key: string, check: string) {
  const known = join(folder, "known.yaml");
  writeFileSync(
    known,
    `known:
  - model: kimi-k2.5
    provider: bedrock
    api: converse-stream
    scenario: tool-call
    ${key}: ${check}
    bug: https://example.com/1
    since: 2026-02-10
    expires: 2027-01-01
`,
  );
  const files = { scenarios: `${root}scenarios`, models: `${root}scenarios/models.yaml`, fixtures: `${root}fixtures` };
  return choose({ ...files, known }, "replay", {});
}

test.each(["check", '"\\x63heck"'])("a check that known.yaml names under %s must exist", async (key) => {
  const { known } = await chooseWith(key, "reply/not-empty");
  expect(known.map(({ check }) => check)).toEqual(["reply/not-empty"]);
  await expect(chooseWith(key, "reply/not-emty")).rejects.toThrow('there is no check "reply/not-emty"');
});
