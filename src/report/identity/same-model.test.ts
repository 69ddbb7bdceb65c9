import { expect, test } from "vitest";
import { bedrock, build, one, openrouter } from "../../../test/samples/matrices.js";
import { reply, text } from "../../../test/samples/transcripts.js";
import type { SameModel } from "../../verdict/identity/same-model.js";
import { matrixJson } from "../../verdict/matrix/matrix-json.js";
import { matrixResults } from "../../verdict/matrix/results-schema.js";
import { sameModelHtml } from "../html/view/same-model.js";
import { matrixMarkdown } from "../markdown.js";

const equal: SameModel = {
  ...{ test: "t1", startedAt: "2026-11-29T10:00:00.000Z", result: "same", because: "300 answers do not show it" },
  ...{ A: "kimi-k2.5/openrouter/chat-completions", B: "kimi-k2.5/bedrock/converse-stream" },
  ...{ bits: 0.1, chanceBits: 0.09, calls: 310, answers: { A: 150, B: 150 } },
  ...{ causes: null, causeBecause: null, simulated: false },
};
const other: SameModel = {
  ...{ ...equal, test: "t2", result: "different", because: "the answers show <which> side gave them", bits: 0.46 },
  ...{ causes: ["quantisation", "mixture"], causeBecause: "no arm ends it", simulated: true },
};
const open: SameModel = {
  ...equal,
  test: "t3",
  result: "cannot-tell",
  because: "too few",
  bits: null,
  chanceBits: null,
};

const matrix = build([one(openrouter, reply([text("Hi.")])), one(bedrock, reply([text("Hi.")]))]);
const pageOf = (sameModel: readonly SameModel[]) =>
  matrixMarkdown({
    ...{ matrix: { ...matrix, sameModel }, blankReplies: [], known: [], cellCommands: ["", ""] },
  });

test("the page says first which targets answer otherwise, in the words of the test", () => {
  const page = pageOf([equal, other, open]);
  expect(page).toContain("## Is it the same model?\n");
  const rows = page.split("\n").filter((line) => line.includes(" answers in 310 calls, "));
  expect(rows.map((row) => row.split(" | ").slice(1))).toEqual([
    [
      "**different (simulated)**",
      "the answers show \\<which\\> side gave them",
      "cannot tell; what is left is weights of another precision or build, or a share of the replies from something else; no arm ends it",
      "0.460 bits, 0.090 by chance",
      "150 and 150 answers in 310 calls, 2026-11-29 (t2) |",
    ],
    ["cannot tell", "too few", "", "too few answers", "150 and 150 answers in 310 calls, 2026-11-29 (t3) |"],
    [
      ...["same within what was tested", "300 answers do not show it", "", "0.100 bits, 0.090 by chance"],
      "150 and 150 answers in 310 calls, 2026-11-29 (t1) |",
    ],
  ]);
  expect(rows[0]).toContain("openrouter chat-completions<br>");
  expect(page).not.toMatch(/fraud|cheat/i);
});

test("a page, its data and its HTML say nothing where nothing was tested", () => {
  expect(pageOf([])).not.toContain("same model");
  expect("sameModel" in matrixJson(matrix)).toBe(false);
  expect(sameModelHtml({})).toBeNull();
});

test("the data have every test, by the published schema", () => {
  const json = matrixJson({ ...matrix, sameModel: [equal, other, open] });
  expect(json.sameModel?.map(({ test: id, result }) => [id, result])).toEqual([
    ["t1", "same"],
    ["t2", "different"],
    ["t3", "cannot-tell"],
  ]);
  expect(matrixResults().safeParse(json).success).toBe(true);
});
