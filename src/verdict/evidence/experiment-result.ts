import { z } from "zod";
import { groupBy } from "../../chat/group-by.js";
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
  /** Pairs of one eligible call in each arm. */
  readonly pairs: number;
  /** The calls of those pairs, by number, in the order in which they were asked. */
  readonly paired: readonly number[];
  readonly eValue: number | null;
};

/** Counts the calls, and computes the e-value over the whole pairs in the order of the numbers of their calls. */
export function experimentResult(calls: readonly AgainCall[]): ExperimentResult {
  const of = (arm: AgainCall["arm"]) => calls.filter((call) => call.arm === arm && call.outcome !== "excluded");
  const count = (those: readonly AgainCall[]): Counts => ({
    bad: those.filter(isBad).length,
    eligible: those.length,
  });
  const hasWorking = calls.some(({ arm }) => arm === "working");
  const whole = wholePairs(calls);
  const path = evidenceOfDifference(whole.map(({ failing, working }) => [isBad(failing), isBad(working)] as const));
  return {
    calls,
    failing: count(of("failing")),
    working: hasWorking ? count(of("working")) : null,
    pairs: whole.length,
    paired: whole.flatMap(({ failing, working }) => [failing.call, working.call]).toSorted((a, b) => a - b),
    eValue: hasWorking ? (path.at(-1) ?? 1) : null,
  };
}

type Pair = { readonly failing: AgainCall; readonly working: AgainCall };

/**
 * The whole pairs, in the order in which they began. A pair with an excluded call is void, since its other call has nothing to be
 * compared with; so is one whose number stands more often, since a call counts once.
 */
function wholePairs(calls: readonly AgainCall[]): readonly Pair[] {
  const inOrder = calls.toSorted((a, b) => a.call - b.call);
  return [...groupBy(inOrder, ({ pair }) => pair).values()].flatMap((those): readonly Pair[] => {
    const [failing, working] = [those.find(({ arm }) => arm === "failing"), those.find(({ arm }) => arm === "working")];
    const isWhole = those.length === 2 && those.every(({ outcome }) => outcome !== "excluded");
    return failing === undefined || working === undefined || !isWhole ? [] : [{ failing, working }];
  });
}

function isBad({ outcome }: AgainCall): boolean {
  return outcome === "bad";
}
