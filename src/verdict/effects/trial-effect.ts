import type { ChatFailure, FailureKind } from "../../chat/failure.js";
import type { Reply, Warning } from "../../chat/reply.js";
import type { Comparison } from "../../scenario/compare/comparison.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import type { TrialEffect } from "./decide-effect.js";
import type { SideReplies } from "./measures/measure.js";
import { isMeasured } from "./measures/registry.js";

/** What one trial says about a comparison. Only whole replies are measured. */
export function trialEffect({ turns }: Pick<Transcript, "turns">, comparison: Comparison): TrialEffect {
  const sideOf = (steps: readonly string[]) => steps.map((step) => turns.find((turn) => turn.step === step) ?? null);
  const [base, changed] = [sideOf(comparison.base), sideOf(comparison.changed)];
  const leftOut = changed.flatMap((turn) => turn?.reply.warnings ?? []).find((one) => isLeftOut(one, comparison));
  if (leftOut !== undefined) return { kind: "left-out", message: leftOut.message };
  const unsaid = changed.map((turn) => turn?.reply.failure ?? null).find((failure) => isUnsaid(failure));
  if (unsaid != null) return { kind: "left-out", message: unsaid.message };
  const wasAnswered = base.every((turn) => turn !== null && isWhole(turn.reply));
  const refusal = changed.map((turn) => turn?.reply.failure ?? null).find((failure) => isRefusal(failure));
  if (refusal != null && wasAnswered) return { kind: "refused", message: refusalText(refusal) };
  return measured(base, changed, comparison);
}

type Sides = readonly (Turn | null)[];

function measured(base: Sides, changed: Sides, { measure, effect }: Comparison): TrialEffect {
  const plain = (side: Sides): boolean | null => {
    const replies = repliesOf(side);
    const shown = replies === null ? null : isMeasured(replies, measure);
    return shown === null ? null : shown === (effect === "removes");
  };
  const [ofBase, ofChanged] = [base.length === 0 ? null : plain(base), plain(changed)];
  if (ofChanged === null || (base.length > 0 && ofBase === null)) {
    return { kind: "silent", message: "a reply is not whole, or does not say what is measured" };
  }
  return { kind: "measured", base: ofBase, changed: ofChanged };
}

function repliesOf(side: Sides): SideReplies | null {
  const [first, ...others] = side.flatMap((turn) => (turn !== null && isWhole(turn.reply) ? [turn.reply] : []));
  return first === undefined || others.length + 1 < side.length ? null : [first, ...others];
}

function isWhole({ completeness, failure }: Reply): boolean {
  return failure === null && completeness === "complete";
}

/** The warnings by which an adapter says that a setting is not sent, or not as the API's own member. */
const leftOutIds: ReadonlySet<string> = new Set([
  ...["dropped", "setting-dropped", "reasoning-setting-dropped", "top-p-dropped", "tool-choice-none"],
]);

function isLeftOut({ id, field }: Warning, { parameter }: Comparison): boolean {
  return leftOutIds.has(id) && (field === parameter || (parameter === "reasoning" && field.startsWith("reasoning.")));
}

/** Nothing was sent, since the body has no place for the setting. */
function isUnsaid(failure: ChatFailure | null): boolean {
  return failure?.phase === "local" && failure.kind === "parameter-unsupported";
}

/** Refusals that a changed setting can explain, where the same request without it is answered. */
const refusalKinds: ReadonlySet<FailureKind> = new Set<FailureKind>([
  ...(["parameter-unsupported", "schema-keyword", "caching-unsupported", "tools-with-reasoning"] as const),
  ...(["tools-unsupported", "streaming-tools-unsupported", "output-limit", "invalid-request"] as const),
  "api-unsupported",
]);

function isRefusal(failure: ChatFailure | null): boolean {
  return failure?.phase === "refused" && refusalKinds.has(failure.kind);
}

function refusalText({ status, message }: ChatFailure): string {
  return status === null || message.includes(String(status)) ? message : `HTTP ${status}: ${message}`;
}
