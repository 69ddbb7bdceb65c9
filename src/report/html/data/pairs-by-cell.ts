import { shortened } from "../../../verdict/compare-text.js";
import { mostTrials, type RateComparison } from "../../../verdict/statistics/compare-rates.js";
import { counted } from "../../counted.js";
import type { Sheet, SheetPair } from "../../sheet/sheet.js";
import type { DetailPair } from "./cell-detail.js";

/** A compared pair, as one of its two cells sees it. */
export type PairOfCell = { readonly cell: string; readonly pair: DetailPair };

/** The pairs of each cell, by its id. The left cell of a pair shows it only where the two differ: it is the control of many. */
export function pairsByCell({
  pairs,
  cells,
}: Pick<Sheet, "pairs" | "cells">): ReadonlyMap<string, readonly PairOfCell[]> {
  const columns = new Map(cells.map(({ id, column }) => [id, column]));
  const unmeasured = new Set(cells.filter(({ trials }) => trials.eligible === 0).map(({ id }) => id));
  const byCell = new Map<string, PairOfCell[]>();
  const add = (one: PairOfCell) => {
    const own = byCell.get(one.cell);
    if (own === undefined) byCell.set(one.cell, [one]);
    else own.push(one);
  };
  for (const pair of pairs) {
    const [left, right] = [columns.get(pair.left) ?? pair.left, columns.get(pair.right) ?? pair.right];
    const isComparable = !unmeasured.has(pair.left) && !unmeasured.has(pair.right);
    add({ cell: pair.right, pair: seenFrom(pair, { isLeft: false, other: left, isComparable }) });
    if (pair.differs) add({ cell: pair.left, pair: seenFrom(pair, { isLeft: true, other: right, isComparable }) });
  }
  return byCell;
}

function seenFrom(
  pair: SheetPair,
  { isLeft, other, isComparable }: { readonly isLeft: boolean; readonly other: string; readonly isComparable: boolean },
): DetailPair {
  const { differs, requestsEquivalent, steps = [] } = pair;
  const turned = <Value>(left: Value, right: Value) => (isLeft ? [left, right] : [right, left]);
  return {
    otherId: isLeft ? pair.right : pair.left,
    ...{ other, differs },
    says: isComparable ? saysOf(pair) : `Cannot be compared: no trial counts on one side; ${pair.requests}.`,
    fields: requestsEquivalent
      ? []
      : steps.flatMap(({ step, fields }) =>
          fields
            .filter(({ state }) => state === "dropped" || state === "different")
            .map(({ field, state, left, right, why }) => {
              const [here = "", there = ""] = turned(sent(left), sent(right));
              return [step, field, state, here, there, why === null ? "" : shortened(why, 300)] as const;
            }),
        ),
    replies: differs
      ? steps.map(({ step, leftText, rightText }) => {
          const [here = null, there = null] = turned(reply(leftText), reply(rightText));
          return { step, here, there };
        })
      : [],
  };
}

function sent(value: string | null): string {
  return value === null ? "nothing is sent" : shortened(value, 200);
}

function reply(text: string | null): string | null {
  return text === null ? null : shortened(text, 1200);
}

function saysOf({ differs, requests, steps, isControl, rates }: SheetPair): string {
  if (steps !== undefined && steps.length === 0) return "No step was answered on both sides.";
  const outcome = differs ? "Observed to differ" : "Not observed to differ";
  const several = isControl === false ? "; several upstreams served one side, so that it is no control" : "";
  return `${outcome}; ${requests}${several}${rates == null ? "" : `; rates: ${ratesText(rates)}`}.`;
}

function ratesText({ state, p, test, trialsNeeded }: RateComparison): string {
  const value =
    p === null ? [] : [`p ${p < 0.001 ? "below 0.001" : p.toFixed(3)}${test === "sequential" ? ", always valid" : ""}`];
  const needed =
    trialsNeeded !== null
      ? [
          `about ${counted(trialsNeeded, "more trial")} on each side would decide whether they are the same within 10 points, at the same rates`,
        ]
      : state === "not enough"
        ? [`${mostTrials} trials on each side would not decide it either, at the same rates`]
        : [];
  const words = [...value, ...needed];
  return words.length === 0 ? state : `${state} (${words.join("; ")})`;
}
