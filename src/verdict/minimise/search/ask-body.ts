import type { MinimiseAsk, MinimiseCall, MinimiseStage } from "./call.js";
import { type Body, type State, takeCall } from "./state.js";
import { decided, type Errors, type Tested } from "./wald.js";

/** A part of the search: it asks calls, is given what they showed, and ends with a value. */
export type Flow<Value> = Generator<MinimiseAsk, Value, MinimiseCall>;

/** What the calls of a body say. `spent`: the budget ended first. */
export type Decision = Tested | "refused" | "spent";

export type Purpose = { readonly stage: MinimiseStage; readonly errors: Errors; readonly why: string };

/** Asks a body until the sequential test decides. Its earlier calls count. */
export function* decideBody(state: State, body: Body, purpose: Purpose): Flow<Decision> {
  for (;;) {
    const known = decisionOf(state, body, purpose.errors);
    if (known !== null) return known;
    if (state.calls >= state.options.budget) return "spent";
    yield* askBody(state, body, purpose);
  }
}

/** What is known of a body without another call. */
export function decisionOf({ belief }: State, body: Body, errors: Errors): Decision | null {
  if (body.refusedAt !== null) return "refused";
  return body.isDisproved ? "cures" : decided(body, belief, errors);
}

/** Asks a body once. */
export function* askBody(state: State, body: Body, { stage, why }: Omit<Purpose, "errors">): Flow<void> {
  if (body.number === null) {
    body.number = state.asked;
    state.asked += 1;
  }
  const call = yield { kind: "ask", body: body.number, request: body.request, stage, why };
  takeCall(state, body, call);
}
