import { expect, test } from "vitest";
import { native } from "../../../../../test/samples/evidence-cases.js";
import { hasOtherCounts, linkedCounts } from "./linked-counts.js";
import { inFolder, inForm } from "./print.js";

const control = "sample-native on kimi-k2.5/bedrock/converse-stream";
const failing = "sample on kimi-k2.5/bedrock/converse-stream";

test.each<[string, string, string]>([
  ["of a control", `fine: ${control}, 10 of 10 ok.`, `fine: ${control}, [0 of 10](claims.md#control-1) bad.`],
  ["of the failing cell", `${failing}: 0 of 10 ok`, `${failing}: [10 of 10](claims.md#failing-rate) bad`],
  ["before the name", `0 of 10 bad in ${control}`, `[0 of 10](claims.md#control-1) bad in ${control}`],
  ["that no claim has", `${control}, 9 of 10 ok`, `${control}, 9 of 10 ok`],
  ["of another cell", "x on y, 10 of 10 ok", "x on y, 10 of 10 ok"],
  ["beside hostile words", `<b>, ${control}, 10 of 10 ok`, `\\<b\\>, ${control}, [0 of 10](claims.md#control-1) bad`],
])("counts %s", (_, sentence, expected) => {
  expect(linkedCounts(sentence, native, inFolder)).toBe(expected);
});

test("on a page for a form a count is its text", () => {
  expect(linkedCounts(`${control}, 10 of 10 ok`, native, inForm)).toBe(`${control}, 0 of 10 bad`);
});

test("a sentence that counts what no claim counts is known", () => {
  expect(hasOtherCounts("None of 3 bad trials ended at its token limit.", native)).toBe(true);
  expect(hasOtherCounts(`id-form: 0 of 10 bad in ${control}.`, native)).toBe(false);
});
