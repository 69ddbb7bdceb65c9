import { seededRandom } from "../../../src/chat/seeded-random.js";
import type { ArmAsker } from "../../../src/library/experiment/ask-arms.js";
import type { ExperimentEvent } from "../../../src/library/experiment/experiment-run.js";
import type { ExperimentStore } from "../../../src/library/experiment/experiment-store.js";
import { runExperiment } from "../../../src/library/experiment/run-experiment.js";
import { Budget } from "../../../src/runner/live/budget.js";
import { defaultBudget } from "../../../src/verdict/experiment/options.js";
import { whoseResult } from "../../../src/verdict/experiment/results/whose-result.js";
import type { Space } from "../../../src/verdict/experiment/space.js";
import type { ProbedCell } from "./cells.js";
import { rememberingAsker, rememberingJudge } from "./remembering-asker.js";
import type { WireRow, WireRun } from "./rows.js";
import { type Scored, scored } from "./score.js";
import { openWorld, type WireWorld } from "./world-exchange.js";

/** One run, as the results file keeps it. */
export type Outcome = Scored & {
  readonly row: string;
  readonly seed: number;
  readonly cell: string;
  readonly truth: string;
  readonly calls: number;
  readonly parts: readonly string[];
};

/** Lets the experiment find what a seed has hidden: our adapters and checks read the simulator's bytes, and no socket is opened. */
export async function runSeed(
  { name, make }: WireRow,
  seed: number,
  onEvent = (_: ExperimentEvent, __: Space): void => {},
): Promise<Outcome> {
  const run = await make(seed);
  const { cell, world, expected, parts } = run;
  const budget = new Budget({ maxCalls: null, maxCostUsd: null });
  const { signal } = new AbortController();
  const asker = rememberingAsker(openWorld(cell, world, seededRandom(seed ^ 0x5bd1e995)), {
    world,
    credentialsFor: () => ({ kind: "bearer", token: "simulated" }),
    baseUrlFor: () => null,
    budget,
    nonceSeed: seed,
  });
  const { explained, made, scenario } = cell;
  const { result, ended, calls } = await runExperiment({
    ...{ made, explained, scenario, asker: rewriting(asker, world), budget, store: storeOf(cell, seed) },
    judge: rememberingJudge(cell.name),
    costOf: () => null,
    pause: { delayMs: () => 0, sleep: () => Promise.resolve() },
    stop: signal,
    abort: signal,
    onEvent: (event) => onEvent(event, made.space),
  });
  const whose =
    result === null ? null : whoseResult(result, { call: explained.call, places: made.places, idle: made.idle });
  const { score, why } = scored(cell, expected, { result, whose, ended });
  return { row: name, seed, cell: cell.name, truth: truthOf(run), score, why, calls: calls.length, parts };
}

/** What our own side changes is in the bytes, and not in the transcript. */
function rewriting(asker: ArmAsker, { rewrite }: WireWorld): ArmAsker {
  if (rewrite === undefined) return asker;
  return {
    ask: async (placed, of) => {
      const asked = await asker.ask(rewrite(placed), of);
      return { ...asked, turn: { ...asked.turn, request: placed.request } };
    },
  };
}

/** A store in memory: nothing is written. */
function storeOf({ explained, made, name }: ProbedCell, seed: number): ExperimentStore {
  return {
    folder: "",
    facts: {
      ...{ schemaVersion: 1, id: name, startedAt: "2026-02-10T00:00:00.000Z", program: "prove", cell: name },
      ...{
        run: null,
        nonceSeed: seed,
        mark: "SIMULATED",
        seed,
        budget: defaultBudget,
        symptom: explained.symptom,
        space: made.space,
      },
    },
    earlier: [],
    add: () => Promise.resolve(),
    budget: defaultBudget,
    write: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function truthOf({ expected }: WireRun): string {
  if (expected.kind !== "cause") return expected.kind === "ours" ? "our own" : expected.right.join(" or ");
  const { factors, rule, seat } = expected.hidden;
  const named = factors.map(({ id, bad }) => `${id} {${[...bad].join(", ")}}`).join(rule === "all" ? " and " : " or ");
  return `${named === "" ? "no factor" : named} at ${seat}`;
}
