import { localFailure } from "../../adapters/errors/classify.js";
import type { ChatFailure } from "../../chat/failure.js";
import type { Reply } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { inputTokensOf, replyTokensOf } from "../estimate.js";
import type { Draw, RunPace } from "../pace/limits-of.js";
import type { CallEnd, Pace, PacedCall, Passage } from "../pace/pace.js";
import type { Gate } from "../trial/ask.js";

/** The pace of a live run. */
export type LivePace = RunPace & { readonly pace: Pace };

/** The pace of one trial: its gate, and why its first call never went; null: it went, or still waits. */
export type TrialPace = {
  readonly gate: Gate;
  readonly neverWent: () => Exclude<Passage, { readonly kind: "go" }> | null;
};

/** What ends the waiting of a trial that has not begun, and of one that has. */
export type PaceSignals = { readonly begin: AbortSignal; readonly goOn: AbortSignal };

/** The pace of one trial of a target. */
export function trialPace({ pace, drawOf }: LivePace, target: Target, signals: PaceSignals): TrialPace {
  const draw = drawOf(target);
  let hasBegun = false;
  let never: ReturnType<TrialPace["neverWent"]> = null;
  return {
    neverWent: () => never,
    gate: async (request) => {
      const passage = await pace.take(callOf(request, target, draw), hasBegun ? signals.goOn : signals.begin);
      if (passage.kind !== "go") {
        if (!hasBegun) never = passage;
        return { kind: "no", failure: failureOf(passage) };
      }
      hasBegun = true;
      return { kind: "go", done: (reply) => passage.done(endOf(reply, draw)) };
    },
  };
}

function callOf(request: ChatRequest, target: Target, { quotas }: Draw): PacedCall {
  return { provider: target.provider, quotas, tokens: inputTokensOf(request) + replyTokensOf(request, target) };
}

/** A turn that was not sent, since its trial was to end. */
function failureOf(passage: Exclude<Passage, { readonly kind: "go" }>): ChatFailure {
  return passage.kind === "refused"
    ? localFailure("quota", passage.reason)
    : localFailure("aborted", "the run ended while this turn waited for its pace");
}

/** What a reply says of its quotas, and whether its service asks for fewer calls. */
export function endOf({ failure, usage }: Pick<Reply, "failure" | "usage">, draw: Draw): CallEnd {
  return { usedTokens: usedTokens(failure, usage, draw), slowDown: slowDownOf(failure) };
}

function usedTokens(failure: ChatFailure | null, usage: Reply["usage"], draw: Draw): number | null {
  if (failure?.phase === "local" || failure?.phase === "refused") return 0;
  const { inputTokens = null, outputTokens = null } = usage ?? {};
  if (!draw.givesBack || inputTokens === null || outputTokens === null) return null;
  return inputTokens + outputTokens * draw.replyTokens;
}

/** 529 is Anthropic's "overloaded" (platform.claude.com/docs/en/api/errors, 2026-11-29). Bedrock throttles by name, inside a stream too. */
const busyStatuses: readonly (number | null)[] = [429, 503, 529];

function slowDownOf(failure: ChatFailure | null): CallEnd["slowDown"] {
  if (failure === null || failure.phase === "local") return null;
  const { kind, status, retryAfterMs, phase } = failure;
  const isBusy =
    kind === "throttled" ||
    (phase !== "body" && busyStatuses.includes(status)) ||
    (kind === "unavailable" && retryAfterMs !== null);
  return isBusy ? { retryAfterMs } : null;
}
