import type { PlannedAsk, ProbePlan } from "../../library/probes/plan-probes.js";
import { stateWord } from "../../library/probes/probes-json.js";
import type { ProbeRun } from "../../library/probes/run-probes.js";
import { counted } from "../../report/counted.js";
import { sanitise } from "../shell/print.js";

/** The plan as text: the most that it costs first, then one line for each request. */
export function formatProbePlan({ asks, assumptions, costUsd, moved }: ProbePlan, limitUsd: number): string {
  const settled = assumptions.filter(({ probe }) => probe.kind === "ask").length;
  const dearest = asks.filter(({ bound }) => bound.price === "dearest").map(({ ask }) => ask.name);
  return [
    `${counted(asks.length, "request")} for ${counted(settled, "assumption")}: at most ${dollars(costUsd)}, of ${dollars(limitUsd)} allowed`,
    ...asks.map(formatAsk),
    ...(moved.length === 0
      ? []
      : [`Sent to an address from the models file, which may not be the vendor's: ${moved.map(sanitise).join(", ")}`]),
    ...(dearest.length === 0
      ? []
      : [`No dated price, so counted at the highest price in the models file: ${dearest.join(", ")}`]),
  ].join("\n");
}

/** The results as text: one line for each assumption that has a probe, then the counts. */
export function formatProbes({ results, mode, folder, kept, overspent }: ProbeRun): string {
  const probed = results.filter(({ assumption }) => assumption.probe.kind === "ask");
  const lines = probed.map(
    ({ assumption, state, evidence }) => `${stateWord(state, mode)}  ${assumption.id}: ${sanitise(evidence)}`,
  );
  const counts = (["confirmed", "refuted", "open"] as const).map(
    (word) => `${probed.filter(({ state }) => state === word).length} ${stateWord(word, mode)}`,
  );
  const lost = kept.flatMap(({ name, problem }) =>
    problem === null ? [] : [`not kept: ${name}: ${sanitise(problem)}`],
  );
  const rest = results.length - probed.length;
  return [
    ...(mode === "simulator" ? ["SIMULATED: nothing here says anything about a vendor.", ""] : []),
    ...lines,
    "",
    `${counts.join(", ")}${rest === 0 ? "" : `; ${rest} more have no probe, and docs/unverified.md says why`}`,
    ...(overspent === null ? [] : [`stopped: ${overspent}`]),
    ...lost,
    `bytes and results${mode === "simulator" ? " (SIMULATED)" : ""}: ${folder}`,
  ].join("\n");
}

function formatAsk({ ask, target, bound }: PlannedAsk): string {
  const what = ask.body === null ? ask.path : ask.model;
  const cost =
    bound.price === "none"
      ? "costs nothing"
      : `at most ${bound.inputTokens} tokens in, ${bound.outputTokens} out, ${dollars(bound.costUsd)}`;
  return `  ${ask.name}: ${target.provider}, ${what}: ${cost}`;
}

function dollars(usd: number): string {
  return `$${(Math.ceil(usd * 10_000) / 10_000).toFixed(4)}`;
}
