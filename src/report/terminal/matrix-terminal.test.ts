import { describe, expect, test } from "vitest";
import { finding, laidOut, outcomes } from "../../../test/samples/laid-out.js";
import { matrixTerminal } from "./matrix-terminal.js";
import { asciiSigns, type Signs, usualSigns } from "./signs.js";

const plainly = (text: string) => text;
const paint = {
  ...{ good: plainly, bad: plainly, warn: plainly },
  ...{ dim: plainly, strong: plainly, plain: plainly },
};

type Given = { readonly width?: number; readonly signs?: Signs; readonly isVerbose?: boolean };

function shown(matrix: ReturnType<typeof laidOut>, { width = 80, signs = usualSigns, isVerbose = false }: Given = {}) {
  return matrixTerminal(matrix, { screen: { paint, signs, width }, isVerbose });
}

const { ok, bad, blocked, notRun, unsupported } = outcomes;

const kimi = laidOut([
  {
    title: "Kimi K2.5",
    columns: ["openrouter chat-completions", "bedrock converse", "bedrock converse-stream", "bedrock invoke-model"],
    rows: [
      ["basic-chat", "Basic chat (15 + 27)", ok, ok, ok, notRun],
      ["after-tool", "Response after a tool result", ok, bad, bad, notRun],
      ["multi-step", "Multi-step", ok, blocked, notRun, unsupported],
      ["canary", "Canary", notRun, notRun, null, notRun],
    ],
  },
  { title: "GPT-4o", columns: ["openrouter chat-completions"], rows: [["basic-chat", "Basic chat (15 + 27)", notRun]] },
]);

const below = `
[1] empty-reply (silent), 2 cells: no text, no call
    after-tool on model-1/bedrock/converse, model-1/bedrock/converse-stream
[2] blocked: throttled, 1 cell: HTTP 429
    multi-step on model-1/bedrock/converse

Nothing ran for 1 model (GPT-4o): 1 cell – not run (no recording).
\`--verbose\` lists every cell.
✓ as expected · ✗ failing · △ blocked · ∅ unsupported · – not run · k/n: k of n trials as expected

16 cells: 5 as expected, 2 failing, 1 blocked, 1 unsupported, 7 not run; 1 of 2 comparable rows (a model and a scenario)
  works in one column and fails in another.`;

