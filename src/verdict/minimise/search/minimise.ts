import type { ChatRequest } from "../../../chat/request.js";
import { askBody, type Flow } from "./ask-body.js";
import type { MinimiseAsk, MinimiseCall } from "./call.js";
import { areDecided, type Proved, proveResult, stillFails, trySingles } from "./fixed-point.js";
import { type MinimiseOptions, rateSample } from "./options.js";
import { type MinimiseResult, resultOf } from "./result.js";
import { searchGroups } from "./search-groups.js";
import { goBack, keepFresh, learnRate, openState, presentOf, type State } from "./state.js";

/** What to do next: a call to make, or the result. */
export type MinimiseStep = MinimiseAsk | { readonly kind: "done"; readonly result: MinimiseResult };

/** A request that is being minimised. `add` takes the call that `step` asks for. */
export type Minimiser = { readonly add: (call: MinimiseCall) => void; readonly step: () => MinimiseStep };

/**
 * The next call after these, or the result. It follows from its arguments alone, so that an interrupted search goes on at any call. A
 * call that was not asked for is a RangeError.
 */
export function nextProbe(
  request: ChatRequest,
  calls: readonly MinimiseCall[],
  options: MinimiseOptions,
): MinimiseStep {
  const minimiser = openMinimiser(request, options);
  for (const call of calls) minimiser.add(call);
  return minimiser.step();
}

/** Opens a search that is kept between the calls; it says what {@link nextProbe} says of the same calls. */
export function openMinimiser(request: ChatRequest, options: MinimiseOptions): Minimiser {
  const flow = minimise(openState(request, options));
  let step = stepOf(flow.next());
  return {
    step: () => step,
    add(call) {
      if (step.kind === "done" || step.stage !== call.stage || step.body !== call.body) {
        throw new RangeError(`call ${call.call} is not the one that the search asked for`);
      }
      step = stepOf(flow.next(call));
    },
  };
}

function stepOf(next: IteratorResult<MinimiseAsk, MinimiseResult>): MinimiseStep {
  return next.done === true ? { kind: "done", result: next.value } : next.value;
}

function* minimise(state: State): Flow<MinimiseResult> {
  const failing = yield* estimateRate(state);
  if (failing !== "fails") return resultOf(state, failing);
  for (;;) {
    const searched = yield* searchGroups(state);
    if (searched === "spent") return resultOf(state, "spent");
    const proved: Proved = searched === "lost" ? yield* lostOrChanged(state) : yield* proveFixedPoint(state);
    if (proved === "keeps") return resultOf(state, "fixed-point");
    if (proved === "spent") return resultOf(state, "spent");
    if (proved === "changed" || state.failing.length === 1) return resultOf(state, "rate-changed");
    goBack(state);
  }
}

/**
 * Takes single units away until none can go, and proves what is left. The proof says more of the rate: a unit that seemed to be needed
 * only because the rate was taken for higher than it is, is tried on.
 */
function* proveFixedPoint(state: State): Flow<Proved> {
  for (;;) {
    const singles = yield* trySingles(state);
    if (singles === "spent") return "spent";
    if (singles === "changed") continue;
    const proved = yield* proveResult(state);
    if (proved !== "keeps") return proved;
    learnRate(state, state.fresh);
    if (areDecided(state)) return "keeps";
    keepFresh(state);
  }
}

/** The present body does not fail after all: was it accepted by mistake, or has the failure gone? */
function* lostOrChanged(state: State): Flow<Proved> {
  const whole = yield* stillFails(state);
  state.fresh = whole === "keeps" ? { bad: 0, eligible: 0 } : state.fresh;
  return whole === "keeps" ? "cures" : whole;
}

/** How often the request fails, on fresh calls: until some failures were seen. */
function* estimateRate(state: State): Flow<"fails" | "too-rare" | "refused" | "spent"> {
  const { body } = presentOf(state);
  while (body.bad < rateSample.failures) {
    if (body.refusedAt !== null) return "refused";
    if (body.eligible >= rateSample.calls) return "too-rare";
    if (state.calls >= state.options.budget) return "spent";
    yield* askBody(state, body, { stage: "rate", why: "how often does the request fail as it is?" });
  }
  learnRate(state);
  return "fails";
}
