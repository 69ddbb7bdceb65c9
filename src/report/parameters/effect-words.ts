import { parameterFacts } from "../../scenario/compare/parameters.js";
import type { EffectVerdict, Shown } from "../../verdict/effects/effect-verdict.js";

/** The verdict on a parameter in words, with what kind of failure it is: `ignored (silent failure)`, `unknown: too few trials`. */
export function effectWords({ parameter, verdict, reason, constraint }: EffectVerdict): string {
  if (reason !== null) return reason === "documented" ? `not asked (honest failure)` : `unknown: ${reasons[reason]}`;
  if (verdict === "ignored" && parameterFacts[parameter].promise === "best-effort") return "ignored (best effort)";
  const failure = constraint === "silent-failure" || constraint === "honest-failure" ? constraint : null;
  return failure === null ? verdicts[verdict] : `${verdicts[verdict]} (${failure.replace("-", " ")})`;
}

/** The counts behind it: `25 of 25 without`, `0 of 25 with`; empty where no request was sent. */
export function effectCounts({ base, changed, refused, leftOut }: EffectVerdict): readonly string[] {
  return [
    ...(base === null || base.replies === 0 ? [] : [`${shareText(base)} without`]),
    ...(changed.replies === 0 ? [] : [`${shareText(changed)} with`]),
    ...(refused === 0 ? [] : [`${refused} refused`]),
    ...(leftOut === 0 ? [] : [`${leftOut} left out`]),
  ];
}

/** The verdicts and what they mean, for the legend of a parameter page. */
export const effectLegend: readonly (readonly [word: string, meaning: string])[] = [
  ["honoured", "replies with the parameter differ from those without it, as its document says"],
  ["ignored", "it was accepted and had no effect: a silent failure, unless the vendor promises only its best effort"],
  ["refused", "the request was refused because of it, and answered without it: an honest failure"],
  ["not asked", "a source says that the target does not support it: an honest failure"],
  ["cannot be said", "this API has no place for it"],
  ["unknown", "too few trials, or replies without the parameter look the same anyway"],
];

const verdicts = {
  honoured: "honoured",
  ignored: "ignored",
  refused: "refused",
  "cannot-be-said": "cannot be said",
  unknown: "unknown",
} as const satisfies { readonly [verdict in EffectVerdict["verdict"]]: string };

const reasons = {
  "too-few-trials": "too few trials",
  "base-does-not-show": "replies without it look the same",
  "in-between": "in a part of the replies",
  "not-measurable": "no reply says",
  "several-upstreams": "the upstreams differ",
} as const satisfies { readonly [reason in Exclude<EffectVerdict["reason"], null | "documented">]: string };

function shareText({ shown, replies }: Shown): string {
  return `${shown} of ${replies}`;
}