describe("the table fits its width", () => {
  test("120 columns, and 200 look alike", () => {
    expect(shown(kimi, { width: 200 }).replace(/scenario\)\n {2}works/, "scenario) works")).toBe(
      shown(kimi, { width: 120 }).replace(/scenario\)\n {2}works/, "scenario) works"),
    );
    expect(shown(kimi, { width: 120 })).toBe(
      `
Kimi K2.5                     openrouter        bedrock
                              chat-completions  converse   converse-stream
──────────────────────────────────────────────────────────────────────────
Basic chat (15 + 27)          ✓ 1/1             ✓ 1/1      ✓ 1/1
Response after a tool result  ✓ 1/1             ✗ 0/1 [1]  ✗ 0/1 [1]
Multi-step                    ✓ 1/1             △ [2]      –
Nothing ran in Canary and bedrock invoke-model: 6 cells – not run (no recording), 1 cell ∅ unsupported.
${below}`.slice(1),
    );
  });

  test("80 columns", () => {
    expect(shown(kimi, { width: 80 })).toBe(
      `
Kimi K2.5                     openrouter        bedrock
                              chat-completions  converse   converse-stream
──────────────────────────────────────────────────────────────────────────
Basic chat (15 + 27)          ✓ 1/1             ✓ 1/1      ✓ 1/1
Response after a tool result  ✓ 1/1             ✗ 0/1 [1]  ✗ 0/1 [1]
Multi-step                    ✓ 1/1             △ [2]      –
Nothing ran in Canary and bedrock invoke-model: 6 cells – not run (no
  recording), 1 cell ∅ unsupported.

[1] empty-reply (silent), 2 cells: no text, no call
    after-tool on model-1/bedrock/converse, model-1/bedrock/converse-stream
[2] blocked: throttled, 1 cell: HTTP 429
    multi-step on model-1/bedrock/converse

Nothing ran for 1 model (GPT-4o): 1 cell – not run (no recording).
\`--verbose\` lists every cell.
✓ as expected · ✗ failing · △ blocked · ∅ unsupported · – not run · k/n: k of n
  trials as expected

16 cells: 5 as expected, 2 failing, 1 blocked, 1 unsupported, 7 not run; 1 of 2
  comparable rows (a model and a scenario) works in one column and fails in
  another.`.slice(1),
    );
  });

  test("60 columns", () => {
    expect(shown(kimi, { width: 60 }).split("\n\n")[0]).toBe(
      `
Kimi K2.5              openrouter   bedrock
                       chat-        converse   converse-
                       completions             stream
────────────────────────────────────────────────────────
Basic chat (15 + 27)   ✓ 1/1        ✓ 1/1      ✓ 1/1
Response after a tool  ✓ 1/1        ✗ 0/1 [1]  ✗ 0/1 [1]
 result
Multi-step             ✓ 1/1        △ [2]      –
Nothing ran in Canary and bedrock invoke-model: 6 cells –
  not run (no recording), 1 cell ∅ unsupported.`.slice(1),
    );
  });

  test("40 columns, in two parts", () => {
    expect(shown(kimi, { width: 40 }).split("\n\n").slice(0, 2).join("\n\n")).toBe(
      `
Kimi K2.5         openrouter   bedrock
(columns 1–2 of   chat-        converse
3)                completions
────────────────────────────────────────
Basic chat (15 +  ✓ 1/1        ✓ 1/1
 27)
Response after a  ✓ 1/1        ✗ 0/1 [1]
 tool result
Multi-step        ✓ 1/1        △ [2]

Kimi K2.5 (columns 3 of 3)    bedrock
                              converse-
                              stream
───────────────────────────────────────
Basic chat (15 + 27)          ✓ 1/1
Response after a tool result  ✗ 0/1 [1]
Multi-step                    –
Nothing ran in Canary and bedrock
  invoke-model: 6 cells – not run (no
  recording), 1 cell ∅ unsupported.`.slice(1),
    );
  });

  test("many columns and few scenarios are turned", () => {
    const columns = ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => `provider-${name} chat-completions`);
    const wide = laidOut([{ title: "Kimi", columns, rows: [["chat", "Chat", ok, ok, ok, ok, ok, ok, bad, ok]] }]);
    expect(shown(wide, { width: 60 }).split("\n\n")[0]).toBe(
      `
Kimi                         Chat
──────────────────────────────────────
provider-a chat-completions  ✓ 1/1
provider-b chat-completions  ✓ 1/1
provider-c chat-completions  ✓ 1/1
provider-d chat-completions  ✓ 1/1
provider-e chat-completions  ✓ 1/1
provider-f chat-completions  ✓ 1/1
provider-g chat-completions  ✗ 0/1 [1]
provider-h chat-completions  ✓ 1/1`.slice(1),
    );
  });

  test("a width that no terminal has is taken for 20", () => {
    expect(widest(shown(kimi, { width: 0 }))).toBeLessThanOrEqual(20);
    expect(shown(kimi, { width: 1 })).toBe(shown(kimi, { width: 20 }));
  });
});

function widest(text: string): number {
  return Math.max(...text.split("\n").map((line) => [...line].length));
}

/** One cell in the table of a model, and the footnotes. */
function cellOf(cell: Parameters<typeof laidOut>[0][number]["rows"][number][2], given: Given = {}): readonly string[] {
  const matrix = laidOut([{ title: "Kimi", columns: ["bedrock converse"], rows: [["ask", "Ask", cell ?? null]] }]);
  const [table = "", notes = ""] = shown(matrix, { width: 120, ...given }).split("\n\n");
  return [
    table.split("\n").at(-1)?.slice("Ask".length).trim() ?? "",
    ...notes.split("\n").filter((line) => line.startsWith("[")),
  ];
}

const trials = { ...ok.trials, attempted: 9, eligible: 4, ok: 3, bad: 1 };

