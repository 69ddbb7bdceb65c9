import { describe, expect, test } from "vitest";
import { bedrock, model, openrouter, suite, target } from "../../../test/samples/matrices.js";
import { sheetCell, sheetOf } from "../../../test/samples/sheets.js";
import { capabilities, reply, scenario, step, text, transcript, turn } from "../../../test/samples/transcripts.js";
import type { Reply } from "../../chat/reply.js";
import type { Comparison } from "../../scenario/compare/comparison.js";
import type { CellIdentity } from "../../transcript/transcript.js";
import { compareWithKnown } from "../../verdict/baseline.js";
import type { EffectVerdict } from "../../verdict/effects/effect-verdict.js";
import { judgeCell } from "../../verdict/judge-cell.js";
import { buildMatrix } from "../../verdict/matrix/matrix.js";
import { matrixJson } from "../../verdict/matrix/matrix-json.js";
import { matrixResults } from "../../verdict/matrix/results-schema.js";
import { explainCell } from "../cell/explain.js";
import { markupText } from "../html/markup/html.js";
import { parametersHtml } from "../html/view/parameters.js";
import { matrixMarkdown } from "../markdown.js";
import { matrixTerminal } from "../terminal/matrix-terminal.js";
import { usualSigns } from "../terminal/signs.js";
import { effectCounts, effectWords } from "./effect-words.js";
import { parameterTables } from "./parameter-tables.js";

const honoured: EffectVerdict = {
  parameter: "stopSequences",
  label: "stopSequences",
  verdict: "honoured",
  reason: null,
  constraint: "holds",
  base: { shown: 6, replies: 6 },
  changed: { shown: 0, replies: 6 },
  refused: 0,
  leftOut: 0,
  seen: "",
};
const none = { shown: 0, replies: 0 };

describe("a verdict in words", () => {
  test.each<[Partial<EffectVerdict>, string, readonly string[]]>([
    [{}, "honoured", ["6 of 6 without", "0 of 6 with"]],
    [
      { verdict: "ignored", constraint: "silent-failure" },
      "ignored (silent failure)",
      ["6 of 6 without", "0 of 6 with"],
    ],
    [
      { verdict: "ignored", parameter: "seed", constraint: "silent-failure", base: null },
      "ignored (best effort)",
      ["0 of 6 with"],
    ],
    [
      { verdict: "refused", constraint: "honest-failure", base: none, changed: none, refused: 3 },
      "refused (honest failure)",
      ["3 refused"],
    ],
    [
      { verdict: "cannot-be-said", constraint: "cannot-be-said", base: none, changed: none, leftOut: 3 },
      "cannot be said",
      ["3 left out"],
    ],
    [
      { verdict: "unknown", reason: "documented", constraint: "honest-failure", base: none, changed: none },
      "not asked (honest failure)",
      [],
    ],
    [
      { verdict: "unknown", reason: "too-few-trials", constraint: "unknown" },
      "unknown: too few trials",
      ["6 of 6 without", "0 of 6 with"],
    ],
    [
      { verdict: "unknown", reason: "base-does-not-show", constraint: "unknown" },
      "unknown: replies without it look the same",
      ["6 of 6 without", "0 of 6 with"],
    ],
    [
      { verdict: "unknown", reason: "in-between", constraint: "unknown" },
      "unknown: in a part of the replies",
      ["6 of 6 without", "0 of 6 with"],
    ],
  ])("%j", (change, words, counts) => {
    const effect = { ...honoured, ...change };
    expect([effectWords(effect), effectCounts(effect)]).toEqual([words, counts]);
  });
});

test("a page has the parameters of one model in the order of their list, and a column for each place", () => {
  const seed = { ...honoured, parameter: "seed", label: "seed" } as const;
  const required = { ...honoured, parameter: "toolChoice", label: "toolChoice required" } as const;
  const tables = parameterTables([
    { id: "c1", model: "kimi", column: "bedrock", effects: [required] },
    { id: "c2", model: "kimi", column: "openrouter", effects: [seed] },
    { id: "c3", model: "kimi", column: "openrouter", effects: [required, honoured] },
    { id: "c4", model: "claude", column: "bedrock", effects: [seed] },
    { id: "c5", model: "claude", column: "bedrock", effects: [] },
    {
      id: "c6",
      model: "claude",
      column: "openrouter",
      effects: [{ ...honoured, parameter: "schemaKeyword", label: "maximum" }],
    },
  ]);
  expect(tables.map(({ model, of, columns, rows }) => [model, of, columns, rows.length])).toEqual([
    ["kimi", "parameters", ["bedrock", "openrouter"], 3],
    ["claude", "parameters", ["bedrock"], 1],
    ["claude", "schema keywords", ["openrouter"], 1],
  ]);
  expect(tables[0]?.rows.map(({ label, cells }) => [label, ...cells.map((cell) => cell?.id ?? null)])).toEqual([
    ["stopSequences", null, "c3"],
    ["seed", null, "c2"],
    ["toolChoice required", "c1", "c3"],
  ]);
});

