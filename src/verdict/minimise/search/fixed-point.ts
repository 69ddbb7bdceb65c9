import type { Unit } from "../units/unit.js";
import { askBody, type Decision, decideBody, decisionOf, type Flow } from "./ask-body.js";
import { errors } from "./options.js";
import { type Failing, goOnFrom, lessBy, presentOf, type State, unitsLeft } from "./state.js";
import { decided } from "./wald.js";

/**
 * Why a unit is still there. `cures`: without it the failure is gone. `refused`: without it the service refuses the request.
 * `around`: a smaller unit inside it can be tried by itself. `invalid`: without it there is no request. `untried`: the calls do not
 * decide. `tried`: what the request without it showed; null: it was not asked.
 */
export type Stay = {
  readonly unit: Unit;
  readonly because: "cures" | "refused" | "around" | "invalid" | "untried";
  readonly tried: Tried | null;
};

/** What a request without the unit showed: bad of eligible, and the call that was refused. */
export type Tried = { readonly bad: number; readonly eligible: number; readonly refusedAt: number | null };

/**
 * Takes every single unit away from the present body. `changed`: one of them could go. `fixed`: none can. `spent`: the budget ended.
 */
export function* trySingles(state: State): Flow<"changed" | "fixed" | "spent"> {
  for (const { unit, less } of inTurn(state, singlesOf(state))) {
    const why = `the fixed point: does it still fail without ${unit.says}?`;
    const decision: Decision =
      less.body === presentOf(state).body
        ? "keeps"
        : yield* decideBody(state, less.body, { stage: "fixed-point", errors: errors.fixedPoint, why });
    if (decision === "spent") return "spent";
    if (decision !== "keeps") continue;
    goOnFrom(state, less);
    return "changed";
  }
  return "fixed";
}

/** True if it is decided of every single unit that it cannot go, by what is known of the rate now. */
export function areDecided(state: State): boolean {
  return singlesOf(state).every(({ less }) => decisionOf(state, less.body, errors.fixedPoint) !== null);
}

/** How the proof of the present body ended. `changed`: the whole request does not fail any more either. */
export type Proved = "keeps" | "cures" | "changed" | "spent";

/**
 * Asks what is left, on calls of its own. Where they say that it does not fail, the whole request is asked first whether it still
 * does; then all calls of the body decide.
 */
export function* proveResult(state: State): Flow<Proved> {
  const { body } = presentOf(state);
  const why = "does what is left still fail, on fresh calls?";
  const fresh = freshSample(state);
  let hasAskedWhole = false;
  for (;;) {
    const known = decided(fresh, state.belief, errors.fixedPoint);
    if (known === "keeps") return "keeps";
    if (known === "cures" && !hasAskedWhole) {
      const whole = yield* stillFails(state);
      if (whole !== "keeps") return whole;
      hasAskedWhole = true;
      state.fresh = fresh;
    }
    const all = { bad: body.bad + fresh.bad, eligible: body.eligible + fresh.eligible };
    if (decided(all, state.belief, errors.fixedPoint) === "cures") return "cures";
    if (state.calls >= state.options.budget) return "spent";
    yield* askBody(state, body, { stage: "result", why });
  }
}

/** Asks the whole request, on fresh calls: a failure that is gone everywhere says nothing of a removal. */
export function* stillFails(state: State): Flow<"keeps" | "changed" | "spent"> {
  const body = state.failing[0]?.body ?? presentOf(state).body;
  const fresh = freshSample(state);
  for (;;) {
    const known = decided(fresh, state.belief, errors.fixedPoint);
    if (known !== null) return known === "keeps" ? "keeps" : "changed";
    if (state.calls >= state.options.budget) return "spent";
    yield* askBody(state, body, { stage: "result", why: "does the whole request still fail?" });
  }
}

function freshSample(state: State): State["fresh"] {
  state.fresh = { bad: 0, eligible: 0 };
  return state.fresh;
}

/** The units of the present body, each with the reason why it is still there. */
export function staysOf(state: State): readonly Stay[] {
  const singles = new Set(singlesOf(state).map(({ unit }) => unit.id));
  return unitsLeft(state).map((unit) => {
    const body = lessBy(state, [unit])?.body ?? null;
    if (body === null) return { unit, because: "invalid", tried: null };
    const { bad, eligible, refusedAt } = body;
    const tried = eligible > 0 || refusedAt !== null ? { bad, eligible, refusedAt } : null;
    const decision = decisionOf(state, body, errors.fixedPoint);
    const isDecided = decision === "refused" || decision === "cures";
    if (!singles.has(unit.id)) return { unit, because: "around", tried };
    return { unit, because: isDecided ? decision : "untried", tried };
  });
}

/**
 * The single removals: the smallest units that can go. A unit with another inside it that can go is not one, since it takes several
 * away.
 */
export function singlesOf(state: State): readonly Single[] {
  const free = unitsLeft(state).flatMap((unit) => {
    const less = lessBy(state, [unit]);
    return less === null ? [] : [{ unit, less }];
  });
  const around = new Set(free.flatMap(({ unit }) => state.ancestors.get(unit.id) ?? []));
  return free.filter(({ unit }) => !around.has(unit.id));
}

type Single = { readonly unit: Unit; readonly less: Failing };

/** In an order drawn by the seed, those that were asked before last: they are the least likely to change anything. */
function inTurn(state: State, singles: readonly Single[]): readonly Single[] {
  return singles
    .map((single) => ({ single, asked: single.less.body.eligible, at: state.random() }))
    .toSorted((left, right) => left.asked - right.asked || left.at - right.at)
    .map(({ single }) => single);
}
