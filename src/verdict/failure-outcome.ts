import type { ChatFailure, FailureKind } from "../chat/failure.js";
import type { Reply } from "../chat/reply.js";
import { unreachable } from "../chat/unreachable.js";
import { isAccountReason } from "./account-reasons.js";
import { bad, type Seen } from "./checks/check.js";
import type { ExclusionReason } from "./verdict.js";

/** What a failed call is evidence of: nothing (`excluded`, with the reason), or the model or its service (`bad`). */
export type FailureOutcome =
  | { readonly kind: "none" }
  | { readonly kind: "excluded"; readonly reason: ExclusionReason; readonly message: string }
  | { readonly kind: "bad"; readonly finding: Seen };

/**
 * Reads a failure by its phase first. Before the headers, and for a status that is no success, most failures say nothing
 * about the model. After a 200 every failure but the caller's and the harness's own is the service's and counts.
 */
export function failureOutcome(reply: Reply, streaming: boolean): FailureOutcome {
  const { failure } = reply;
  if (failure === null) {
    if (reply.completeness === "complete") return { kind: "none" };
    return asBad(bad("truncated", causeOfCut(reply), "the body ended before the reply was whole"));
  }
  const ours = ownFault(failure.kind);
  if (ours !== null) return excluded(ours, failure);
  switch (failure.phase) {
    case "local":
      return excluded(localReason(failure.kind), failure);
    case "connect":
      return excluded(accountReason(failure.kind) ?? "connection", failure);
    case "refused":
      return refusedOutcome(failure);
    case "body":
      return asBad(bodyFinding(failure, reply, streaming));
    default:
      return unreachable(failure.phase);
  }
}

function ownFault(kind: FailureKind): ExclusionReason | null {
  return kind === "aborted" || kind === "replay-miss" || kind === "harness-fault" ? kind : null;
}

/** Why a failure before a 200 excludes, whatever its phase; null when its phase has to decide. */
function accountReason(kind: FailureKind): ExclusionReason | null {
  if (isAccountReason(kind)) return kind;
  switch (kind) {
    case "tools-unsupported":
    case "streaming-tools-unsupported":
    case "streaming-unsupported":
      return "unsupported";
    default:
      return null;
  }
}

/** What an adapter did not send: the API's body may have no place for it; anything else is our own fault. */
function localReason(kind: FailureKind): ExclusionReason {
  return kind === "parameter-unsupported" ? "unsupported" : (accountReason(kind) ?? "harness-fault");
}

function refusedOutcome(failure: ChatFailure): FailureOutcome {
  const reason = accountReason(failure.kind);
  if (reason !== null) return excluded(reason, failure);
  if (failure.kind === "unavailable" || (failure.status ?? 0) >= 500) return excluded("unavailable", failure);
  switch (failure.kind) {
    case "model-error":
      return asBad(bad("model-error", null, said(failure)));
    case "timeout":
      // Without a word of the service it was a deadline of ours, while the body of a refusal came in.
      return failure.raw === null
        ? excluded("connection", failure)
        : asBad(bad("model-error", "timeout", said(failure)));
    case "network":
    case "truncated":
    case "protocol":
      return excluded("connection", failure);
    default:
      return asBad(bad("request-refused", failure.kind, said(failure)));
  }
}

/** After a 200. A deadline of ours has no bytes that say so (`raw` null); a service's own timeout has. */
function bodyFinding(failure: ChatFailure, reply: Reply, streaming: boolean): Seen {
  const cause = failure.afterFinish ? "after-finish" : null;
  switch (failure.kind) {
    case "truncated":
    case "network":
      return bad("truncated", cause ?? causeOfCut(reply), said(failure));
    case "protocol":
      return bad("protocol", cause, said(failure));
    case "content-filter":
      return bad("filtered", cause, said(failure));
    case "timeout":
      return failure.raw === null
        ? bad("stalled", cause ?? contentCause(reply), said(failure))
        : bad("model-error", "timeout", said(failure));
    default:
      return errorInside(failure, reply, streaming);
  }
}

/** An error that the service wrote into a 200: the model's (by its word), alone in the body, or inside a stream. */
function errorInside(failure: ChatFailure, reply: Reply, streaming: boolean): Seen {
  const cause = failure.afterFinish ? "after-finish" : failure.kind;
  if (/^(?:internal)?model(?:stream)?error/i.test(failure.code ?? "")) return bad("model-error", cause, said(failure));
  const nothingCame = reply.parts.length === 0 && reply.finish === null;
  const isWholeBody = /^\s*\{\s*"error"/.test(failure.raw ?? "") && nothingCame;
  return bad(streaming && !isWholeBody ? "midstream-error" : "error-in-200", cause, said(failure));
}

function causeOfCut(reply: Reply): string | null {
  return reply.completeness === "truncated-after-finish" ? "after-finish" : contentCause(reply);
}

function contentCause(reply: Reply): string {
  return reply.parts.length === 0 ? "before-content" : "inside-content";
}

function asBad(finding: Seen): FailureOutcome {
  return { kind: "bad", finding };
}

function excluded(reason: ExclusionReason, failure: ChatFailure): FailureOutcome {
  return { kind: "excluded", reason, message: said(failure) };
}

function said({ status, code, message }: ChatFailure): string {
  const words = [status === null ? null : `HTTP ${status}`, code].filter(
    (word) => word !== null && !message.includes(word),
  );
  return words.length === 0 ? message : `${words.join(" ")}: ${message}`;
}
