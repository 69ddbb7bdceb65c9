import type { JsonObject } from "../../chat/json.js";
import type { Tool } from "../../chat/request.js";
import type { Expectation } from "../../scenario/expectation.js";
import type { Turn } from "../../transcript/transcript.js";
import type { Finding, FindingId } from "../verdict.js";
import type { Rule } from "./rule.js";

/** The input of a check: one turn, and the scenario's expectations of it. Never the target, which a check could excuse. */
export type JudgedTurn = {
  readonly turn: Turn;
  /** The turns of its conversation before it, in order. */
  readonly earlier: readonly Turn[];
  readonly streaming: boolean;
  readonly expect: readonly Expectation[];
  /** The tools that the request declared; `[]` when it declared none. */
  readonly tools: readonly Tool[];
  /** The calls in the request's history, both scripted ones and the model's own. */
  readonly earlierCalls: readonly EarlierCall[];
  /** The other conversations of the trial that were in flight at the same time; absent: it has one. */
  readonly beside?: Beside;
};

/** `own`: the marker of the turn's conversation; `markers`: those of the others; `turns`: all turns of the others. */
export type Beside = {
  readonly own: string;
  readonly markers: readonly string[];
  readonly turns: readonly Turn[];
};

/** A call in the history. `arguments` null: they cannot be read as a JSON object. */
export type EarlierCall = {
  readonly id: string | null;
  readonly name: string | null;
  readonly arguments: JsonObject | null;
};

/** A finding as a check reports it: the step is added by the judge. */
export type CheckFinding = Omit<Finding, "step">;

/**
 * One claim about a turn. `run` returns the findings that contradict the claim: `[]` when it holds, null when it does not
 * apply. `explainedBy`: bad findings of the same turn that already explain why the claim cannot hold. The check then does not
 * apply, so that one fault gives one finding.
 *
 * @example
 * export const usageReported: Check = {
 *   id: "usage/reported", claim: "the tokens of a reply are reported", rule: should(openai("ChatCompletion.usage")),
 *   needsWholeReply: true, explainedBy: [],
 *   run: ({ turn }) => (turn.reply.usage === null ? [note("usage-missing", null, "no usage")] : []),
 * };
 */
export type Check = {
  readonly id: string;
  /** The claim as a sentence that is true of a good reply. */
  readonly claim: string;
  /** The source of the claim, and its strength. */
  readonly rule: Rule;
  readonly explainedBy: readonly FindingId[];
  /** False for the few claims that can be checked in a reply that was refused, cut or failed. */
  readonly needsWholeReply: boolean;
  /** A check of steps that expect a refusal. No other check judges those, and it judges no other; absent: of all other steps. */
  readonly ofProbes?: true;
  readonly run: (judged: JudgedTurn) => readonly CheckFinding[] | null;
};

/** The descriptive part of a check, for functions that build checks. */
export type CheckName = Pick<Check, "id" | "claim" | "rule">;

/** A finding that makes the trial bad. `cause` null: the finding has one cause only. `seen`: the evidence, quoted. */
export function bad(id: FindingId, cause: string | null, seen: string): CheckFinding {
  return { id, cause, severity: "bad", seen };
}

/** A finding that is shown and does not make the trial bad. Arguments as for {@link bad}. */
export function note(id: FindingId, cause: string | null, seen: string): CheckFinding {
  return { id, cause, severity: "note", seen };
}

/** Findings that explain why a reply shows nothing, or not all of its answer. */
export const nothingShown = [
  "empty-reply",
  "reasoning-only",
  "filtered",
  "refusal",
  "cut-by-max-tokens",
  "tool-use-without-block",
  "malformed-function-call",
  "model-error",
  "message-missing",
] as const satisfies readonly FindingId[];

/** Findings that explain why a call is not where it belongs. */
export const callElsewhere = [
  "tool-call-as-text",
  "tool-call-in-reasoning",
  "duplicate-call",
  "unusual-tool-call",
] as const satisfies readonly FindingId[];

/** Findings that explain why the calls of a reply differ from those that the model made. */
export const callsBroken = [
  "event-after-finish",
  "index-reused",
  "index-split",
  "block-broken",
] as const satisfies readonly FindingId[];
