import { isStreaming } from "../chat/api.js";
import type { Capabilities } from "../chat/target.js";
import { expectedRefusal } from "../scenario/probe/refusal.js";
import type { Scenario } from "../scenario/scenario.js";
import type { Transcript, Turn } from "../transcript/transcript.js";
import type { Check } from "./checks/check.js";
import { probeAnswer } from "./checks/probe/probe-turn.js";
import { checks as allChecks } from "./checks/registry.js";
import type { Layer } from "./checks/rule.js";
import { unsaidTrial } from "./effects/unsaid-trial.js";
import { failureOutcome } from "./failure-outcome.js";
import { CheckFault, judgeTurn } from "./judge-turn.js";
import { judgedTurnOf } from "./judged-turn.js";
import { inLayer } from "./layer.js";
import type { SequentialRule } from "./statistics/sequential-test.js";
import { brokenPin, type Pin, upstreamOf } from "./upstream.js";
import type { CheckResult, ExclusionReason, Finding, TrialVerdict } from "./verdict.js";
import { visibleTextOf } from "./visible-text.js";

/**
 * What is not in the transcript: the pinned upstream and the gateway's name for it (default: the cell's pin, and no other
 * name), and the checks that apply (default: all).
 */
export type JudgeOptions = Partial<Pin> & {
  /** What the target supports, as far as a source states it. */
  readonly capabilities: Capabilities;
  readonly checks?: readonly Check[];
  /** Which findings make a trial bad; default: `compatible`, those that a client notices. */
  readonly layer?: Layer;
  /** The rule that stopped the trials of the cell; absent: their number was fixed in advance. */
  readonly sequential?: SequentialRule;
};

/**
 * Judges one trial by its transcript alone. `excluded`: it is no evidence about the model; `reason` says why. `bad`: some turn
 * has a bad finding. A trial whose later steps were not reached is `bad` if an earlier turn is, and otherwise excluded. A check
 * that throws excludes the trial as `harness-fault`.
 */
export function judgeTrial(transcript: Transcript, scenario: Scenario, options: JudgeOptions): TrialVerdict {
  const judged = judgeTurns(transcript, scenario, options);
  const checks = judged.results;
  const findings = checks.flatMap(({ finding }) => (finding === null ? [] : [finding]));
  const exclusion =
    judged.fault ??
    exclusionOf({ transcript, scenario, findings }, options) ??
    unsaid({ transcript, scenario, findings }) ??
    unsupported({ transcript, scenario, findings }, options.capabilities);
  const verdict: TrialVerdict = {
    trial: transcript.trial,
    outcome: exclusion !== null ? "excluded" : hasBad(findings) ? "bad" : "ok",
    reason: exclusion?.reason ?? null,
    upstream: upstreamOf(transcript),
    findings,
    checks: exclusion === null ? checks : withoutJudgement(checks),
    requestIds: requestIdsOf(transcript),
    lastText: lastTextOf(transcript),
    message: exclusion?.message ?? null,
  };
  return inLayer(verdict, options.layer ?? "compatible", options.checks ?? allChecks);
}

function judgeTurns(
  transcript: Transcript,
  scenario: Scenario,
  { checks }: JudgeOptions,
): { readonly results: readonly CheckResult[]; readonly fault: Exclusion | null } {
  try {
    const turns = transcript.turns.map((turn) => judgedTurnOf(turn, transcript, scenario));
    return { results: turns.flatMap((turn) => judgeTurn(turn, checks)), fault: null };
  } catch (error) {
    if (!(error instanceof CheckFault)) throw error;
    return { results: [], fault: { reason: "harness-fault", message: error.message } };
  }
}

type Exclusion = { readonly reason: ExclusionReason; readonly message: string };

type Trial = {
  readonly transcript: Transcript;
  readonly scenario: Scenario;
  readonly findings: readonly Finding[];
};

