import { groupBy } from "../../chat/group-by.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { nonceOf } from "../../runner/trial/nonce.js";
import { isCanary, type Scenario } from "../../scenario/scenario.js";
import type { Transcript } from "../../transcript/transcript.js";
import { type CellRun, summariseCell, type TrialBytes } from "../../verdict/summary/summarise-cell.js";
import type { CellSummary } from "../../verdict/summary/summary-schema.js";
import type { Verdict } from "../../verdict/verdict.js";
import { judgeRules } from "./judge-rules.js";
import { trialBytes } from "./trial-bytes.js";
import { unaskedCells } from "./unasked-cells.js";

/** A run as it was judged. `scenarios`: those that judged it; `suite`: the one that it asked, null: it is not known. */
export type JudgedRun = {
  readonly verdicts: readonly Verdict[];
  readonly scenarios: readonly Scenario[];
  readonly suite: string | null;
};

/**
 * The lines of `summary.jsonl`: one for each cell of the run that has a trial, in the order of the verdicts, then one for each cell that it
 * planned and did not ask, so that a missing shard is read as "not measured", and not as "gone". The same journal and verdicts give the same
 * lines. Throws HarError and SyntaxError for a record that cannot be read.
 */
export function summariseRun(run: StoredRun, { verdicts, scenarios, suite }: JudgedRun): readonly CellSummary[] {
  const trialsOf = groupBy(run.transcripts, ({ cell }) => `${cell.target} ${cell.scenario}`);
  const rules = judgeRules(scenarios);
  const canaries = new Set(scenarios.filter(isCanary).map(({ id }) => id));
  const asked = verdicts.filter(({ cell }) => trialsOf.has(`${cell.target} ${cell.scenario}`));
  const unasked = run.facts === null ? [] : unaskedCells(run.facts, { transcripts: run.transcripts, scenarios });
  return [...asked, ...unasked].map((verdict) => {
    const { target, scenario } = verdict.cell;
    const transcripts = trialsOf.get(`${target} ${scenario}`) ?? [];
    const varied = (run.facts?.nonceSeed ?? null) !== null && !canaries.has(scenario);
    const of = { ...cellRun(run), suite, rules: rules.get(scenario) ?? "", varied };
    const scenarioHash = run.facts?.hashes.scenarios[scenario] ?? null;
    return summariseCell({ of, verdict, transcripts, bytes: bytesOf(run, transcripts), scenarioHash });
  });
}

/** The text of `summary.jsonl`. */
export function summaryText(lines: readonly CellSummary[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

function cellRun({ facts, versions }: StoredRun): Omit<CellRun, "suite" | "rules" | "varied"> {
  const own = Object.entries(versions).filter(([name]) => name !== "node");
  return {
    run: facts?.id ?? null,
    adapter: own.map(([name, version]) => `${name} ${version}`).join(", "),
    screenTrials: facts?.screenTrials ?? null,
  };
}

function bytesOf(run: StoredRun, transcripts: readonly Transcript[]): readonly TrialBytes[] {
  const [first] = transcripts;
  if (first === undefined) return [];
  const seed = run.facts?.nonceSeed ?? null;
  const entries = groupBy(run.exchangesOf(first.cell)?.entries ?? [], ({ trial }) => trial);
  return transcripts.map(({ trial, provenance }) =>
    trialBytes(entries.get(trial) ?? [], {
      nonce: seed === null ? null : nonceOf(seed, trial),
      isSimulated: provenance.source === "simulated",
    }),
  );
}
