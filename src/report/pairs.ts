import type { FieldEquivalence } from "../verdict/matrix/compare-requests.js";
import type { MatrixTable } from "../verdict/matrix/matrix.js";
import type { Pair, PairStep } from "../verdict/matrix/matrix-pairs.js";
import { mostTrials, type RateComparison } from "../verdict/statistics/compare-rates.js";
import type { Bundle } from "./bundle.js";
import { counted } from "./counted.js";
import { code, plain, table } from "./markdown-text.js";

/** For each compared pair: whether the requests are equivalent, and, where the outcomes differ, the replies side by side. */
export function pairsSection({ matrix }: Bundle): string {
  const lines = matrix.tables.flatMap((one) => one.pairs.flatMap((pair) => pairLines(one, pair)));
  return [
    "## Compared pairs",
    "",
    "Each column is compared with the first. A pair is evidence about the model only when its requests are equivalent. Each",
    "field is the same, translated into each API's terms, left to a default, dropped by an adapter, or different.",
    "",
    ...(lines.length === 0 ? ["No two columns were asked the same scenario."] : lines),
  ].join("\n");
}

function pairLines({ model }: MatrixTable, pair: Pair): readonly string[] {
  const name = `${plain(model.title)}, ${plain(pair.scenario)}: ${plain(pair.left.label)} and ${plain(pair.right.label)}`;
  return [
    `<details${pair.differs ? " open" : ""}><summary>${name}: ${outcomeOf(pair)}</summary>`,
    "",
    ...pair.steps.flatMap((step) => stepLines(step, pair)),
    "</details>",
    "",
  ];
}

function outcomeOf(pair: Pair): string {
  const { differs, isControl, rates, steps } = pair;
  if (steps.length === 0) return "no step was answered on both sides";
  const requests = steps.every(({ equivalent }) => equivalent) ? "requests equivalent" : "requests NOT equivalent";
  const outcome = differs ? "observed to differ" : "not observed to differ";
  const rate = rates === null ? "" : `; rates: ${ratesText(rates)}`;
  return `${outcome}; ${requests}${formsText(pair)}${rate}${isControl ? "" : "; several upstreams, no control"}`;
}

/** `; tool results sent as JSON text on the left, as JSON on the right`; empty where both sides wrote them alike. */
function formsText({ steps }: Pair): string {
  const forms = steps.find(({ resultForms }) => resultForms !== null)?.resultForms ?? null;
  if (forms === null) return "";
  const words = { json: "JSON", text: "JSON text" };
  return `; tool results sent as ${words[forms.left]} on the left, as ${words[forms.right]} on the right`;
}

/** `not enough (p 0.100; about 1 more trial per side would decide, at the same rates)`; p is corrected for all comparisons. */
function ratesText({ state, p, test, trialsNeeded }: RateComparison): string {
  const needed =
    trialsNeeded === null
      ? state === "not enough"
        ? [`${mostTrials} trials per side would not decide either, at the same rates`]
        : []
      : [`about ${counted(trialsNeeded, "more trial")} per side would decide, at the same rates`];
  const words = [
    ...(p === null ? [] : [`p ${p.toFixed(3)}${test === "sequential" ? ", always valid" : ""}`]),
    ...needed,
  ];
  return `${state} (${words.join("; ")})`;
}

function stepLines({ step, fields, leftText, rightText }: PairStep, { left, right, differs }: Pair): readonly string[] {
  const unsent = fields.filter((field) => field.left === null && field.right === null && field.why === null);
  const same = fields.filter(({ state }) => state === "same");
  const notable = fields.filter((field) => !same.includes(field) && !unsent.includes(field));
  const rows = notable.map((field) => [field.field, field.state, ...sides(field), why(field)]);
  const replies = [
    `- ${plain(left.label)} replied: ${quoted(leftText)}`,
    `- ${plain(right.label)} replied: ${quoted(rightText)}`,
    "",
  ];
  return [
    `Step ${code(step)}. Same: ${names(same)}. Left to the service's default on both sides: ${names(unsent)}.`,
    "",
    ...(rows.length === 0 ? [] : [table(["field", "state", plain(left.label), plain(right.label), "why"], rows), ""]),
    ...(differs ? replies : []),
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
