import { z } from "zod";
import { parties } from "../../verdict/attribution/attribution.js";

const text = z.string();
const count = z.int().min(0);
const probability = z.number().min(0).max(1);
const share = z.tuple([probability, probability]);

const seat = z
  .enum(["anywhere", "stream", "api", "region", "transport", "provider", "model"])
  .describe(
    "Where the cause works: at this place alone, by the widest part in which a fine place differs; or anywhere.",
  );

const arm = z.strictObject({
  changed: z
    .record(text, text)
    .describe("Factor → the level that it was changed to; empty: the failing request as it is."),
  place: text.nullable().describe("null: the failing place."),
});

export const counted = z.strictObject({
  bad: count,
  eligible: count,
  interval: share.describe("The failure rate with 95 %, however often one looks."),
});

const believed = z.strictObject({
  names: z
    .array(z.strictObject({ rule: z.enum(["all", "any"]), factors: z.array(text) }))
    .describe("Several: nothing that can be asked tells them apart; the likeliest first. No factor: the place alone."),
  seats: z.array(seat),
  probability,
});

const contrast = z.strictObject({
  kind: z.enum(["factor", "place"]),
  about: text.describe("The factor or the place that the two arms differ in."),
  ...{ left: arm, right: arm, leftCounts: counted, rightCounts: counted },
  control: counted.nullable().describe("The control over all its calls; null: the contrast is of a factor."),
  evidence: z.number().describe("The e-value."),
  threshold: z.number().describe("The e-value that is needed."),
  isProved: z.boolean(),
  isApart: z.boolean().describe("The upper bound of the right arm is below the lower bound of the left one."),
});

const missing = z.array(z.strictObject({ part: seat, calls: count.describe("About how many.") }));
const rate = counted.extend({ estimate: probability });
const order = z.strictObject({ bad: count, eligible: count });

const noticed = {
  calls: count,
  voids: count.describe("Calls that are no trial."),
  refused: z.array(z.strictObject({ what: text, call: count })),
  copies: z.enum(["none", "copies", "steady"]),
  rateChangedAt: count.nullable().describe("Calls from this one on count; null: all do."),
  givenUp: z.array(believed),
  merged: z.array(text).describe("What nothing that can be asked tells apart."),
  beliefs: z.strictObject({
    causes: z.array(believed),
    ...{ noFault: probability, everywhere: probability, upstream: probability },
  }),
};

const result = z.discriminatedUnion("kind", [
  z.strictObject({
    ...{ kind: z.literal("cause"), ...noticed, cause: believed, cures: z.record(text, text), rate },
    contrasts: z.array(contrast),
    evidence: z.number().describe("The smallest e-value of the contrasts."),
    place: z.enum(["proved", "suspected"]).nullable().describe("null: no place cures."),
    missing,
    order: z
      .strictObject({ first: order, later: order, p: probability })
      .nullable()
      .describe("Bad among the calls asked first of their round, and among the others."),
    ruledOut: z.array(z.strictObject({ what: text, calls: z.array(count) })),
  }),
  z.strictObject({ kind: z.literal("no-difference"), ...noticed, rate }),
  z.strictObject({ kind: z.literal("fails-everywhere"), ...noticed, rate, missing }),
  z.strictObject({ kind: z.literal("rate-changed"), ...noticed, rate, at: count }),
  z.strictObject({
    ...{ kind: z.literal("split-by-upstream"), ...noticed },
    upstreams: z.array(z.strictObject({ upstream: text, counts: counted })),
  }),
  z.strictObject({
    ...{ kind: z.literal("undetermined"), ...noticed },
    because: z.enum(["budget", "missing-control", "refused", "nothing-measured"]),
    ...{ rate, contrasts: z.array(contrast), missing },
    moreCalls: z.number().nullable().describe("About how many more would settle it; null: no cause stands out."),
  }),
]);

/** Why an asking ended without a result, which goes on from there. */
export const endedSchema = z
  .strictObject({ kind: z.enum(["signal", "limit", "credentials", "no-trials", "own"]), says: text })
  .nullable()
  .describe("Why it ended without a result; null: it has one.");

/** What `result.json` of a search or an experiment begins with. */
export const resultHead = {
  schemaVersion: z.literal(1),
  cell: text,
  mark: z.enum(["SIMULATED"]).nullable().describe("SIMULATED: no vendor was asked."),
  folder: text,
  symptom: z.array(text).describe("The findings that a bad call has."),
};

/** The schema of `result.json` of `investigate`, which `--json` prints too. */
export const experimentResultSchema = z
  .strictObject({
    ...resultHead,
    result: result.nullable().describe("null: it ended before it was decided."),
    ended: endedSchema,
    whose: z
      .strictObject({
        party: z.enum(parties),
        standing: z.enum(["established", "suspected"]).nullable().describe("null: undetermined."),
        because: text,
      })
      .nullable()
      .describe("null: no cause is named."),
    refusals: z.array(z.strictObject({ what: text, call: count, says: text.nullable() })),
    proof: z
      .array(
        z.strictObject({
          ...{ factor: text, folder: text, pointers: z.array(text) },
          stray: z
            .array(text)
            .nullable()
            .describe("What differs and is no part of the factor, so that the pair proves nothing; null: not checked."),
          patch: z.array(z.json()).describe("RFC 6902, from the failing body to the changed one."),
        }),
      )
      .describe("The pairs of bodies that differ in one factor."),
    spentUsd: z.number(),
  })
  .meta({
    id: "experiment-result",
    title: "llm-parity investigate",
    description: "What an experiment found: the cause of a failure, its proof, and whose it is.",
  });
