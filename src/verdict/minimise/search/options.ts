import type { ChatRequest } from "../../../chat/request.js";

/**
 * How a request is minimised. `seed`: the same seed and the same outcomes ask the same calls. `budget`: calls at most, void ones too.
 * `bodyOf`: the body that is sent for a request, without a nonce, as a text that is equal for equal bodies; null: it cannot be sent.
 * Default: the request as JSON. `stays`: pointers to what is never taken away. `suspects`: pointers to what is believed to be needed,
 * so that everything else is tried first.
 */
export type MinimiseOptions = {
  readonly seed: number;
  readonly budget: number;
  readonly bodyOf?: (request: ChatRequest) => string | null;
  readonly stays?: readonly string[];
  readonly suspects?: readonly string[];
};

/** The budget of `minimise`. */
export const defaultMinimiseBudget = 300;

/** A removal keeps the failure if it still fails at this share of the request's rate, or above. */
export const keptShare = 0.8;

/** A removal cures if the request fails at this rate or below. */
export const curedRate = 0.01;

/**
 * The probability of a wrong decision. `search`: of a removal while searching, where a mistake costs calls and nothing else, since
 * `confirm` and the fixed point find it. `confirm`: of what is left so far. `fixedPoint`: of each single removal, and of the result.
 */
export const errors = {
  search: { wrongKeeps: 0.05, wrongCures: 0.25 },
  confirm: { wrongKeeps: 0.01, wrongCures: 0.1 },
  fixedPoint: { wrongKeeps: 0.002, wrongCures: 0.002 },
} as const;

/** The rate is estimated from this many failures, in at most so many calls. */
export const rateSample = { failures: 4, calls: 80 } as const;
