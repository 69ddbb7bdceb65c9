import { type CodedNight, readHistory } from "../data/history-code.js";
import type { PageCell, PageData } from "../data/page-data.js";
import { type Html, html, type Part } from "../markup/html.js";

/** A night of a drawn history, with its date. */
export type DrawnNight = CodedNight & { readonly night: string };

/** The nights of a cell, and the run's own night as the last one, where there is a gate. */
export function nightsOf(
  { nights, tonight }: Pick<PageData, "nights" | "tonight">,
  cell: PageCell,
): readonly DrawnNight[] {
  const earlier = readHistory(cell.history).flatMap((one, at) => {
    const night = nights[at];
    return one === null || night === undefined || night === tonight ? [] : [{ ...one, night }];
  });
  if (earlier.length === 0 || tonight === null) return earlier;
  const { eligible, ok } = cell;
  return [
    ...earlier,
    { night: tonight, state: eligible === 0 ? "not-measured" : "measured", eligible, bad: eligible - ok },
  ];
}

/** A line of 72 × 18 in a list: the share of good trials each night. Gaps are nights without a measurement. Null: no history. */
export function sparkline(nights: readonly DrawnNight[]): Part {
  if (nights.length === 0) return null;
  const x = (at: number) => round(2 + (at * 68) / Math.max(1, nights.length - 1));
  const y = (one: CodedNight) => round(2 + (14 * one.bad) / one.eligible);
  const last = nights.at(-1);
  const dot =
    last === undefined || last.eligible === 0
      ? null
      : html`<circle cx="${x(nights.length - 1)}" cy="${y(last)}" r="2"/>`;
  return html`<svg class="spark" viewBox="0 0 72 18" width="72" height="18" role="img" aria-label="${sparkWords(nights)}">${runsOf(
    nights,
  ).map((run) => html`<polyline points="${run.map(({ at, one }) => `${x(at)},${y(one)}`).join(" ")}"/>`)}${dot}</svg>`;
}

/** The history with its axis, a mark for each night that was not measured as usual, and the same as a table. */
export function historyHtml(nights: readonly DrawnNight[]): Html {
  const [width, height, left, top, bottom] = [520, 132, 44, 10, 30];
  const [first, last] = [nights[0]?.night ?? "", nights.at(-1)?.night ?? ""];
  const x = (at: number) => round(left + 6 + (at * (width - left - 14)) / Math.max(1, nights.length - 1));
  const y = (share: number) => round(top + (height - top - bottom) * (1 - share));
  const good = ({ eligible, bad }: CodedNight) => (eligible - bad) / eligible;
  const axis = [1, 0.5, 0].map(
    (share) =>
      html`<line class="grid" x1="${left}" x2="${width}" y1="${y(share)}" y2="${y(share)}"/><text x="${left - 6}" y="${y(share) + 4}" text-anchor="end">${100 * share} %</text>`,
  );
  const marks = nights.map((one, at) => {
    if (one.eligible > 0)
      return html`<circle class="${one.state}" cx="${x(at)}" cy="${y(good(one))}" r="3"><title>${nightWords(one)}</title></circle>`;
    return html`<text class="gap" x="${x(at)}" y="${y(0) + 13}" text-anchor="middle">×<title>${nightWords(one)}</title></text>`;
  });
  return html`<figure class="history"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${sparkWords(nights)}">${axis}${runsOf(
    nights,
  ).map(
    (run) => html`<polyline points="${run.map(({ at, one }) => `${x(at)},${y(good(one))}`).join(" ")}"/>`,
  )}${marks}<text x="${left}" y="${height - 4}">${first}</text><text x="${width}" y="${height - 4}" text-anchor="end">${last}</text></svg>
<figcaption>Share of good trials each night. ● measured · ○ masked or judged by other rules · × not measured, not asked or missed</figcaption>
<details><summary>${nights.length} ${nights.length === 1 ? "night" : "nights"} as a table</summary><div class="scroll" tabindex="0" role="group" aria-label="nights"><table><caption class="vh">nights of this cell</caption><thead><tr><th scope="col">night</th><th scope="col">bad</th><th scope="col">state</th></tr></thead><tbody>${nights.map(
    (one) =>
      html`<tr><th scope="row">${one.night}</th><td>${one.eligible === 0 ? "–" : `${one.bad}/${one.eligible}`}</td><td>${stateWords.get(one.state) ?? ""}</td></tr>`,
  )}</tbody></table></div></details></figure>`;
}

type Place = { readonly at: number; readonly one: DrawnNight };

/** The runs of neighbouring nights with trials: a line never crosses a night without one. */
function runsOf(nights: readonly DrawnNight[]): readonly (readonly Place[])[] {
  const runs: Place[][] = [[]];
  for (const [at, one] of nights.entries()) {
    if (one.eligible > 0) runs.at(-1)?.push({ at, one });
    else if (runs.at(-1)?.length !== 0) runs.push([]);
  }
  return runs.filter((run) => run.length > 1);
}

const stateWords: ReadonlyMap<string, string> = new Map([
  ["measured", "measured"],
  ["masked", "masked: an incident of its column"],
  ["other-rules", "judged by other rules"],
  ["not-measured", "not measured"],
  ["not-asked", "not asked"],
  ["missed", "missed"],
]);

function nightWords({ night, eligible, bad, state }: DrawnNight): string {
  const words = stateWords.get(state) ?? state;
  return eligible === 0
    ? `${night}: ${words}`
    : `${night}: ${bad} of ${eligible} bad${state === "measured" ? "" : `, ${words}`}`;
}

function sparkWords(nights: readonly DrawnNight[]): string {
  const measured = nights.filter(({ eligible }) => eligible > 0);
  const last = measured.at(-1);
  const others = nights.length - measured.length;
  const end = last === undefined ? "" : `, the last ${last.bad} of ${last.eligible} bad`;
  return `${nights.length} ${nights.length === 1 ? "night" : "nights"}${end}${others === 0 ? "" : `, ${others} without a measurement`}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
