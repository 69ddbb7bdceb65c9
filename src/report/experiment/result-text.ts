import { partyWords } from "../../verdict/attribution/shown-words.js";
import type { Believed, ContrastResult, Result } from "../../verdict/experiment/result.js";
import type { WhoseResult } from "../../verdict/experiment/results/whose-result.js";
import type { Arm, ExperimentCall, Space } from "../../verdict/experiment/space.js";
import { counted } from "../counted.js";
import { percentRange, percentText } from "../percent.js";

/** A call and what is worth quoting of it. */
export type ShownCall = {
  readonly call: ExperimentCall;
  readonly findings: readonly string[];
  readonly why: string | null;
};

/** A pair of bodies that was written. `stray`: what differs and should not; null: it is not checked for this body. */
export type ShownPair = {
  readonly factor: string;
  readonly folder: string;
  readonly pointers: readonly string[];
  readonly stray: readonly string[] | null;
};

/** What the text of a result is made of. `whose` null: no cause is named. `at`: a file of the experiment, as it is shown. */
export type ResultParts = {
  readonly cell: string;
  readonly space: Space;
  readonly result: Result;
  readonly whose: WhoseResult | null;
  readonly calls: readonly ShownCall[];
  readonly proof: readonly ShownPair[];
  readonly at: (name: string) => string;
};

/** The result of an experiment for a terminal, lines without ends. */
export function resultLines({ cell, space, result, whose, calls, proof, at }: ResultParts): readonly string[] {
  return [
    headline(cell, space, result),
    ...rateLines(result),
    ...("contrasts" in result ? result.contrasts.flatMap((one) => contrastLines(one, space, calls)) : []),
    ...proof.flatMap((one) => pairLines(one, at)),
    ...(result.kind === "cause" ? placeLines(result) : []),
    ...(whose === null
      ? []
      : [
          `  whose fault: ${partyWords[whose.party]}${whose.standing === null ? "" : ` (${whose.standing})`}. ${whose.because}`,
        ]),
    ...ruledOutLines(result),
    ...("missing" in result
      ? result.missing.map(({ part, calls }) => `  missing: another ${part}, about ${counted(calls, "call")}`)
      : []),
    ...moreLines(result, space),
    ...result.refused.map(({ what, call }) => `  refused: ${what} (call ${call}${saidIn(calls, call)})`),
    ...(result.copies === "copies" ? ["  equal replies counted as one: a cache answers"] : []),
    ...result.givenUp.map((one) => `  given up: ${believedText(one, space)}`),
    ...[...new Set(result.merged)].map((one) => `  cannot be separated: ${one}`),
    `  ${counted(result.calls, "call")}${result.voids === 0 ? "" : `, ${result.voids} of them void`}`,
  ];
}

/** What going on would take. */
function moreLines(result: Result, space: Space): readonly string[] {
  const more = moreText(result);
  if (more === null) return [];
  const [top] = result.beliefs.causes;
  return [`  ${more}${top === undefined ? "" : `, if it is ${believedText(top, space)}`}`];
}

/** `about 29 more calls would settle it`; null: the result does not rest on more calls, or how many is not known. */
export function moreText(result: Result): string | null {
  if (result.kind !== "undetermined" || result.moreCalls === null) return null;
  return `about ${counted(Math.max(1, Math.ceil(result.moreCalls)), "more call")} would settle it`;
}

/** The first line of a result. */
export function headline(cell: string, space: Space, result: Result): string {
  switch (result.kind) {
    case "cause":
      return `${cell}: the cause is ${believedText(result.cause, space)}`;
    case "no-difference":
      return `${cell}: no difference found`;
    case "fails-everywhere":
      return `${cell}: fails everywhere, however it was asked`;
    case "rate-changed":
      return `${cell}: the rate changed at call ${result.at}`;
    case "split-by-upstream":
      return `${cell}: the upstream decides: ${result.upstreams.map(({ upstream, counts }) => `${upstream} ${counts.bad} of ${counts.eligible} bad`).join(", ")}`;
    case "undetermined":
      return `${cell}: undetermined, ${reasons[result.because]}`;
  }
}

const reasons: { readonly [reason in Extract<Result, { kind: "undetermined" }>["because"]]: string } = {
  budget: "the budget is spent",
  "missing-control": "a control is missing",
  refused: "the service refuses the call that decides it",
  "nothing-measured": "no call counted",
};

/** `the form of the tool-call ids, only at this provider (98.0 %)`: a cause in words, with its probability. */
export function believedText({ names, seats, probability }: Believed, space: Space): string {
  const causes = names.map(({ factors, rule }) => {
    const words = factors.map((id) => space.factors.find((one) => one.id === id)?.name ?? id);
    return words.length === 0 ? "the place alone" : words.join(rule === "all" ? " together with " : ", or ");
  });
  const places = seats.map((seat) => seatWords[seat]);
  return `${causes.join(" = ")}, ${places.join(", or ")} (${percentText(probability)})`;
}

