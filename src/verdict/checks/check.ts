import type { JsonObject } from "../../chat/json.js";
import type { Tool } from "../../chat/request.js";
import type { Expectation } from "../../scenario/expectation.js";
import type { Turn } from "../../transcript/transcript.js";
import type { Finding, FindingId } from "../verdict.js";
import type { Rule } from "./rule.js";

/** What a check may look at: one turn and what the scenario says about it. Never the target: it could excuse it. */
export type JudgedTurn = {
  readonly turn: Turn;
  readonly streaming: boolean;
  readonly expect: readonly Expectation[];
  /** The tools that the request declared. */
  readonly tools: readonly Tool[];
  /** The calls of the history of the request, scripted or the model's own. */
  readonly earlierCalls: readonly EarlierCall[];
};

export type EarlierCall = {
  readonly id: string | null;
  readonly name: string | null;
  readonly arguments: JsonObject | null;
};

/** A finding before it is known which step it belongs to. */
export type Seen = Omit<Finding, "step">;

/**
 * One claim about a turn. `run` answers with what contradicts the claim: `[]` when it holds, null when it does not apply.
 * `explainedBy`: bad findings of this turn that already say why the claim cannot hold; the check then does not
 * apply, so that one fault is one finding.
 */
export type Check = {
  readonly id: string;
  /** The claim as a sentence that is true of a good reply. */
  readonly claim: string;
  /** Whose claim it is, and how strong. */
  readonly rule: Rule;
  readonly explainedBy: readonly FindingId[];
  /** False for the few claims that can be looked at in a reply that was refused, cut or failed. */
  readonly needsWholeReply: boolean;
  readonly run: (judged: JudgedTurn) => readonly Seen[] | null;
};

/** What names a check, for those that are made by a function. */
export type CheckName = Pick<Check, "id" | "claim" | "rule">;

export function bad(id: FindingId, cause: string | null, seen: string): Seen {
  return { id, cause, severity: "bad", seen };
}

export function note(id: FindingId, cause: string | null, seen: string): Seen {
  return { id, cause, severity: "note", seen };
}

/** Findings that say why a reply shows nothing, or not all of its answer. */
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

/** Findings that say why a call is not where it belongs. */
export const callElsewhere = [
  "tool-call-as-text",
  "tool-call-in-reasoning",
  "duplicate-call",
  "unusual-tool-call",
] as const satisfies readonly FindingId[];

/** Findings that say why the calls of a reply are not as the model made them. */
export const callsBroken = [
  "event-after-finish",
  "index-reused",
  "index-split",
  "block-broken",
] as const satisfies readonly FindingId[];
