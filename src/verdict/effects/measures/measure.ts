import type { Reply } from "../../../chat/reply.js";
import type { Measure } from "../../../scenario/compare/comparison.js";

/** The replies of one side of a comparison: one, or two for a measure that looks at both. */
export type SideReplies = readonly [Reply, ...Reply[]];

/**
 * One kind of measure. `run`: does the side show it? null: the replies do not say, such as tokens that no service reports.
 * `words`: what is seen, as the end of a sentence about a reply: `has "four"`.
 */
export type MeasureKind<Kind extends Measure["kind"] = Measure["kind"]> = {
  readonly kind: Kind;
  readonly run: (replies: SideReplies, measure: Extract<Measure, { kind: Kind }>) => boolean | null;
  readonly words: (measure: Extract<Measure, { kind: Kind }>) => string;
};
