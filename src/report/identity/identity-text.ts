import { unreachable } from "../../chat/unreachable.js";
import { type Exclusion, exclusions, type IdentityCall, type Side, sides } from "../../verdict/identity/call.js";
import type { Conclusion } from "../../verdict/identity/conclude.js";
import type { Divergence } from "../../verdict/identity/divergence.js";
import type { Power } from "../../verdict/identity/power.js";
import type { TokenClue } from "../../verdict/identity/prompt-tokens.js";
import { type AskedArm, answersBySide, type Seen } from "../../verdict/identity/seen.js";
import { sizeOf } from "../../verdict/identity/size.js";
import { counted } from "../counted.js";
import { causeText, resultWords } from "./words.js";

/** What is printed of a test. `models`: what the replies name as the model that answered. */
export type IdentityText = {
  readonly A: string;
  readonly B: string;
  readonly battery: { readonly battery: string; readonly edition: number; readonly prompts: number };
  readonly alpha: number;
  readonly seen: Seen;
  readonly conclusion: Conclusion;
  readonly power: readonly Power[];
  readonly models: { readonly [side in Side]: readonly string[] };
  /** That served a side, as a gateway names them. */
  readonly upstreams: { readonly [side in Side]: readonly string[] };
};

/** The result of a test in words: what it says, what showed it, what was tested and what was not. */
export function identityLines(of: IdentityText): readonly string[] {
  const { conclusion, seen } = of;
  const { comparisons, cause } = conclusion;
  return [
    ...sides.map((side) => sideText(of, side)),
    `${resultWords[conclusion.word]}: ${conclusion.because}`,
    ...(cause === null
      ? []
      : [`size: ${sizeWords[sizeOf(comparisons.between)]}`, `cause: ${causeText(cause.causes)}; ${cause.because}`]),
    ...seen.arms.map((arm) => `  ${armText(arm)}`),
    `  A/B: ${divergenceText(comparisons.between)}`,
    ...sides.map((side) => `  ${side}/${side}, earlier and later: ${divergenceText(comparisons.within[side])}`),
    `  prompt tokens: ${tokenText(conclusion.tokens)}`,
    ...testedLines(of),
  ];
}

function sideText({ models, upstreams, ...of }: IdentityText, side: Side): string {
  const as = models[side].length === 0 ? "" : `, served as ${models[side].join(", ")}`;
  const by = upstreams[side].length === 0 ? "" : `, by ${upstreams[side].join(", ")}`;
  return `${side}: ${of[side]}${as}${by}`;
}

const sizeWords = {
  small: "small; two deployments of one model can differ as much",
  middling: "between what deployments of one model and other models show",
  large: "large; other models differ as much",
} as const;

function armText({ arm, outcome, answers, isConfirmed }: AskedArm): string {
  switch (outcome) {
    case "kept":
      return `with ${arm}: the difference is still there after ${answers} answers`;
    case "cured":
      return `with ${arm}: no difference in ${answers} answers${isConfirmed === null ? "" : isConfirmed ? ", twice" : "; not so the second time"}`;
    case "unclear":
      return `with ${arm}: ${answers} answers settle nothing`;
    case "refused":
      return `with ${arm}: one side refuses the request`;
    default:
      return unreachable(outcome);
  }
}

function divergenceText(divergence: Divergence | null): string {
  if (divergence === null) return "too few answers";
  const { bits, chanceBits, p, answers, prompts } = divergence;
  const [apart, byChance] = [bits, chanceBits].map((one) => Math.max(0, one).toFixed(3));
  return `${apart} bits apart, ${byChance} by chance (p ${p < 0.01 ? "below 0.01" : p.toFixed(2)}), ${counted(answers, "answer")} to ${counted(prompts, "prompt")}`;
}

function tokenText(tokens: TokenClue): string {
  switch (tokens.kind) {
    case "equal":
      return `equal at ${counted(tokens.prompts, "prompt")}`;
    case "constant":
      return `${tokens.more > 0 ? "B" : "A"} counts ${Math.abs(tokens.more)} more at each of ${tokens.prompts} prompts: something is added`;
    case "uneven":
      return `B counts ${tokens.least} to ${tokens.most} more, depending on the prompt: it uses another tokenizer`;
    case "unsteady":
      return `${tokens.side} reports several counts for ${counted(tokens.prompts, "prompt")}: several deployments answer`;
    case "unknown":
      return `not compared: ${tokens.why}`;
    default:
      return unreachable(tokens);
  }
}

function testedLines({ battery, alpha, seen, power }: IdentityText): readonly string[] {
  const answers = answersBySide(seen.calls);
  const asked = new Set(seen.calls.map(({ prompt }) => prompt)).size;
  const excluded = excludedText(seen.calls);
  return [
    `tested: ${asked} of ${battery.prompts} prompts of ${battery.battery} (edition ${battery.edition}), ${counted(seen.calls.length, "call")}, answers: ${answers.A} of A, ${answers.B} of B; at most ${+(100 * alpha).toFixed(2)} % of equal pairs are called different`,
    ...(seen.baseArm === "base"
      ? []
      : [`asked with ${seen.baseArm}, since one side otherwise reasons before it answers`]),
    ...(excluded === "" ? [] : [`excluded: ${excluded}`]),
    ...(seen.dropped.length === 0 ? [] : [`left out, since one side gave no answer: ${seen.dropped.join(", ")}`]),
    ...(power.length === 0
      ? []
      : [
          `would have been found: ${power.map((one) => `${one.against} in ${one.found} of ${one.tests} tests`).join("; ")}`,
        ]),
    "not tested: long answers, tools, other prompts, other times and regions; why a service answers as it does",
  ];
}

const exclusionWords: { readonly [reason in Exclusion]: string } = {
  busy: "throttled or unavailable",
  refused: "refused",
  filtered: "filtered",
  empty: "empty",
  reasoned: "spent on reasoning",
  failed: "broken off",
};

function excludedText(calls: readonly IdentityCall[]): string {
  return sides
    .flatMap((side) =>
      exclusions.flatMap((reason) => {
        const count = calls.filter((one) => one.side === side && one.excluded === reason).length;
        return count === 0 ? [] : [`${side} ${count} ${exclusionWords[reason]}`];
      }),
    )
    .join(", ");
}