function exclusionOf({ transcript, scenario, findings }: Trial, options: JudgeOptions): Exclusion | null {
  if (transcript.notRun !== null) return { reason: transcript.notRun.kind, message: transcript.notRun.reason };
  const mismatch = wrongScenario(transcript, scenario);
  if (mismatch !== null) return { reason: "harness-fault", message: mismatch };
  const { upstreamPin = transcript.cell.upstreamPin, upstreamName = null } = options;
  const pin = brokenPin(transcript, { upstreamPin, upstreamName });
  if (pin !== null) return { reason: "pin-not-honoured", message: pin };
  if (hasBad(findings)) return null;
  return failedTurn(transcript, scenario) ?? notReached(transcript, scenario);
}

/** A parameter that is refused, or that the API cannot say, is no failure of the reply. */
function unsaid({ transcript, scenario, findings }: Trial): Exclusion | null {
  const message = unsaidTrial(transcript, scenario.compare, findings);
  return message === null ? null : { reason: "unsupported", message };
}

/** A refusal in general terms, of a request that needs what the target, according to a source, does not support. */
function unsupported(
  { transcript: { cell }, scenario, findings }: Trial,
  capabilities: Capabilities,
): Exclusion | null {
  const needsTools = scenario.needs.includes("tools") || scenario.needs.includes("tool-results");
  const lacksTools = capabilities.tools === false || (isStreaming(cell.api) && capabilities.streamingTools === false);
  if (!needsTools || !lacksTools) return null;
  const bad = findings.filter(({ severity }) => severity === "bad");
  const refused = bad.find(({ id, cause }) => id === "request-refused" && generalRefusals.includes(cause ?? ""));
  return refused === undefined || bad.length > 1 ? null : { reason: "unsupported", message: refused.seen };
}

const generalRefusals: readonly string[] = [
  ...["parameter-unsupported", "invalid-request", "schema-keyword", "tools-with-reasoning"],
];

function wrongScenario({ cell }: Transcript, scenario: Scenario): string | null {
  if (cell.scenario === scenario.id && cell.scenarioVersion === scenario.version) return null;
  const recorded = `${cell.scenario} version ${cell.scenarioVersion}`;
  return `the trial is of ${recorded}, and is judged by ${scenario.id} version ${scenario.version}`;
}

function failedTurn({ turns }: Transcript, scenario: Scenario): Exclusion | null {
  for (const turn of turns) {
    const { step, reply } = turn;
    if (isAnsweredProbe(turn, scenario)) continue;
    const outcome = failureOutcome(reply, false);
    if (outcome.kind === "excluded") return { reason: outcome.reason, message: `${step}: ${outcome.message}` };
  }
  return null;
}

/** A refusal that was asked for excludes nothing, whatever its kind. */
function isAnsweredProbe(turn: Turn, { steps }: Scenario): boolean {
  const expected = expectedRefusal(steps.find(({ id }) => id === turn.step) ?? { expect: [] });
  return expected !== null && probeAnswer({ turn, streaming: false }, expected).kind !== "elsewhere";
}

function notReached({ turns, notReached: unreached }: Transcript, scenario: Scenario): Exclusion | null {
  const reached = new Set(turns.map(({ step }) => step));
  const missing =
    unreached.length > 0 ? unreached : scenario.steps.map(({ id }) => id).filter((id) => !reached.has(id));
  if (missing.length === 0) return null;
  return { reason: "not-reached", message: `the trial did not reach ${missing.join(", ")}` };
}

/** The checks of an excluded trial neither pass nor fail; the trial keeps its findings for inspection. */
function withoutJudgement(checks: readonly CheckResult[]): readonly CheckResult[] {
  return checks.map(({ check, step }) => ({ check, outcome: "not-applicable", step, finding: null }));
}

function hasBad(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === "bad");
}

function requestIdsOf({ turns }: Transcript): readonly string[] {
  const ids = turns.flatMap(({ attempts, reply }) => [...attempts.map(({ requestId }) => requestId), reply.requestId]);
  return [...new Set(ids.filter((id) => id !== null))];
}

function lastTextOf({ turns }: Transcript): string | null {
  const last = turns.at(-1);
  const isEmpty = last === undefined || (last.reply.failure !== null && last.reply.parts.length === 0);
  return isEmpty ? null : visibleTextOf(last.reply);
}
