import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sanitise } from "../src/cli/shell/print.js";
import { matrixTerminal } from "../src/report/terminal/matrix-terminal.js";
import { asciiSigns, usualSigns } from "../src/report/terminal/signs.js";
import type { Matrix } from "../src/verdict/matrix/matrix.js";
import { finding, laidOut, type Outcome, outcomes } from "./samples/laid-out.js";

const paint = {
  ...{ good: sanitise, bad: sanitise, warn: sanitise },
  ...{ dim: sanitise, strong: sanitise, plain: sanitise },
};

function shown(matrix: Matrix, width: number, isVerbose = false): string {
  return matrixTerminal(matrix, { screen: { paint, signs: usualSigns, width }, isVerbose });
}

/** The columns that the characters of these tests take, by hand; any other takes one. */
const widths = new Map<string, number>([
  ...[..."日本語한Ａ👍✅❌"].map((one) => [one, 2] as const),
  // The sign of a flaky claim takes two columns: one of them is counted for its selector.
  ...(["\u0301", "\u0e31"] as const).map((one) => [one, 0] as const),
]);

function columnsOf(line: string): number {
  return [...line].reduce((sum, one) => sum + (widths.get(one) ?? 1), 0);
}

function tooWide(text: string, width: number): readonly string[] {
  return text.split("\n").filter((line) => columnsOf(line) > width);
}

const letters = [
  "a",
  "Z",
  "7",
  " ",
  "  ",
  "-",
  "/",
  ":",
  ".",
  "日本",
  "語",
  "한",
  "Ａ",
  "👍",
  "e\u0301",
  "ก\u0e31",
  "\n",
  "\t",
  "\u001b[31m",
  "\u202e",
  "|",
  "::error::",
];
const name = fc.array(fc.constantFrom(...letters), { maxLength: 30 }).map((parts) => parts.join(""));

const { ok, bad, blocked, notRun, unsupported } = outcomes;
const several = { ...bad, findings: [finding("empty-reply", "silent"), finding("describes-call", null, 12)] };
const throttled = { ...ok, trials: { ...ok.trials, excluded: { throttled: 1000 } } };
const claims = [
  { ...bad, claim: "fail" },
  { ...ok, claim: "pass" },
  { ...bad, observed: "mixed", claim: "flaky" },
] as const;
const cell = fc.constantFrom<Outcome>(...[ok, bad, blocked, notRun, unsupported, several, throttled, ...claims, null]);

const layout = fc.integer({ min: 1, max: 5 }).chain((columns) =>
  fc.record({
    title: name,
    columns: fc.array(fc.tuple(fc.constantFrom("openrouter", "a-provider", "日本"), name), {
      minLength: columns,
      maxLength: columns,
    }),
    rows: fc.array(fc.tuple(name, fc.array(cell, { minLength: columns, maxLength: columns })), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
);

const matrices = fc.array(layout, { maxLength: 3 }).map((layouts) =>
  laidOut(
    layouts.map(({ title, columns, rows }) => ({
      title,
      columns: columns.map(([provider, api]) => `${provider} ${api}`),
      rows: rows.map(([text, cells], row) => [`scenario-${row}`, text, ...cells] as const),
    })),
  ),
);

describe("whatever the names and the cells are", () => {
  test("no line is wider than the screen, and none holds an escape or a command", () => {
    fc.assert(
      fc.property(matrices, fc.integer({ min: 20, max: 200 }), fc.boolean(), (matrix, width, isVerbose) => {
        const text = shown(matrix, width, isVerbose);
        expect(tooWide(text, width)).toEqual([]);
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|^\s*::error/m);
      }),
      { numRuns: 40 },
    );
  });

  test("every cell is in a table or counted as left out, and each number has its note", () => {
    fc.assert(
      fc.property(matrices, fc.integer({ min: 120, max: 200 }), (matrix, width) => {
        const lines = shown(matrix, width).split("\n");
        const noted = lines.flatMap((line) => /^\[(\d+)\] /.exec(line)?.[1] ?? []);
        const others = lines.filter((line) => !line.startsWith("[")).join(" ");
        const used = [...others.matchAll(/\[(\d+)\]/g)].flatMap(([, number]) => number ?? []);
        expect([...new Set(used)].map(Number).sort((a, b) => a - b)).toEqual(noted.map(Number));
        const text = lines.join(" ").replace(/\s+/g, " ");
        const cells = matrix.tables.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
        const counts = cells.map((one) =>
          one === null ? "left" : one.trials.eligible > 0 ? "judged" : one.observed === "blocked" ? "blocked" : "left",
        );
        const count = (what: string) => counts.filter((one) => one === what).length;
        const said = (word: string) => Number(new RegExp(`(\\d+) ${word}[ ,;.]`).exec(text)?.[1] ?? 0);
        expect(said("as expected") + said("failing") + said("failing at times")).toBe(count("judged"));
        expect(Number(/(\d+) blocked[,;.]/.exec(text)?.[1] ?? 0)).toBe(count("blocked"));
        const all = /(\d+) cells?: (?:\d+ as expected|\d+ failing|nothing)/.exec(text)?.[1] ?? 0;
        expect(Number(all)).toBe(cells.filter((one) => one !== null).length);
      }),
      { numRuns: 40 },
    );
  });
});

test("what is folded and what is drawn are all cells", () => {
  const matrix = laidOut([
    {
      title: "Kimi",
      columns: ["a chat", "b chat", "c chat"],
      rows: [
        ["one", "One", ok, notRun, unsupported],
        ["two", "Two", notRun, notRun, unsupported],
        ["three", "Three", bad, notRun, null],
      ],
    },
  ]);
  const text = shown(matrix, 120);
  expect(text).toContain(
    "Nothing ran in 1 scenario and 2 columns: 5 cells – not run (no recording), 2 cells ∅ unsupported.",
  );
  expect(text.match(/^(One|Three) /gm)).toHaveLength(2);
});

test.each([
  ["a megabyte", "x".repeat(1_000_000)],
  ["a megabyte of marks", `a${"\u0301".repeat(1_000_000)}`],
  ["a megabyte of wide letters", "日".repeat(500_000)],
  ["a megabyte of escapes", "\u001b[2J".repeat(250_000)],
])("a name of %s is bounded and visible, and costs no time", (_, long) => {
  const matrix = laidOut([{ title: long, columns: [`a ${long}`], rows: [[long, long, { ...bad, reasonText: long }]] }]);
  const text = shown(matrix, 80);
  expect(text.length).toBeLessThan(8_000);
  expect(text).toContain("…");
  expect(tooWide(text, 80)).toEqual([]);
});

test("without colours and with signs in ASCII every outcome is told apart", () => {
  for (const signs of [usualSigns, asciiSigns]) {
    const { rule: _, ...own } = signs;
    expect(new Set(Object.values(own)).size).toBe(Object.keys(own).length);
  }
});