describe("a run in which one provider ignores the stop sequence and one honours it", () => {
  const stop: Comparison = {
    parameter: "stopSequences",
    label: "stopSequences",
    base: ["plain"],
    changed: ["stopped"],
    measure: { kind: "contains", anyOf: ["five"] },
    effect: "removes",
  };
  const compared = scenario([step("plain"), step("stopped", [], { fresh: true })], { compare: [stop], needs: [] });
  const whole = reply([text("four five")]);
  const trialsOf = (identity: Partial<CellIdentity>, changed: Reply) =>
    Array.from({ length: 6 }, (_, index) =>
      transcript([turn("plain", whole), turn("stopped", changed)], { trial: index + 1, cell: identity }),
    );
  const [good, ignoring] = [trialsOf(openrouter, reply([text("four")])), trialsOf(bedrock, whole)];
  const verdicts = [good, ignoring].map((trials) => judgeCell(trials, compared, { capabilities }));
  const matrix = buildMatrix({
    verdicts,
    transcripts: [...good, ...ignoring],
    suite,
    models: [model("kimi-k2.5")],
    targets: [target(openrouter), target(bedrock)],
    scenarios: [compared],
    known: compareWithKnown(verdicts, [], "2026-11-20"),
    generatedFrom: { mode: "live", command: "npm start", date: null, versions: {} },
  });
  const plainly = (text: string) => text;
  const paint = { good: plainly, bad: plainly, warn: plainly, dim: plainly, strong: plainly, plain: plainly };

  test("the Markdown has a table with both", () => {
    const page = matrixMarkdown({ matrix, blankReplies: [], known: [], cellCommands: [] });
    expect(page).toContain("### Parameters of kimi-k2.5");
    expect(page).toContain(
      "| stopSequences | honoured<br>6 of 6 without<br>0 of 6 with | **ignored (silent failure)**<br>6 of 6 without<br>6 of 6 with |",
    );
    expect(page).toContain("parameter-ignored (stopSequences)");
  });

  test("the terminal has a line for each verdict", () => {
    const shown = matrixTerminal(matrix, { screen: { paint, signs: usualSigns, width: 120 }, isVerbose: false });
    expect(shown).toContain("parameters of kimi-k2.5");
    expect(shown).toMatch(/ {2}stopSequences: honoured, 6 of 6 without, 0 of 6 with: openrouter chat-completions/);
    expect(shown).toMatch(/ {2}stopSequences: ignored \(silent failure\), 6 of 6 without, 6 of 6 with: bedrock/);
  });

  test("the JSON has the counts, by its schema", () => {
    const json = matrixResults().parse(JSON.parse(JSON.stringify(matrixJson(matrix))));
    expect(json.cells.map(({ effects }) => effects?.[0]?.verdict)).toEqual(["honoured", "ignored"]);
    expect(json.cells[1]?.effects?.[0]).toMatchObject({
      constraint: "silent-failure",
      base: { shown: 6, replies: 6 },
      changed: { shown: 6, replies: 6 },
    });
  });

  test("explain says the counts and the rule", () => {
    const [, verdict] = verdicts;
    if (verdict === undefined) throw new Error("no verdict");
    const shown = explainCell({ verdict, attribution: null, transcripts: ignoring, file: null, exchanges: [] });
    expect(shown).toContain(
      '  stopSequences: ignored (silent failure): a reply has "five" in 6 of 6 without stopSequences, and in 6 of 6 with it',
    );
    expect(shown).toContain("effect/stop-sequences (stopSequences has its effect: the reply ends before the sequence");
    expect(shown).toContain(
      "expected by llm-parity (must, compatible), after OpenAI API (openai-node 6.49.0): stop (2026-07-24)",
    );
  });
});

test("the HTML has a table with a link to each cell, and no section where nothing was compared", () => {
  const cells = [
    sheetCell({ column: "openrouter chat", effects: [honoured] }),
    sheetCell({
      scenario: "x",
      effects: [{ ...honoured, label: "<b>", verdict: "ignored", constraint: "silent-failure" }],
    }),
  ];
  const shown = parametersHtml(sheetOf(cells));
  const page = shown !== null && typeof shown === "object" && !Array.isArray(shown) ? markupText(shown as never) : "";
  expect(page).toContain('<th scope="col">openrouter chat</th><th scope="col">bedrock converse</th>');
  expect(page).toContain(
    '<a href="#kimi-k2.5/bedrock/converse/basic-chat"><b class="sign ok" aria-hidden="true">✓</b> honoured',
  );
  expect(page).toContain('<td class="bad"><a href="#kimi-k2.5/bedrock/converse/x">');
  expect(page).toContain("<i>6 of 6 without</i><i>0 of 6 with</i>");
  expect(page).not.toContain("<b>");
  expect(parametersHtml(sheetOf([sheetCell()]))).toBeNull();
});
