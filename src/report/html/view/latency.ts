import type { MeasureName, PageData, PageLatency, PageMeasure } from "../data/page-data.js";
import { type Html, html, type Part } from "../markup/html.js";

/** The heading of the times and costs of a page or a cell, by who answered. */
export function latencyTitle(of: readonly { readonly simulated: boolean }[]): string {
  return isSimulated(of) ? "Timing of our simulator; it says nothing about a vendor" : "Latency and cost";
}

function isSimulated(of: readonly { readonly simulated: boolean }[]): boolean {
  return of.length > 0 && of.every(({ simulated }) => simulated);
}

const names: readonly MeasureName[] = ["first byte", "first content", "longest wait", "whole trial", "cost"];

/** How long replies took and what they cost: a table for each measure, with the distribution of each model in each column. */
export function latencyHtml(data: PageData): Html {
  const parts = names.flatMap((name) => measureTable(data, name) ?? []);
  if (parts.length === 0) return html`<p>No timings: fixtures are replayed.</p>`;
  return html`<p class="note">The box goes from the 25th to the 75th percentile of the eligible trials, its line from the 5th to the 95th, and the bar is the median. The scale of a table is logarithmic.</p>${parts}`;
}

type Row = { readonly latency: PageLatency; readonly measure: PageMeasure };

function measureTable(data: PageData, name: MeasureName): Html | null {
  const rows = data.latency.flatMap((latency): readonly Row[] => {
    const measure = latency.measures.find((one) => one.name === name);
    return measure === undefined ? [] : [{ latency, measure }];
  });
  if (rows.length === 0) return null;
  const values = rows.flatMap(({ measure }) => measure.values).filter((value) => value > 0);
  const scale: Scale = [Math.min(...values, 1e9), Math.max(...values, 0)];
  const title = titleOf(name, isSimulated(rows.map(({ latency }) => latency)));
  const id = `latency-${name.replace(" ", "-")}`;
  return html`<h3 id="${id}">${title}</h3><div class="scroll" tabindex="0" role="group" aria-labelledby="${id}">
<table class="latency"><caption class="vh">${title}, by model and column</caption>
<thead><tr><th scope="col">model</th><th scope="col">column</th><th scope="col">trials</th><th scope="col">p5</th><th scope="col">p25</th><th scope="col">p50</th><th scope="col">p75</th><th scope="col">p95</th><th scope="col"><span class="vh">distribution</span></th></tr></thead>
<tbody>${rows.map(({ latency, measure }) => rowHtml(data, latency, { measure, scale }))}</tbody></table></div>`;
}

const titles: ReadonlyMap<MeasureName, string> = new Map([
  ["first byte", "Time to the first byte"],
  ["first content", "Time to the first content, reasoning included"],
  ["longest wait", "Longest wait between two pieces of content"],
  ["whole trial", "Time of a whole trial"],
  ["cost", "Cost of a trial, as the provider reports it"],
]);

function titleOf(name: MeasureName, isSimulators: boolean): string {
  if (isSimulators && name === "cost") return "Cost of a trial, made up by our simulator: nothing was spent";
  return `${titles.get(name) ?? name}${isSimulators ? " (simulated)" : ""}`;
}

function rowHtml(
  { models, columns }: PageData,
  { model, column, simulated }: PageLatency,
  { measure, scale }: { readonly measure: PageMeasure; readonly scale: Scale },
): Html {
  return html`<tr data-model="${model}" data-column="${column}"><th scope="row">${models[model]?.name ?? ""}</th><td>${columns[column]?.id ?? ""}${simulated ? " (simulated)" : null}</td><td class="n">${measure.trials}</td>${measure.values.map(
    (value) => html`<td class="n">${valueText(measure.name, value)}</td>`,
  )}<td>${boxHtml(measure, scale)}</td></tr>
`;
}

/** The least and the greatest value of a table, both above zero. */
type Scale = readonly [least: number, most: number];

/** A distribution as a box on a logarithmic scale; its numbers stand beside it. */
export function boxHtml({ values }: PageMeasure, [least, most]: Scale): Part {
  const span = Math.log(most / least);
  const x = (value: number) =>
    Math.round(10 * (4 + 152 * (span > 0 ? Math.log(Math.max(value, least) / least) / span : 0.5))) / 10;
  const [p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0] = values;
  return html`<svg class="box" viewBox="0 0 160 18" width="160" height="18" aria-hidden="true"><line x1="${x(p5)}" x2="${x(p95)}" y1="9" y2="9"/><rect x="${x(p25)}" y="4" width="${Math.max(1, Math.round(10 * (x(p75) - x(p25))) / 10)}" height="10"/><line class="median" x1="${x(p50)}" x2="${x(p50)}" y1="2" y2="16"/></svg>`;
}

/** `840 ms`, `3.1 s`, `$0.0021` with three significant digits, or `1204`. */
export function valueText(name: MeasureName, value: number): string {
  if (name === "output tokens") return String(value);
  const shown = (number: number) => Number(number.toPrecision(3));
  if (name === "cost") return `$${shown(value)}`;
  return value < 1000 ? `${shown(value)} ms` : `${shown(value / 1000)} s`;
}
