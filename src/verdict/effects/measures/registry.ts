import type { Measure } from "../../../scenario/compare/comparison.js";
import { cached } from "./cached.js";
import { callsAtLeast } from "./calls-at-least.js";
import { callsTool } from "./calls-tool.js";
import { contains } from "./contains.js";
import { finish } from "./finish.js";
import { isJson, matchesSchema } from "./json.js";
import { logprobs } from "./logprobs.js";
import type { MeasureKind, SideReplies } from "./measure.js";
import { outputTokensAbove } from "./output-tokens-above.js";
import { reasoningTokensAbove, reasons } from "./reasoning.js";
import { repeatsAbove } from "./repeats-above.js";
import { sameReply } from "./same-reply.js";
import { textAbove } from "./text-above.js";

/** Every measure. A new one needs its kind in `comparison.ts` and its line here. */
const measures: { readonly [Kind in Measure["kind"]]: MeasureKind<Kind> } = {
  contains,
  "text-above": textAbove,
  "output-tokens-above": outputTokensAbove,
  "calls-at-least": callsAtLeast,
  "calls-tool": callsTool,
  "is-json": isJson,
  "matches-schema": matchesSchema,
  "repeats-above": repeatsAbove,
  reasons,
  "reasoning-tokens-above": reasoningTokensAbove,
  cached,
  "same-reply": sameReply,
  finish,
  logprobs,
};

/** Do the replies of a side show what is measured? null: they do not say. */
export function isMeasured(replies: SideReplies, measure: Measure): boolean | null {
  return kindOf(measure).run(replies, measure);
}

/** What is measured, as the end of a sentence about a reply: `has "four"`. */
export function measureWords(measure: Measure): string {
  return kindOf(measure).words(measure);
}

function kindOf<Kind extends Measure["kind"]>({ kind }: { readonly kind: Kind }): MeasureKind<Kind> {
  return measures[kind];
}
