import { join } from "node:path";
import type { Target } from "../../chat/target.js";
import { readRun } from "../../runner/store/read-run.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import type { Scenario } from "../../scenario/scenario.js";
import { judgeTrial } from "../../verdict/judge-trial.js";
import type { AgainArm, ArmPair } from "../evidence/again/again-arm.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";

/** The run of one night in which a cell was asked. */
export type NightOfCell = { readonly night: string; readonly run: string };

/** Where the bytes of a cell are, tonight and in its last good night. */
export type CounterCell = {
  readonly target: string;
  readonly scenario: Scenario;
  readonly tonight: NightOfCell;
  readonly lastGood: NightOfCell;
  /** The folder of the runs. */
  readonly runs: string;
};

/**
 * Today's request, from the first trial of tonight that is bad, and the one of the last good night, from a good trial: each at the step that
 * failed tonight. Throws UsageError where a run is no longer there, or holds no such trial.
 */
export function counterArms(cell: CounterCell): ArmPair {
  const [tonight, good] = [cell.tonight, cell.lastGood].map((night) => ({ night, run: openRun(night, cell) }));
  if (tonight === undefined || good === undefined) throw new TypeError("two nights give two runs");
  const bad = trialsOf(tonight.run, cell).find(({ verdict }) => verdict.outcome === "bad");
  const step =
    bad?.verdict.findings.find((finding) => finding.severity === "bad")?.step ?? cell.scenario.steps.at(-1)?.id;
  if (bad === undefined || step === undefined) throw noTrial(tonight.night, "bad");
  const ok = trialsOf(good.run, cell).find(
    ({ verdict, transcript }) => verdict.outcome === "ok" && transcript.turns.some((turn) => turn.step === step),
  );
  if (ok === undefined) throw noTrial(good.night, "good");
  return {
    failing: armOf("failing", { cell, step, ...tonight, transcript: bad.transcript }),
    working: armOf("working", { cell, step, ...good, transcript: ok.transcript }),
  };
}

function openRun({ night, run }: NightOfCell, { runs }: CounterCell): StoredRun {
  const path = join(runs, run);
  try {
    return readRun(path);
  } catch (error) {
    throw new UsageError(`night ${night}: ${formatPath(path)} cannot be read: ${(error as Error).message}`, {
      hint: "The counter-test sends the bytes of both nights: bring the run back, or name its folder with --runs.",
    });
  }
}

function targetOf(run: StoredRun, { target }: CounterCell): Target | null {
  return run.facts?.targets.find(({ id }) => id === target) ?? null;
}

function trialsOf(run: StoredRun, cell: CounterCell) {
  const target = targetOf(run, cell);
  if (target === null) return [];
  const { capabilities, upstreamName } = target;
  return run.transcripts
    .filter((one) => one.cell.target === cell.target && one.cell.scenario === cell.scenario.id)
    .map((transcript) => ({
      transcript,
      verdict: judgeTrial(transcript, cell.scenario, { capabilities, upstreamName }),
    }));
}

type Side = {
  readonly cell: CounterCell;
  readonly step: string;
  readonly night: NightOfCell;
  readonly run: StoredRun;
  readonly transcript: AgainArm["transcript"];
};

function armOf(name: AgainArm["name"], { cell, step, night, run, transcript }: Side): AgainArm {
  const entries = run.exchangesOf({ target: cell.target, scenario: cell.scenario.id })?.entries ?? [];
  const entry = entries.findLast((one) => one.trial === transcript.trial && one.step === step);
  const target = targetOf(run, cell);
  if (entry === undefined || target === null) throw noTrial(night, name === "failing" ? "bad" : "good");
  return { name, target, scenario: cell.scenario, transcript, step, exchange: entry.exchange };
}

function noTrial({ night, run }: NightOfCell, outcome: "bad" | "good"): UsageError {
  return new UsageError(`night ${night}: run ${run} has no ${outcome} trial of the cell with its bytes`, {
    hint: "The runs are judged by the files that are there now. Without such a trial, the two nights cannot be compared.",
  });
}
