import type { Verdict } from "../verdict.js";
import { passAllK, passAtK } from "./pass-at-k.js";

/** Estimates for `k` trials: that any of them is ok (pass@k), and that all are (pass^k). */
export type PassRate = { readonly k: number; readonly any: number; readonly all: number };

const sizes = [1, 3, 5, 10];

/** For every usual `k` up to the number of trials. Empty for one trial, and for a cell that a test stopped: there they are biased. */
export function passRatesOf({ trials, sampling }: Pick<Verdict, "trials" | "sampling">): readonly PassRate[] {
  const { ok: c, eligible: n } = trials;
  if (sampling === "sequential" || n < 2) return [];
  return sizes.flatMap((k) => {
    const [any, all] = [passAtK({ n, c, k }), passAllK({ n, c, k })];
    return any === null || all === null ? [] : [{ k, any, all }];
  });
}
