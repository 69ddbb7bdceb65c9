import { unreachable } from "../../chat/unreachable.js";
import type { Random } from "../random.js";
import type { MatchedStep } from "../request/match-step.js";
import { isAfterTool, type ModelRequest, usesTools } from "../request/model-request.js";
import { isMoved } from "../request/serving-upstream.js";
import { says } from "./ignore-parameter.js";
import type { When } from "./when.js";
import type { Fault } from "./wire-fault.js";

/** For each fault, how many requests matched its conditions so far, for `nth`. */
export type FaultCounts = Map<Fault, number>;

/** The faults of a request, in the order of the profile. It advances `counts`, so call it once per request. */
export function faultsFor(given: {
  readonly faults: readonly Fault[];
  readonly request: ModelRequest;
  readonly matched: MatchedStep | null;
  readonly counts: FaultCounts;
  readonly random: Random;
}): readonly Fault[] {
  const { counts, random } = given;
  return given.faults.filter((fault) => {
    if (!appliesTo(fault.when, given.request, given.matched)) return false;
    const count = (counts.get(fault) ?? 0) + 1;
    counts.set(fault, count);
    if (fault.when.nth !== null && !fault.when.nth.includes(count)) return false;
    return fault.when.probability === 1 || random.next() < fault.when.probability;
  });
}

/** True if a request matches the conditions of a rule, apart from `nth` and `probability`. */
export function appliesTo(when: When, request: ModelRequest, matched: MatchedStep | null): boolean {
  return (
    (when.api === null || when.api.includes(request.api)) &&
    (when.parameter === null || when.parameter.some((one) => says(request, one))) &&
    (when.tools === null || when.tools === usesTools(request)) &&
    (when.moved === null || when.moved === isMoved(request)) &&
    (when.busy === null || when.busy === request.isBusy) &&
    (when.scenario === null || (matched !== null && when.scenario.includes(matched.scenario.id))) &&
    isAtStep(when.step, request)
  );
}

function isAtStep(step: When["step"], request: ModelRequest): boolean {
  const isFirst = !request.turns.some(({ role }) => role === "assistant");
  switch (step) {
    case "any":
      return true;
    case "first":
      return isFirst;
    case "later":
      return !isFirst;
    case "after-tool":
      return isAfterTool(request);
    default:
      return unreachable(step);
  }
}
