import type { Plan } from "../../runner/plan.js";
import { caseKey, keyOfPlanned } from "../../runner/store/trial-key.js";
import type { Transcript } from "../../transcript/transcript.js";
import { judgeTrial } from "../../verdict/judge-trial.js";
import type { TrialWord } from "../progress/progress-state.js";
import { type Progress, watchProgress } from "../progress/watch-progress.js";
import type { AskWords } from "./ask-options.js";

type Words = Pick<AskWords, "maxCalls" | "maxCost" | "maxMinutes" | "progress"> & { readonly simulator?: string };

/** Shows how far the asking of a plan is. */
export function showProgress(
  { maxCalls, maxCost, maxMinutes, progress, simulator }: Words,
  plan: Plan,
): Promise<Progress> {
  return watchProgress({
    kind: progress ?? "auto",
    limits: {
      maxCalls: maxCalls ?? null,
      maxCostUsd: maxCost ?? null,
      maxMinutes: maxMinutes ?? null,
      mostUsd: plan.total.costUsd,
      isSimulated: simulator !== undefined,
    },
    wordOf: wordsOf(plan),
  });
}

function wordsOf({ cases }: Plan): (transcript: Transcript) => TrialWord {
  const planned = new Map(cases.map((one) => [keyOfPlanned(one), one]));
  return (transcript) => {
    const asked = planned.get(caseKey(transcript.cell));
    if (asked === undefined || transcript.notRun !== null) return "not-measured";
    const { capabilities, upstreamName } = asked.target;
    const { outcome } = judgeTrial(transcript, asked.scenario, { capabilities, upstreamName });
    if (outcome === "excluded") return "not-measured";
    return outcome === "bad" ? "failing" : "ok";
  };
}
