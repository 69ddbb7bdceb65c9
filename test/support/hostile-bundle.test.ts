import { expect, test } from "vitest";
import { hostileBundle } from "./hostile-bundle.js";
import { hostileTexts } from "./hostile-texts.js";

test("the names of the hostile texts are unique", () => {
  const names = hostileTexts.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("a hostile run has a cell of each kind, findings that quote, and an expected divergence", () => {
  const { matrix, cellCommands } = hostileBundle("PLANT");
  const shown = matrix.verdicts.map(({ observed, claim, reason }) => [observed, claim, reason]);
  expect(shown).toEqual([
    ["ok", "inconclusive", null],
    ["mixed", "flaky", null],
    ["bad", null, null],
    ["blocked", null, "credentials"],
    ["unsupported", null, "unsupported"],
    ["ok", null, null],
    ["bad", "inconclusive", null],
    ["bad", null, null],
    ["unsupported", null, "unsupported"],
  ]);
  expect(cellCommands).toHaveLength(9);
  expect([matrix.known.expected.length, matrix.known.notApplied.length]).toEqual([1, 1]);
  expect(matrix.tables[0]?.rows[1]?.cells[3]).toBeNull();
  expect(JSON.stringify(matrix.verdicts[1]?.findings)).toContain("PLANT");
  expect(matrix.attributions.size).toBeGreaterThan(0);
});

test("every hostile text makes the same run", () => {
  const shape = (text: string) => hostileBundle(text).matrix.verdicts.map(({ observed, reason }) => [observed, reason]);
  const plain = shape("PLANT");
  for (const { name, text } of hostileTexts) expect(shape(text), name).toEqual(plain);
});
