import { groupBy } from "../../../chat/group-by.js";
import { shortened } from "../../../verdict/compare-text.js";
import { findingText } from "../../cell-text.js";
import { counted } from "../../counted.js";
import type { Sheet, SheetCell } from "../../sheet/sheet.js";
import { faultText } from "../../whose-fault-text.js";
import { historyCode } from "./history-code.js";
import type { MeasureName, PageCell, PageData, PageLatency } from "./page-data.js";
import { quantiles } from "./quantiles.js";
import { mostStaticCells } from "./sections.js";

/** More nights than this are not drawn; `history` has them all. */
const mostNights = 90;

/** What the page is drawn from. Cells keep their order. */
export function pageDataOf(sheet: Sheet): PageData {
  const { models, columns, scenarios, cells, night, messages } = sheet;
  const isStatic = cells.length <= mostStaticCells;
  const nights = [...new Set(cells.flatMap(({ history }) => history.map((point) => point.night)))].sort();
  const places: Places = {
    models: new Map(models.map(({ name }, at) => [name, at])),
    columns: new Map(columns.map(({ id }, at) => [id, at])),
    scenarios: new Map(scenarios.map(({ id }, at) => [id, at])),
    nights: nights.slice(-mostNights),
    // A big page has it on the pages of its cells alone.
    withNext: isStatic,
  };
  return {
    ...{ models, columns, scenarios },
    cells: cells.map((cell) => pageCellOf(cell, places)),
    nights: places.nights,
    tonight: night?.id ?? null,
    latency: latencyOf(cells, places),
    messages: isStatic ? [] : messages,
  };
}

type Places = {
  readonly models: ReadonlyMap<string, number>;
  readonly columns: ReadonlyMap<string, number>;
  readonly scenarios: ReadonlyMap<string, number>;
  readonly nights: readonly string[];
  readonly withNext: boolean;
};

function pageCellOf(cell: SheetCell, { models, columns, scenarios, nights, withNext }: Places): PageCell {
  const { observed, claim, simulated, trials, findings, reason, night, known, attribution, history } = cell;
  return {
    // As it stands in links, where half a character is a replacement character.
    id: cell.id.toWellFormed(),
    model: models.get(cell.model) ?? 0,
    column: columns.get(cell.column) ?? 0,
    scenario: scenarios.get(cell.scenario) ?? 0,
    ...{ observed, claim, simulated, reason },
    ...{ ok: trials.ok, eligible: trials.eligible },
    findings: findings.filter(({ severity }) => severity === "bad").map((one) => findingText({ ...one, n: 1 })),
    note: findings.some(({ severity }) => severity === "note") || cell.remarks !== undefined,
    change: night?.state ?? null,
    known: known?.state ?? null,
    whose: attribution === null ? null : faultText(attribution),
    since: sinceText(night?.since ?? null) ?? known?.since ?? null,
    next: withNext ? nextText(cell) : null,
    history: historyCode(history, nights),
  };
}

/** `the same request over another API (40 calls, at most $0.11)`. */
function nextText({ attribution, nextPrice = null }: SheetCell): string | null {
  const next = attribution?.party === "undetermined" ? attribution.missing[0] : undefined;
  return next === undefined
    ? null
    : `${shortened(next.control, 160)} (${nextPrice ?? `about ${counted(next.calls, "call")}`})`;
}

/** `2026-11-20`, or `between 2026-11-18 and 2026-11-20`; null: no change. */
function sinceText(nights: readonly string[] | null): string | null {
  const [first, last] = [nights?.[0], nights?.at(-1)];
  if (first === undefined || last === undefined) return null;
  return first === last ? first : `between ${first} and ${last}`;
}

/** Authored bytes were never waited for, so that they have no times. */
function latencyOf(cells: readonly SheetCell[], { models, columns }: Places): readonly PageLatency[] {
  const timed = cells.filter(({ source }) => source !== "authored" && source !== null);
  const groups = groupBy(timed, ({ model, column, simulated }) => JSON.stringify([model, column, simulated]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const measures = measureNames.flatMap(([name, read]) => {
      const values = group.flatMap((cell) => read(cell));
      return values.length === 0 ? [] : [{ name, trials: values.length, values: quantiles(values) }];
    });
    if (first === undefined || measures.length === 0) return [];
    const { simulated } = first;
    return [{ model: models.get(first.model) ?? 0, column: columns.get(first.column) ?? 0, simulated, measures }];
  });
}

const measureNames: readonly (readonly [MeasureName, (cell: SheetCell) => readonly number[]])[] = [
  ["first byte", ({ measures }) => measures.firstByteMs],
  ["first content", ({ measures }) => measures.firstContentMs ?? []],
  ["longest wait", ({ measures }) => measures.longestGapMs ?? []],
  ["whole trial", ({ measures }) => measures.totalMs],
  ["cost", ({ measures }) => measures.usd],
  ["output tokens", ({ measures }) => measures.outputTokens],
];
