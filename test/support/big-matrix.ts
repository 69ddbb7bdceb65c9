import type { Api } from "../../src/chat/api.js";
import type { Bundle } from "../../src/report/bundle.js";
import type { CellIdentity } from "../../src/transcript/transcript.js";
import type { MatrixColumn } from "../../src/verdict/matrix/matrix-columns.js";
import type { Pair } from "../../src/verdict/matrix/matrix-pairs.js";
import type { Verdict } from "../../src/verdict/verdict.js";
import { bedrock, build, model, one, openrouter } from "../samples/matrices.js";
import { reply, scenario, step, text, usage } from "../samples/transcripts.js";

/** How many models, columns and scenarios, and whether the cell at a place fails. */
export type BigSize = {
  readonly models: number;
  readonly columns: number;
  readonly scenarios: number;
  readonly fails: (model: number, column: number, scenario: number) => boolean;
};

/** A run of any size, laid out from the verdicts of two small cells: a good one and an empty reply. */
export function bigBundle({ models, columns, scenarios, fails }: BigSize): Bundle {
  const small = build([one(openrouter, reply([text("42")])), one(bedrock, reply([], { usage: usage(0) }))]);
  const [good, bad] = small.verdicts;
  const pair = small.tables[0]?.pairs[0];
  const attribution = bad === undefined ? undefined : small.attributions.get(bad);
  if (good === undefined || bad === undefined || pair === undefined || attribution === undefined) {
    throw new Error("the small matrix has no pair");
  }
  const asked = numbers(scenarios).map((at) =>
    scenario([step("ask")], { id: `scenario-${at}`, title: `Scenario ${at}` }),
  );
  const tables = numbers(models).map((m) => {
    const own = numbers(columns).map((c) => columnOf(`model-${m}`, c));
    const rows = asked.map((one, s) => ({
      scenario: one,
      cells: own.map((column, c) => cellOf(fails(m, c, s) ? bad : good, column, one.id)),
    }));
    return {
      model: model(`model-${m}`),
      columns: own,
      rows,
      pairs: rows.flatMap((row) => pairsOf(row.cells, { own, pair })),
    };
  });
  const verdicts = tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells));
  const failing = verdicts.filter(({ observed }) => observed === "bad");
  const known = { ...small.known, unexpected: failing, messages: failing.map(({ cell }) => `${cell.target} is new`) };
  const attributions = new Map(failing.map((verdict) => [verdict, attribution]));
  return {
    matrix: { ...small, scenarios: asked, tables, verdicts, known, attributions, hypotheses: [] },
    ...{ blankReplies: [], known: [] },
    cellCommands: verdicts.map(({ cell }) => `llm-parity run --target ${cell.target} --scenario ${cell.scenario}`),
    explainCommands: verdicts.map(({ cell }) => `llm-parity explain ${cell.target}/${cell.scenario}`),
  };
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at);
}

function columnOf(name: string, at: number): MatrixColumn {
  const api: Api = at % 2 === 0 ? "converse" : "converse-stream";
  const provider = `provider-${at >> 1}`;
  return {
    ...{ target: `${name}/${provider}/${api}`, model: name, provider, api, region: null, upstreamPin: null },
    ...{ providerModelId: `vendor.${name}`, client: "sdk", label: `${provider} ${api}`, unsupported: null },
  };
}

function cellOf(verdict: Verdict, { target, model: name, provider, api }: MatrixColumn, id: string): Verdict {
  const cell: CellIdentity = { ...verdict.cell, target, model: name, provider, api, scenario: id };
  return { ...verdict, cell };
}

/** Every column beside the first, as a matrix compares them. */
function pairsOf(
  cells: readonly Verdict[],
  { own, pair }: { readonly own: readonly MatrixColumn[]; readonly pair: Pair },
): readonly Pair[] {
  const [left, ...others] = own;
  return others.flatMap((right, at) => {
    const [a, b] = [cells[0], cells[at + 1]];
    if (left === undefined || a === undefined || b === undefined) return [];
    return [{ ...pair, scenario: a.cell.scenario, left, right, differs: a.observed !== b.observed }];
  });
}
