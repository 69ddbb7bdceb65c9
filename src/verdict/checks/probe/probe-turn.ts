import type { ChatFailure } from "../../../chat/failure.js";
import { type ExpectedRefusal, expectedRefusal, isAboutProbe } from "../../../scenario/probe/refusal.js";
import { failureOutcome } from "../../failure-outcome.js";
import type { CheckFinding, JudgedTurn } from "../check.js";

/**
 * What became of a probe. `accepted`: a reply began. `refused`: with an error status. `inside`: with an error inside a 200.
 * `elsewhere`: the failure is not about what was asked, so it shows nothing.
 */
export type ProbeAnswer =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused" | "inside"; readonly failure: ChatFailure }
  | { readonly kind: "elsewhere" };

type Probed = Pick<JudgedTurn, "turn" | "streaming">;

/** What became of a turn whose step expects a refusal. */
export function probeAnswer({ turn: { request, reply }, streaming }: Probed, expected: ExpectedRefusal): ProbeAnswer {
  const { failure } = reply;
  if (failure === null) return { kind: "accepted" };
  if (isAboutProbe({ failure, change: request.change }, expected)) {
    return { kind: failure.phase === "body" ? "inside" : "refused", failure };
  }
  return failureOutcome(reply, streaming).kind === "excluded" || failure.phase !== "body"
    ? { kind: "elsewhere" }
    : { kind: "accepted" };
}

/** Runs a check of a probe's refusal; null where the step is no probe, or where `judge` has nothing to look at. */
export function onRefusal(
  judged: JudgedTurn,
  judge: (refused: { readonly failure: ChatFailure; readonly expected: ExpectedRefusal }) => readonly CheckFinding[],
): readonly CheckFinding[] | null {
  const expected = expectedRefusal(judged);
  if (expected === null) return null;
  const answer = probeAnswer(judged, expected);
  return answer.kind === "refused" || answer.kind === "inside" ? judge({ failure: answer.failure, expected }) : null;
}

/** `HTTP 400: the words of the refusal`. */
export function refusalText({ status, message }: ChatFailure): string {
  return status === null ? message : `HTTP ${status}: ${message}`;
}
