import type { ChatRequest } from "../../../chat/request.js";
import type { Unit } from "../units/unit.js";
import { decisionOf } from "./ask-body.js";
import { callsToSearch } from "./expected-calls.js";
import { type Stay, staysOf } from "./fixed-point.js";
import { errors, keptShare } from "./options.js";
import { presentOf, type State } from "./state.js";
import { meanRate } from "./wald.js";

/** Bad of eligible calls. */
export type Counted = { readonly bad: number; readonly eligible: number };

/**
 * How it ended. `fixed-point`: no single removal keeps the failure. `spent`: the budget ended, so that the request is the smallest
 * that was shown to fail. `too-rare`: the request itself fails too seldom. `refused`: it is refused. `rate-changed`: it failed at
 * the beginning, and not at the end.
 */
export type Ending = "fixed-point" | "spent" | "too-rare" | "refused" | "rate-changed";

/**
 * The smallest request and what is known of it. `rate`: the request as it was, on fresh calls. `keeps`: a removal that fails at this
 * rate or more keeps the failure. `own`: what is left, at a fixed point on calls made after it was found, else on all of its calls. `removed`: each largest unit that is gone.
 * `stays`: what is left, and why. `callsNeeded`: about how many more calls a fixed point takes; null: it is one, or cannot be.
 */
export type MinimiseResult = {
  readonly ending: Ending;
  readonly request: ChatRequest;
  readonly rate: Counted;
  readonly keeps: number;
  readonly own: Counted;
  readonly removed: readonly Unit[];
  readonly stays: readonly Stay[];
  readonly units: number;
  readonly calls: number;
  readonly voids: number;
  readonly refusals: number;
  /** Calls that another upstream served than the failing one's. */
  readonly elsewhere: number;
  /** The first replies of the request say the same in the same words, although each call had a nonce of its own. */
  readonly isSteady: boolean;
  readonly callsNeeded: number | null;
};

/** The result at this moment. Where it ended early, bodies that are not proven yet are given up. */
export function resultOf(state: State, ending: Ending): MinimiseResult {
  const isOpen = ending === "spent" || ending === "rate-changed";
  while (isOpen && state.failing.length > 1 && !isProven(state)) state.failing.pop();
  const { body, removed } = presentOf(state);
  const whole = state.failing[0]?.body ?? body;
  const stays = staysOf(state);
  return {
    ending,
    request: body.request,
    rate: { bad: whole.bad, eligible: whole.eligible },
    keeps: keptShare * meanRate(state.belief),
    own:
      ending === "spent" && state.failing.length > 1 ? { bad: body.bad, eligible: body.eligible } : { ...state.fresh },
    removed: state.units.filter(
      ({ id }) => removed.has(id) && !(state.ancestors.get(id) ?? []).some((around) => removed.has(around)),
    ),
    stays,
    units: state.units.length,
    calls: state.calls,
    voids: state.voids,
    refusals: state.refusals,
    elsewhere: state.elsewhere,
    isSteady: isSteady(state.replies),
    callsNeeded: ending === "spent" ? callsNeeded(state, stays) : null,
  };
}

/** True for a present body that was shown to fail as surely as the result of a fixed point is. */
function isProven(state: State): boolean {
  return decisionOf(state, presentOf(state).body, errors.fixedPoint) === "keeps";
}

function isSteady(replies: readonly string[]): boolean {
  const first = replies.slice(0, 4);
  return first.some((key) => first.filter((one) => one === key).length >= 3);
}

/** About the calls that are still needed, for the units that are not decided. */
function callsNeeded({ belief }: State, stays: readonly Stay[]): number {
  return callsToSearch(belief, stays.filter(({ because }) => because === "untried" || because === "around").length);
}
