import { createHash } from "node:crypto";
import type { FailureKind } from "../../chat/failure.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import type { Target } from "../../chat/target.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import { isBlank } from "../../verdict/compare-text.js";
import type { ExperimentCall } from "../../verdict/experiment/space.js";
import { judgeTrial } from "../../verdict/judge-trial.js";
import type { TrialVerdict } from "../../verdict/verdict.js";
import { visibleTextOf } from "../../verdict/visible-text.js";

/** What a call of an experiment showed. `why`: for a refusal, the service's words; for a void call, why it is no trial. */
export type JudgedArm = Pick<ExperimentCall, "outcome" | "replyKey" | "upstream"> & {
  readonly findings: readonly string[];
  readonly why: string | null;
};

/** The trial in whose place a reply is judged, and the ids of the findings that are to be explained. */
export type ArmTrial = {
  readonly scenario: Scenario;
  readonly transcript: Transcript;
  readonly symptom: readonly string[];
  /** True: the request is the failing one, unchanged: its refusal is the failure. */
  readonly isFailing: boolean;
};

/**
 * Judges the reply of one call. `bad`: it has a finding of the failure; anything else that a service answered is `ok` here, since the
 * experiment explains one failure. A request that the service does not take is `refused`, unless refusal is the failure. What is no trial
 * (throttled, no connection, another upstream than the pinned one) is `void`.
 */
export function judgeArm(
  turn: Turn,
  target: Target,
  { scenario, transcript, symptom, isFailing }: ArmTrial,
): JudgedArm {
  const steps = scenario.steps.filter(({ id }) => id === turn.step);
  const { capabilities, upstreamPin, upstreamName } = target;
  const trial = transcriptAt(transcript, target, turn);
  const judged = judgeTrial(trial, { ...scenario, steps }, { capabilities, upstreamPin, upstreamName });
  const findings = [...new Set(judged.findings.flatMap(({ id, severity }) => (severity === "bad" ? [id] : [])))];
  const isSymptom = findings.some((id) => symptom.includes(id));
  const common = { findings, upstream: servedBy(judged, turn.reply) };
  const { reply } = turn;
  if (isRefusal(reply) && !(isSymptom && (isFailing || symptom.includes("request-refused")))) {
    return { ...common, outcome: "refused", replyKey: null, why: reply.failure?.message ?? null };
  }
  if (judged.outcome === "excluded") {
    return { ...common, outcome: "void", replyKey: null, why: judged.message ?? judged.reason };
  }
  return { ...common, outcome: isSymptom ? "bad" : "ok", replyKey: keyOf(reply), why: null };
}

/** The service answered that it does not take the request: no key, no quota and no outage is that. */
function isRefusal({ failure }: Reply): boolean {
  if (failure === null || failure.phase !== "refused") return false;
  return refusals.has(failure.kind);
}

const refusals: ReadonlySet<FailureKind> = new Set<FailureKind>([
  ...(["tools-unsupported", "streaming-tools-unsupported", "streaming-unsupported", "parameter-unsupported"] as const),
  ...(["caching-unsupported", "schema-keyword", "tools-with-reasoning", "invalid-history"] as const),
  ...(["thinking-signature", "role-order", "context-overflow", "output-limit", "content-filter"] as const),
  ...(["invalid-request", "api-unsupported", "routing", "model-not-found", "inference-profile"] as const),
]);

function transcriptAt(shown: Transcript, target: Target, turn: Turn): Transcript {
  const { id, model, provider, api, providerModelId, region, upstreamPin } = target;
  const cell = { ...shown.cell, target: id, model, provider, api, providerModelId, region, upstreamPin };
  return { ...shown, cell, turns: [turn], notReached: [], notRun: null };
}

function servedBy({ upstream }: TrialVerdict, { model }: Reply): string | null {
  const named = [upstream, model].filter((one) => one !== null);
  return named.length === 0 ? null : named.join(" ");
}

/** Equal for two replies that say the same, ids aside; null: it says nothing, and silence is no copy of silence. */
function keyOf(reply: Reply): string | null {
  const text = visibleTextOf(reply);
  const calls = toolCallsOf(reply).map((call) => [call.name, call.argumentsText]);
  if (reply.failure !== null || (isBlank(text) && calls.length === 0)) return null;
  return createHash("sha256")
    .update(JSON.stringify([text, calls]))
    .digest("hex")
    .slice(0, 16);
}
