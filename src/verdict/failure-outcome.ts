import { type ChatFailure, type FailureKind, isPending } from "../chat/failure.js";
import type { AssistantPart } from "../chat/message.js";
import type { Reply } from "../chat/reply.js";
import { unreachable } from "../chat/unreachable.js";
import { isAccountReason } from "./account-reasons.js";
import { bad, type CheckFinding } from "./checks/check.js";
import { isBlank } from "./compare-text.js";
import type { ExclusionReason } from "./verdict.js";

/** What a failure proves. `none`: no failure. `excluded`: nothing about the model. `bad`: a fault of the model or its service. */
export type FailureOutcome =
  | { readonly kind: "none" }
  | { readonly kind: "excluded"; readonly reason: ExclusionReason; readonly message: string }
  | { readonly kind: "bad"; readonly finding: CheckFinding };

/**
 * Classifies the failure of a reply, by its phase first. Before the headers, and for a status other than success, most failures
 * are no evidence about the model. After a 200 every failure is the service's and counts, except those of the caller and of the
 * harness, whose own limits of size and depth are among them. A reply without a failure that is not complete is `truncated`.
 */
export function failureOutcome(reply: Reply, streaming: boolean): FailureOutcome {
  const { failure } = reply;
  if (failure === null) {
    if (reply.completeness === "complete") return { kind: "none" };
    return asBad(bad("truncated", causeOfCut(reply), "the body ended before the reply was whole"));
  }
  const harnessFault = harnessReason(failure.kind);
  if (harnessFault !== null) return excluded(harnessFault, failure);
  switch (failure.phase) {
    case "local":
      return excluded(localReason(failure.kind), failure);
    case "connect":
      return excluded(accountReason(failure.kind) ?? unconnected(failure.kind), failure);
    case "refused":
      return refusedOutcome(failure);
    case "body":
      // What was asked for in the background is promised, and not here yet.
      if (isPending(failure) && reply.parts.length === 0) return excluded("pending", failure);
      return asBad(bodyFinding(failure, reply, streaming));
    default:
      return unreachable(failure.phase);
  }
}

function harnessReason(kind: FailureKind): ExclusionReason | null {
  switch (kind) {
    case "too-large":
    case "aborted":
    case "replay-miss":
    case "harness-fault":
      return kind;
    default:
      return null;
  }
}

/** Why a failure before a 200 excludes, whatever its phase; null when its phase has to decide. */
function accountReason(kind: FailureKind): ExclusionReason | null {
  if (isAccountReason(kind)) return kind;
  switch (kind) {
    case "api-unsupported":
    case "caching-unsupported":
      return kind;
    case "tools-unsupported":
    case "streaming-tools-unsupported":
    case "streaming-unsupported":
      return "unsupported";
    default:
      return null;
  }
}

/** A request that was not sent: the API's body may have no place for a parameter; anything else is a fault of this program. */
function localReason(kind: FailureKind): ExclusionReason {
  return kind === "parameter-unsupported" ? "unsupported" : (accountReason(kind) ?? "harness-fault");
}

/** A service that took the request and sent no headers before our deadline is not one that could not be reached. */
function unconnected(kind: FailureKind): ExclusionReason {
  return kind === "timeout" ? "no-answer" : "connection";
}

function refusedOutcome(failure: ChatFailure): FailureOutcome {
  const reason = accountReason(failure.kind);
  if (reason !== null) return excluded(reason, failure);
  if (failure.kind === "unavailable" || (failure.status ?? 0) >= 500) return excluded("unavailable", failure);
  switch (failure.kind) {
    case "model-error":
      return asBad(bad("model-error", null, failureText(failure)));
    case "timeout":
      // `raw` null: our own deadline passed while the body of a refusal was arriving.
      return failure.raw === null
        ? excluded("connection", failure)
        : asBad(bad("model-error", "timeout", failureText(failure)));
    case "network":
    case "truncated":
    case "protocol":
      return excluded("connection", failure);
    default:
      return asBad(bad("request-refused", failure.kind, failureText(failure)));
  }
}

/** After a 200. Our own deadline leaves no bytes (`raw` null); a timeout that the service reports does. */
function bodyFinding(failure: ChatFailure, reply: Reply, streaming: boolean): CheckFinding {
  const cause = failure.afterFinish ? "after-finish" : null;
  switch (failure.kind) {
    case "truncated":
    case "network":
      return bad("truncated", cause ?? causeOfCut(reply), failureText(failure));
    case "protocol":
      return bad("protocol", cause, failureText(failure));
    case "content-filter":
      return bad("filtered", cause, failureText(failure));
    case "timeout":
      return failure.raw === null
        ? bad("stalled", cause ?? contentCause(reply), failureText(failure))
        : bad("model-error", "timeout", failureText(failure));
    default:
      return errorInside(failure, reply, streaming);
  }
}

/** An error that the service wrote into a 200: the model's (by its code), the whole body, or one inside a stream. */
function errorInside(failure: ChatFailure, reply: Reply, streaming: boolean): CheckFinding {
  const cause = failure.afterFinish ? "after-finish" : failure.kind;
  if (/^(?:internal)?model(?:stream)?error/i.test(failure.code ?? ""))
    return bad("model-error", cause, failureText(failure));
  const isEmpty = reply.parts.length === 0 && reply.finish === null;
  const isAlone = isEmpty && wholeError.test(failure.raw ?? "");
  return bad(streaming && !isAlone ? "midstream-error" : "error-in-200", cause, failureText(failure));
}

/**
 * An object that begins with a member of an error is one in place of a whole reply. One that begins with its message may be
 * the exception frame of a stream.
 */
const wholeError = /^\s*\[?\s*\{\s*"(?:errors?|detail|title|status|success|Output|__type)"/;

function causeOfCut(reply: Reply): string | null {
  return reply.completeness === "truncated-after-finish" ? "after-finish" : contentCause(reply);
}

/** A part that began and stayed blank is no content yet: gateways send an empty delta first. */
function contentCause(reply: Reply): string {
  return reply.parts.some(hasContent) ? "inside-content" : "before-content";
}

function hasContent(part: AssistantPart): boolean {
  switch (part.kind) {
    case "text":
    case "refusal":
      return !isBlank(part.text);
    case "reasoning":
      return !isBlank(part.text ?? "") || part.redacted !== null || (part.details ?? []).length > 0;
    case "tool-call":
    case "other":
      return true;
    case "cache-point":
      return false;
    default:
      return unreachable(part);
  }
}

function asBad(finding: CheckFinding): FailureOutcome {
  return { kind: "bad", finding };
}

function excluded(reason: ExclusionReason, failure: ChatFailure): FailureOutcome {
  return { kind: "excluded", reason, message: failureText(failure) };
}

/** `HTTP 503 code: message`; what the message already contains is left out. Then the hint, where the words lack it. */
function failureText({ kind, status, code, message, hint }: ChatFailure): string {
  const words = [status === null ? null : `HTTP ${status}`, code].filter(
    (word) => word !== null && !message.includes(word),
  );
  const text = words.length === 0 ? message : `${words.join(" ")}: ${message}`;
  return hinted.has(kind) ? `${text.replace(/\.$/, "")}. ${hint}` : text;
}

/** Kinds whose hint says what the service's words leave out: where the address is wrong, and which keyword is refused. */
const hinted: ReadonlySet<FailureKind> = new Set(["wrong-address", "schema-keyword"]);
