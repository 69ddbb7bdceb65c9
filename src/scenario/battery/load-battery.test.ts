import { expect, test } from "vitest";
import { root } from "../../../test/support/repository.js";
import { workFolder } from "../../../test/support/work-folder.js";
import { loadBattery } from "./load-battery.js";

const shipped = `${root}/scenarios/identity/one-token.yaml`;

test("the shipped battery has 36 questions, each another one", () => {
  const { prompts } = loadBattery(shipped);
  expect(prompts).toHaveLength(36);
  expect(new Set(prompts.map(({ ask }) => ask)).size).toBe(36);
});

/** A battery with these prompts after twelve good ones. */
function written(more: string): string {
  const prompts = Array.from({ length: 12 }, (_, at) => `  - { id: p${at}, ask: "Say ${at}.", because: it is }`);
  const head = "battery: own\nedition: 1\ntitle: Own\nbasis: [{ source: a paper, date: 2026-07-01 }]\nprompts:";
  const work = workFolder();
  work.write("own.yaml", [head, ...prompts, more].join("\n"));
  return `${work.path}/own.yaml`;
}

test.each([
  { more: '  - { id: p3, ask: "Say so.", because: it is }', says: /own\.yaml:18:11: prompts\[3\] has the same id/ },
  { more: '  - { id: p12, ask: "Say 4.", because: it is }', says: /own\.yaml:18:21: prompts\[4\] has the same ask/ },
  { more: '  - { id: p12, ask: "", because: it is }', says: /own\.yaml:18:21/ },
  { more: '  - { id: p12, ask: "Say so." }', says: /own\.yaml:18.*because/ },
])("a mistake is named with its place: $more", ({ more, says }) => {
  expect(() => loadBattery(written(more))).toThrow(says);
});
