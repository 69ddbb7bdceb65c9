import type { Matrix, MatrixTable } from "../../src/verdict/matrix/matrix.js";
import type { MatrixColumn } from "../../src/verdict/matrix/matrix-columns.js";
import type { Verdict } from "../../src/verdict/verdict.js";
import { build, model, suite } from "./matrices.js";
import { scenario, step } from "./transcripts.js";

/** What a cell is: members of its verdict; null: not part of the run. */
export type Outcome = Partial<Verdict> | null;

const counts = { attempted: 1, eligible: 1, ok: 1, bad: 0, excluded: {}, interval: null, intervalKind: null };
const none = { ...counts, attempted: 0, eligible: 0, ok: 0 };
const provenance = { source: "recorded", recordedAt: null, after: null } as unknown as Verdict["provenance"];

/** Cells by the word for what was observed. */
export const outcomes = {
  ok: { observed: "ok", trials: counts, provenance },
  bad: {
    observed: "bad",
    trials: { ...counts, ok: 0, bad: 1 },
    findings: [finding("empty-reply", "silent")],
    provenance,
  },
  blocked: { observed: "blocked", reason: "throttled", reasonText: "HTTP 429", trials: { ...none, attempted: 1 } },
  notRun: { observed: "not-run", reason: "no recording", trials: none },
  unsupported: { observed: "unsupported", reason: "unsupported", trials: none },
} as const satisfies Record<string, Outcome>;

/** A bad finding of one trial. */
export function finding(
  id: "empty-reply" | "describes-call",
  cause: string | null,
  n = 1,
): Verdict["findings"][number] {
  return { id, cause, severity: "bad", n, seen: "no text, no call", step: "ask", trial: 1 };
}

type Layout = {
  readonly title: string;
  /** Provider and API of each column, with a space between them. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [id: string, title: string, ...cells: readonly Outcome[]])[];
};

/** A matrix with these tables, of which nothing is known but its cells. */
export function laidOut(layouts: readonly Layout[]): Matrix {
  const empty = build([]);
  const tables = layouts.map(tableOf);
  const verdicts = tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.filter((cell) => cell !== null)));
  return { ...empty, suite, tables, verdicts, scenarios: [] };
}

function tableOf({ title, columns, rows }: Layout, at: number): MatrixTable {
  const name = `model-${at + 1}`;
  return {
    model: { ...model(name), title },
    columns: columns.map((label) => columnOf(name, label)),
    rows: rows.map(([id, text, ...cells]) => ({
      scenario: scenario([step("ask")], { id, title: text }),
      cells: columns.map((label, column) =>
        verdictOf({ target: targetOf(name, label), scenario: id }, cells[column] ?? null),
      ),
    })),
    pairs: [],
  };
}

function targetOf(name: string, label: string): string {
  return `${name}/${label.replace(" ", "/")}`;
}

function columnOf(name: string, label: string): MatrixColumn {
  const [provider = "", api = ""] = label.split(" ");
  return {
    ...{ target: targetOf(name, label), model: name, provider, api: api as MatrixColumn["api"], label },
    ...{ region: null, upstreamPin: null, providerModelId: null, client: "http", unsupported: null },
  };
}

function verdictOf(cell: { readonly target: string; readonly scenario: string }, outcome: Outcome): Verdict | null {
  if (outcome === null) return null;
  const blank = {
    ...{ exercises: [], claim: null, further: null, reason: null, reasonText: null, sampling: "fixed" },
    ...{ distinctReplies: 0, cachedTokens: null, findings: [], upstreams: {}, requestIds: [], provenance: null },
    ...{ sampleText: null, judged: [], trials: none, observed: "ok" },
  };
  return { ...blank, ...outcome, cell } as unknown as Verdict;
}
