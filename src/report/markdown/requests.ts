import type { FieldEquivalence } from "../../verdict/matrix/compare-requests.js";
import type { Pair, PairStep } from "../../verdict/matrix/matrix-pairs.js";
import { mostTrials, type RateComparison } from "../../verdict/statistics/compare-rates.js";
import { counted } from "../counted.js";
import { code, plain, table } from "../markdown-text.js";
import { requestsText } from "../requests-text.js";
import { named } from "./cell-words.js";

/** How the requests of a pair compare, and what the rates show. */
export function pairWords(pair: Pair): string {
  const { isControl, rates, steps, left, right } = pair;
  const requests = requestsText({ steps, apis: [left.api, right.api] });
  if (steps.length === 0) return requests;
  const rate = rates === null ? "" : `; rates: ${ratesText(rates)}`;
  return `${requests}${rate}${isControl ? "" : "; several upstreams, no control"}`;
}

/** `not enough (p 0.100; about 1 more trial per side would decide whether they are the same within 10 points, at the same rates)`; p is corrected for all comparisons. */
function ratesText({ state, p, test, trialsNeeded }: RateComparison): string {
  const needed =
    trialsNeeded === null
      ? state === "not enough"
        ? [`${mostTrials} trials per side would not decide it either, at the same rates`]
        : []
      : [
          `about ${counted(trialsNeeded, "more trial")} per side would decide whether they are the same within 10 points, at the same rates`,
        ];
  const words = [
    ...(p === null ? [] : [`${probability(p)}${test === "sequential" ? ", always valid" : ""}`]),
    ...needed,
  ];
  return `${state} (${words.join("; ")})`;
}

function probability(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p ${p.toFixed(3)}`;
}

/** One step of a pair that differs: the request field by field, and the two replies. */
export function stepLines({ step, fields, leftText, rightText }: PairStep, { left, right }: Pair): readonly string[] {
  const unsent = fields.filter((field) => field.left === null && field.right === null && field.why === null);
  const same = fields.filter(({ state }) => state === "same");
  const notable = fields.filter((field) => !same.includes(field) && !unsent.includes(field));
  const rows = notable.map((field) => [field.field, field.state, ...sides(field), why(field)]);
  return [
    `Step ${code(step)}. Same: ${names(same)}. Left to the service's default on both sides: ${names(unsent)}.`,
    "",
    ...(rows.length === 0 ? [] : [table(["field", "state", named(left.label), named(right.label), "why"], rows), ""]),
    `- ${named(left.label)} replied: ${quoted(leftText)}`,
    `- ${named(right.label)} replied: ${quoted(rightText)}`,
  ];
}

function names(fields: readonly FieldEquivalence[]): string {
  return fields.length === 0 ? "nothing" : fields.map(({ field }) => plain(field)).join(", ");
}

/** What each side sends; a translated field that is the same on both sides is shown once. */
function sides({ left, right }: FieldEquivalence): readonly [string, string] {
  return left !== null && left === right ? [shown(left), "the same, in its own terms"] : [shown(left), shown(right)];
}

function shown(value: string | null): string {
  return value === null ? "nothing is sent" : code(value, 120);
}

function why({ why: text }: FieldEquivalence): string {
  return text === null ? "" : plain(text);
}

function quoted(text: string | null): string {
  return text === null ? "nothing" : code(text, 400);
}