describe("a cell", () => {
  test.each([
    [ok, ["✓ 1/1"]],
    [{ ...ok, claim: "pass" }, ["✅ 1/1"]],
    [{ ...bad, claim: "fail" }, ["❌ 0/1 [1]", "[1] empty-reply (silent), 1 cell: no text, no call"]],
    [{ ...bad, claim: "inconclusive" }, ["✗ 0/1 [1]", "[1] empty-reply (silent), 1 cell: no text, no call"]],
    [
      { ...bad, observed: "mixed", claim: "flaky", trials, findings: [finding("describes-call", null, 3)] },
      ["⚠️ 3/4 [1]", "[1] describes-call, 3 trials in 1 cell: no text, no call"],
    ],
    [
      { ...ok, trials: { ...trials, ok: 4, bad: 0, excluded: { throttled: 2, connection: 3 } } },
      [
        "✓ 4/4 +5 [1][2]",
        "[1] excluded: throttled, 2 trials in 1 cell",
        "[2] excluded: connection, 3 trials in 1 cell",
      ],
    ],
    [
      { ...ok, upstreams: { Together: [1, 1], Parasail: [0, 1] } },
      ["✓ mixed [1]", "[1] mixed: several upstreams, which are not pooled, 1 cell: Together 1/1, Parasail 0/1"],
    ],
    [blocked, ["△ [1]", "[1] blocked: throttled, 1 cell: HTTP 429"]],
    [
      { ...bad, findings: Array.from({ length: 5 }, (_, at) => finding("empty-reply", `${at}`)) },
      expect.arrayContaining(["✗ 0/1 [1][2][3][4]…"]),
    ],
  ] as const)("%# is its sign, its counts and the numbers of its notes", (cell, said) => {
    expect(cellOf(cell as typeof ok)).toEqual(said);
  });

  test("has signs in ASCII, in which a claim is in capitals", () => {
    const given = { signs: asciiSigns };
    const cells = [
      ok,
      { ...ok, claim: "pass" },
      bad,
      { ...bad, claim: "fail" },
      { ...bad, observed: "mixed", claim: "flaky" },
      blocked,
    ];
    expect(cells.map((cell) => cellOf(cell as typeof ok, given)[0])).toEqual([
      "ok 1/1",
      "PASS 1/1",
      "x 0/1 [1]",
      "FAIL 0/1 [1]",
      "FLAKY 0/1 [1]",
      "! [1]",
    ]);
  });
});

test("a table of simulated cells says so beside its name", () => {
  const cell = { ...bad, claim: "fail", provenance: { source: "simulated" } };
  const matrix = laidOut([{ title: "Kimi", columns: ["bedrock converse"], rows: [["ask", "Ask", cell as never]] }]);
  expect(shown(matrix)).toMatch(/^Kimi \(simulated\) /);
});

test("simulated cells beside others are marked one by one", () => {
  const simulated = { ...ok, claim: "pass", provenance: { source: "simulated" } };
  const rows = [["ask", "Ask", { ...ok, claim: "pass" }, simulated]] as never;
  const matrix = laidOut([{ title: "Kimi", columns: ["bedrock converse", "bedrock invoke"], rows }]);
  expect(shown(matrix).split("\n\n").slice(0, 2)).toEqual([
    "Kimi  bedrock\n      converse  invoke\n──────────────────────────\nAsk   ✅ 1/1    ✅ 1/1 [1]",
    "[1] simulated, 1 cell: no vendor sent these bytes\n    ask on model-1/bedrock/invoke",
  ]);
});

test("a cell that is as expected and has a note is marked, and the note stands below the findings", () => {
  const noted = { ...ok, findings: [{ ...finding("empty-reply", null), severity: "note", seen: "a tag" }] } as const;
  const rows = [["ask", "Ask", noted, bad]] as never;
  const matrix = laidOut([{ title: "Kimi", columns: ["bedrock converse", "bedrock invoke"], rows }]);
  expect(shown(matrix).split("\n\n").slice(0, 3)).toEqual([
    "Kimi  bedrock\n      converse  invoke\n─────────────────────────\nAsk   ✓ 1/1 •   ✗ 0/1 [1]",
    "[1] empty-reply (silent), 1 cell: no text, no call\n    ask on model-1/bedrock/invoke\n• empty-reply, 1 cell: a tag\n    ask on model-1/bedrock/converse",
    "✓ as expected · ✗ failing · k/n: k of n trials as expected · • with a note,\n  which makes no trial fail",
  ]);
  expect(shown(matrix, { signs: asciiSigns })).toContain("ok 1/1 *");
});

test("red cells that are listed as known are counted apart", () => {
  const matrix = laidOut([{ title: "Kimi", columns: ["bedrock converse"], rows: [["ask", "Ask", bad]] }]);
  const known = { ...matrix.known, expected: matrix.verdicts };
  expect(shown({ ...matrix, known })).toContain("\n1 cell: 1 failing (all known); no two columns can be compared.");
});

test("a run in which nothing ran has no table, and says what there was", () => {
  const matrix = laidOut([
    {
      title: "Kimi",
      columns: ["bedrock converse"],
      rows: [
        ["ask", "Ask", notRun],
        ["b", "B", unsupported],
      ],
    },
  ]);
  expect(shown(matrix)).toBe(
    `
Nothing ran for 1 model (Kimi): 1 cell – not run (no recording), 1 cell ∅
  unsupported.
\`--verbose\` lists every cell.

2 cells: 0 failing, 1 unsupported, 1 not run; no two columns can be compared.`.slice(1),
  );
  expect(shown(laidOut([]))).toBe("0 cells: nothing; no two columns can be compared.");
});

