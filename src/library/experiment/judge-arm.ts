import { createHash } from "node:crypto";
import type { FailureKind } from "../../chat/failure.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import type { Target } from "../../chat/target.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import { isAccountReason } from "../../verdict/account-reasons.js";
import { isBlank } from "../../verdict/compare-text.js";
import type { ExperimentCall } from "../../verdict/experiment/space.js";
import { judgeTrial } from "../../verdict/judge-trial.js";
import type { Finding, TrialVerdict } from "../../verdict/verdict.js";
import { visibleTextOf } from "../../verdict/visible-text.js";

/** What a call of an experiment showed. `why`: for a refusal, the service's words; for a void call, why it is no trial. */
export type JudgedArm = Pick<ExperimentCall, "outcome" | "replyKey" | "upstream"> & {
  readonly findings: readonly string[];
  readonly why: string | null;
};

/** The trial in whose place a reply is judged, and the failure that is to be explained, as {@link symptomOf} has it. */
export type ArmTrial = {
  readonly scenario: Scenario;
  readonly transcript: Transcript;
  readonly symptom: readonly string[];
  /** True: another place than the failing one. If the account may not ask there, that place is out; the failing one has no other. */
  readonly isElsewhere: boolean;
};

/**
 * One word for what a finding is of, for the comparison of two replies. A refusal has its reason in it, since a service may refuse a
 * changed request for another one.
 */
export function symptomOf({ id, cause }: Pick<Finding, "id" | "cause">): string {
  return id === "request-refused" && cause !== null ? `${id} (${cause})` : id;
}

/**
 * Judges the reply of one call. `bad`: it has a finding of the failure; anything else that a service answered is `ok` here, since the
 * experiment explains one failure. A request that the service does not take is `refused`, unless this very refusal is the failure. What
 * is no trial (throttled, no connection, another upstream than the pinned one) is `void`.
 */
export function judgeArm(
  turn: Turn,
  target: Target,
  { scenario, transcript, symptom, isElsewhere }: ArmTrial,
): JudgedArm {
  const steps = scenario.steps.filter(({ id }) => id === turn.step);
  const { capabilities, upstreamPin, upstreamName } = target;
  const trial = transcriptAt(transcript, target, turn);
  const judged = judgeTrial(trial, { ...scenario, steps }, { capabilities, upstreamPin, upstreamName });
  const bad = judged.findings.filter(({ severity }) => severity === "bad");
  const findings = [...new Set(bad.map(symptomOf))];
  const isSymptom = findings.some((one) => symptom.includes(one));
  const common = { findings, upstream: servedBy(judged, turn.reply) };
  const { reply } = turn;
  if (!isSymptom && isRefusal(reply, isElsewhere)) {
    return { ...common, outcome: "refused", replyKey: null, why: reply.failure?.message ?? null };
  }
  if (judged.outcome === "excluded") {
    return { ...common, outcome: "void", replyKey: null, why: judged.message ?? judged.reason };
  }
  return { ...common, outcome: isSymptom ? "bad" : "ok", replyKey: keyOf(reply), why: null };
}

/** The service, or the API's body, does not take the request; elsewhere also: the account may not ask there. No quota of a minute, no outage. */
function isRefusal({ failure }: Reply, isElsewhere: boolean): boolean {
  if (failure === null) return false;
  if (isElsewhere && failure.phase !== "body" && isAccountReason(failure.kind) && failure.kind !== "throttled")
    return true;
  return (failure.phase === "refused" || failure.phase === "local") && refusals.has(failure.kind);
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
