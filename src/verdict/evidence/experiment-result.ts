import { z } from "zod";
import { evidenceOfDifference } from "../statistics/sequential-difference.js";

/** The schema of one line of `experiment/calls.jsonl` and of a recheck: one request, asked again. */
export const againCallSchema = z.strictObject({
  call: z.number().int().min(1),
  pair: z.number().int().min(1).describe("The two calls of a pair are asked one after the other, in random order."),
  arm: z.enum(["failing", "working"]),
  outcome: z.enum(["ok", "bad", "excluded"]),
  reason: z.string().nullable(),
  findings: z.array(z.string()),
  startedAt: z.string().nullable(),
  requestId: z.string().nullable(),
  upstream: z.string().nullable(),
  status: z.number().int().nullable(),
  entry: z.number().int().min(0).nullable().describe("Its place in the HAR beside this file; null: nothing was sent."),
});

/** One request of the bundle, asked again. */
export type AgainCall = z.infer<typeof againCallSchema>;

type Counts = { readonly bad: number; readonly eligible: number };

/** What the calls asked again show. `working` null: only the failing request was asked; `eValue` null: then there are no pairs. */
export type ExperimentResult = {
  readonly calls: readonly AgainCall[];
  readonly failing: Counts;
  readonly working: Counts | null;
  /** Pairs of which both calls are eligible. */
  readonly pairs: number;
  readonly eValue: number | null;
};

/** Counts the calls, and computes the e-value over the whole pairs in the order in which they were asked. */
export function experimentResult(calls: readonly AgainCall[]): ExperimentResult {
  const of = (arm: AgainCall["arm"]) => calls.filter((call) => call.arm === arm && call.outcome !== "excluded");
  const count = (those: readonly AgainCall[]): Counts => ({
    bad: those.filter(({ outcome }) => outcome === "bad").length,
    eligible: those.length,
  });
  const hasWorking = calls.some(({ arm }) => arm === "working");
  const rounds = wholePairs(of("failing"), of("working"));
  const path = evidenceOfDifference(rounds);
  return {
    calls,
    failing: count(of("failing")),
    working: hasWorking ? count(of("working")) : null,
    pairs: rounds.length,
    eValue: hasWorking ? (path.at(-1) ?? 1) : null,
  };
}

/** A pair with an excluded call is void: its other call is no trial of the comparison. */
function wholePairs(
  failing: readonly AgainCall[],
  working: readonly AgainCall[],
): readonly (readonly [boolean, boolean])[] {
  return failing.flatMap(({ pair, outcome }) => {
    const other = working.find((one) => one.pair === pair);
    return other === undefined ? [] : [[outcome === "bad", other.outcome === "bad"] as const];
  });
}