/** Where a cause works: the widest part of a place in which another value is fine. */
const seatWords: { readonly [seat in Believed["seats"][number]]: string } = {
  anywhere: "wherever it is sent",
  stream: "only when streamed here",
  api: "not over every API of the provider",
  region: "only in this region",
  transport: "only with this client",
  provider: "only at this provider",
  model: "only with this model",
};

function rateLines(result: Result): readonly string[] {
  if (!("rate" in result)) return [];
  const { bad, eligible, interval } = result.rate;
  return [
    `  the failing request: bad in ${bad} of ${eligible} (always-valid 95 %: ${percentText(interval[0])} to ${percentText(interval[1])})`,
  ];
}

function contrastLines(
  { left, right, leftCounts, rightCounts, evidence, threshold, isProved, control, isApart }: ContrastResult,
  space: Space,
  calls: readonly ShownCall[],
): readonly string[] {
  const counts = ({ bad, eligible, interval }: ContrastResult["leftCounts"]) =>
    `${bad} of ${eligible} bad (${percentRange(interval)})`;
  const rule = `in turns, e-value ${Math.floor(evidence)} of ${threshold}: ${isProved ? "proved" : "not proved"}`;
  const others = [left, right].flatMap((arm) => otherFaults(arm, space, calls));
  const bound = isApart ? "below" : "not below";
  const fine =
    control === null
      ? []
      : [
          `  the control: ${counts(control)} over all its calls, ${bound} the rate of the failing request over all its calls`,
        ];
  return [
    `  proof: ${armText(left, space)}: ${counts(leftCounts)}; ${armText(right, space)}: ${counts(rightCounts)}; ${rule}`,
    ...fine,
    ...others.map((one) => `    ${one}`),
  ];
}

/** A reply without the failure may have another fault: fine is more than "not this one". Empty: it has none. */
export function otherFaults(arm: Arm, space: Space, calls: readonly ShownCall[]): readonly string[] {
  const key = JSON.stringify(arm);
  const own = calls.filter(({ call }) => call.stage === "proof" && JSON.stringify(call.arm) === key);
  const other = own.filter(({ call, findings }) => call.outcome === "ok" && findings.length > 0);
  if (other.length === 0) return [];
  const names = [...new Set(other.flatMap(({ findings }) => findings))].join(", ");
  return [
    `without the failure, but with another fault in ${other.length} of ${own.length}: ${armText(arm, space)}: ${names}`,
  ];
}

function pairLines({ factor, folder, pointers, stray }: ShownPair, at: ResultParts["at"]): readonly string[] {
  return [
    `  the two requests: ${at(`${folder}/failing.json`)}, ${at(`${folder}/changed.json`)}; they differ in ${factor} alone, at:`,
    ...pointers.map((pointer) => `    ${pointer}`),
    ...(stray === null || stray.length === 0
      ? []
      : [`    not a proof: ${stray.join(", ")} differ too, and are no part of ${factor}`]),
  ];
}

/** The service's words for a refusal, shortened. */
function saidIn(calls: readonly ShownCall[], number: number): string {
  const why = calls.find(({ call }) => call.call === number)?.why ?? null;
  return why === null ? "" : `: "${why.length > longestQuote ? `${why.slice(0, longestQuote)}…` : why}"`;
}

const longestQuote = 300;

/** `the failing request`, `id-form = native at openrouter`: an arm in words. */
export function armText({ changed, place }: Arm, space: Space): string {
  const factors = Object.entries(changed).map(([id, level]) => {
    const says = space.factors.find((one) => one.id === id)?.levels.find((one) => one.id === level)?.says;
    return `${id} = ${level}${says === undefined ? "" : ` (${says})`}`;
  });
  const where = place === null ? [] : [`at ${place}`];
  return factors.length + where.length === 0 ? "the failing request" : [...factors, ...where].join(" ");
}

function placeLines({ place, order }: Extract<Result, { kind: "cause" }>): readonly string[] {
  return [
    ...(place === null
      ? []
      : [
          `  place: ${place === "proved" ? "proved by the same request at both places, in turns" : "suspected, without a proof of its own"}`,
        ]),
    ...(order === null
      ? []
      : [
          `  order: bad in ${order.first.bad} of ${order.first.eligible} asked first, ${order.later.bad} of ${order.later.eligible} asked later (p ${order.p.toPrecision(2)})`,
        ]),
  ];
}

/** At most so many are listed. */
const mostRuledOut = 12;

function ruledOutLines(result: Result): readonly string[] {
  if (result.kind !== "cause") return [];
  const lines = result.ruledOut.slice(0, mostRuledOut).map(({ what, calls }) => {
    const by =
      calls.length === 0 ? "by probability" : `calls ${calls.slice(0, 6).join(", ")}${calls.length > 6 ? " …" : ""}`;
    return `  ruled out: ${what} (${by})`;
  });
  const more = result.ruledOut.length - mostRuledOut;
  return more > 0 ? [...lines, `  ruled out: ${more} more`] : lines;
}
