import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadScenarios } from "./load-scenarios.js";
import { isCanary } from "./scenario.js";

const folder = fileURLToPath(new URL("../../scenarios", import.meta.url));
const statements = (text: string) => text.replaceAll(/^#.*\n/gm, "").trim();

/** Never change a value here: a canary that was edited no longer tells a changed template from a changed request. */
const first: { readonly [file: string]: string } = {
  "canary.yaml": "0c75b5073b29b360f9e4768d9a4d8a12396d12b552e295dcfaca30bb9ba2950e",
};

test("no canary was ever edited; another request is another file", () => {
  const files = readdirSync(`${folder}/canary`);
  const hashes = files.map((name) => {
    const text = statements(readFileSync(`${folder}/canary/${name}`, "utf8"));
    return [name, createHash("sha256").update(text).digest("hex")];
  });
  expect(Object.fromEntries(hashes)).toEqual(first);
});

test("the scenarios of the folder are the canaries, each of one request without a tool", () => {
  const canaries = loadScenarios(folder).filter(isCanary);
  expect(canaries.map(({ id }) => `${id}.yaml`)).toEqual(Object.keys(first));
  for (const { steps, tools, history } of canaries) expect([steps.length, tools, history]).toEqual([1, [], []]);
});