test("a cell whose model is not served there, or takes no cache markers, says so in words", () => {
  const lacks = (reason: string, reasonText: string) => ({ ...unsupported, reason, reasonText });
  const matrix = laidOut([
    {
      title: "Kimi",
      columns: ["bedrock converse", "openrouter chat-completions"],
      rows: [
        ["ask", "Ask", ok, lacks("api-unsupported", "no endpoint")],
        ["b", "B", lacks("caching-unsupported", "HTTP 403"), ok],
        ["c", "C", lacks("caching-unsupported", "HTTP 403"), unsupported],
      ],
    },
  ]);
  const text = shown(matrix);
  expect(text).toContain("\nAsk   ✓ 1/1     ∅ [1]\nB     ∅ [2]     ✓ 1/1\n");
  expect(text).toContain("[1] not offered: api-unsupported, 1 cell: no endpoint\n");
  expect(text).toContain("[2] not offered: caching-unsupported, 1 cell: HTTP 403\n");
  expect(text).toContain("Nothing ran in C: 2 cells ∅ unsupported (caching-unsupported).");
});

test("--verbose shows each cell in words, those that did not run too", () => {
  const lines = shown(kimi, { width: 120, isVerbose: true }).split("\n");
  expect(lines.filter((line) => / on (openrouter|bedrock) [a-z-]+: /.test(line))).toEqual([
    "  basic-chat on openrouter chat-completions: ✓ 1/1",
    "  basic-chat on bedrock converse: ✓ 1/1",
    "  basic-chat on bedrock converse-stream: ✓ 1/1",
    "  basic-chat on bedrock invoke-model: – not run: no recording",
    "  after-tool on openrouter chat-completions: ✓ 1/1",
    "  after-tool on bedrock converse: ✗ 0/1 empty-reply (silent)",
    "  after-tool on bedrock converse-stream: ✗ 0/1 empty-reply (silent)",
    "  after-tool on bedrock invoke-model: – not run: no recording",
    "  multi-step on openrouter chat-completions: ✓ 1/1",
    "  multi-step on bedrock converse: △ blocked: throttled",
    "  multi-step on bedrock converse-stream: – not run: no recording",
    "  multi-step on bedrock invoke-model: ∅ unsupported",
    "  canary on openrouter chat-completions: – not run: no recording",
    "  canary on bedrock converse: – not run: no recording",
    "  canary on bedrock converse-stream: – not run",
    "  canary on bedrock invoke-model: – not run: no recording",
    "  basic-chat on openrouter chat-completions: – not run: no recording",
  ]);
  expect(lines.join("\n")).not.toContain("--verbose");
  const inAscii = shown(kimi, { width: 120, isVerbose: true, signs: asciiSigns });
  expect(inAscii).toContain("  multi-step on bedrock converse: ! blocked: throttled\n");
  expect(inAscii).not.toMatch(/[✓✗△∅–─]/);
});

describe("a run of 16,000 cells", () => {
  const columns = Array.from({ length: 10 }, (_, at) => `provider-${at} chat-completions`);
  const big = laidOut(
    Array.from({ length: 40 }, (_, index) => ({
      title: `Model ${index + 1}`,
      columns,
      rows: Array.from({ length: 40 }, (_, row) => {
        const cells = columns.map((_, at) =>
          index === 6 && at === 2 ? bad : at === 3 ? blocked : row === 0 && at === 4 ? bad : ok,
        );
        return [`s${row}`, `Scenario ${row}`, ...cells] as const;
      }),
    })),
  );

  test("is an overview of models and columns", () => {
    const lines = shown(big, { width: 160 }).split("\n");
    expect(lines.length).toBeLessThan(80);
    expect(lines.find((line) => line.startsWith("Model 7 "))).toMatch(
      /^Model 7 +✓ 40\/40 +✓ 40\/40 +✗ 0\/40 +△ 40 +✗ 39\/40 +✓ 40\/40/,
    );
    // 40 cells of model 7, and one of each model; both are in the first scenario of model 7.
    expect(lines).toContain(
      "16000 cells: 14320 as expected, 80 failing, 1600 blocked; 79 of 1600 comparable rows (a model and a scenario) work in one column and fail in another.",
    );
  });
});
