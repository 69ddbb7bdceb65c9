import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../test/support/repository.js";
import { controlKinds, parties } from "./attribution.js";
import { factors } from "./factors/registry.js";
import { rules } from "./rules/registry.js";

const page = readFileSync(join(root, "docs/attribution.md"), "utf8");
const documented = (words: readonly string[]) => words.filter((word) => !page.includes(`\`${word}\``));

test("docs/attribution.md has every party, kind of control and factor", () => {
  expect(documented([...parties, ...controlKinds, ...factors.map(({ id }) => id)])).toEqual([]);
});

test("docs/attribution.md has every rule, with its sentence, in the order in which they are tried", () => {
  const rows = rules.map(({ id, says }) => page.indexOf(`| \`${id}\` | ${says} |`));
  expect(rows).not.toContain(-1);
  expect(rows).toEqual(rows.toSorted((a, b) => a - b));
});

test("each rule has a source, and ids are unique", () => {
  expect(rules.filter(({ source }) => !/\d{4}-\d{2}-\d{2}$/.test(source)).map(({ id }) => id)).toEqual([]);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(new Set(factors.map(({ id }) => id)).size).toBe(factors.length);
});
