import { expect, test } from "vitest";
import type { ObservedMatrix } from "../../verdict/observed/observed-matrix.js";
import type { ObservedCell } from "../../verdict/observed/tally.js";
import { observedMarkdown } from "./markdown.js";

const place = { file: "tapes/a.yaml", interaction: 3 };

function cell(change: Partial<ObservedCell>): ObservedCell {
  return {
    ...{ model: "kimi-k2.5", provider: "bedrock", api: "converse", upstream: null, shape: "tool-call" },
    ...{ source: "recorded", observed: "ok", reason: null, reasonText: null, findings: [], places: [place] },
    trials: { attempted: 2, eligible: 2, ok: 2, bad: 0, excluded: {}, interval: null, intervalKind: null },
    ...{ oldest: "2026-01-01T10:00:00.000Z", newest: "2026-02-10T10:00:00.000Z" },
    ...change,
  };
}

const finding = { id: "empty-reply", cause: "silent", severity: "bad", seen: "no text", places: [place] } as const;
const bad = cell({
  ...{ shape: "response-after-tool", observed: "mixed", findings: [{ ...finding, n: 1 }] },
  trials: { attempted: 2, eligible: 2, ok: 1, bad: 1, excluded: {}, interval: null, intervalKind: null },
});

/** A matrix with a row for each of these cells. */
function matrixOf(cells: readonly ObservedCell[]): ObservedMatrix {
  const shapes = ["tool-call", "response-after-tool"];
  const rows = cells.map((one) => ({
    ...{ model: one.model, provider: one.provider, api: one.api, upstream: one.upstream, source: one.source },
    cells: shapes.map((shape) => (one.shape === shape ? one : null)),
  }));
  const counts = { files: 1, otherFiles: 0, formats: { vcrpy: 1 }, interactions: 4, exchanges: 2 * cells.length };
  return {
    layer: "compatible",
    counts: { ...counts, skipped: {}, losses: {}, damaged: [], unread: [] },
    ...{ shapes, rows, cells, attributions: new Map() },
    findings: cells.includes(bad) ? [{ ...finding, exchanges: 1, cells: 1 }] : [],
  };
}

test("the page says first what is wrong, how often, where, and from when the recordings are", () => {
  const page = observedMarkdown(matrixOf([bad]));
  expect(page).toContain("## Summary\n\n**1 of 2 judged exchanges has a bad finding, in 1 of 1 cell.**");
  expect(page).toContain(
    "| `empty-reply (silent)`<br>1 exchange in 1 cell | [response-after-tool on kimi-k2.5, bedrock converse](#kimi-k2.5/bedrock/converse/response-after-tool): 1 of 2 | recorded 2026-01-01 to 2026-02-10 |",
  );
  expect(page).toContain('<a id="kimi-k2.5/bedrock/converse/response-after-tool"></a>\\~ 1/2 empty-reply (silent)');
  expect(page).toContain("```sh\nllm-parity judge tapes/a.yaml\n```");
  expect(page).toContain("  - `a.yaml#3`");
});

test("rows in which all is well are counted, when there are many", () => {
  const good = Array.from({ length: 40 }, (_, at) => cell({ model: `model-${at}` }));
  const page = observedMarkdown(matrixOf([...good, bad]));
  expect(page.match(/^\| (model|kimi)\S* \| bedrock converse \|/gm)).toEqual(["| kimi-k2.5 | bedrock converse |"]);
  expect(page).toContain("Not shown: 40 more rows, with 80 of 80 exchanges free of bad findings.");
});

test("recordings without an answer are a page too", () => {
  expect(observedMarkdown(matrixOf([]))).toContain("**Nothing was judged:** no recording has an answer of a model.");
});

test("as many findings and rows as there may be make a page that GitHub shows", () => {
  const many = Array.from({ length: 5000 }, (_, at) => ({ ...bad, model: `model-${at}` }));
  const page = observedMarkdown({
    ...matrixOf(many),
    findings: many.map(() => ({ ...finding, exchanges: 1, cells: 1 })),
  });
  expect(page.length).toBeLessThan(120_000);
});
