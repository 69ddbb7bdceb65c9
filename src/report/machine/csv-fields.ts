import { quantile } from "../../verdict/statistics/quantile.js";
import type { Sheet, SheetCell } from "../sheet/sheet.js";
import { measuredOf, sumOf } from "./measured.js";
import type { CellTest } from "./outcomes.js";

type Value = string | number | boolean | null;
type Row = { readonly test: CellTest; readonly cell: SheetCell; readonly sheet: Sheet };

/** A column of the CSV file. Their order and their names stay; a new one is added at the end. */
type Column = { readonly name: string; readonly value: (row: Row) => Value };

const plain = (name: string, value: (cell: SheetCell, row: Row) => Value): Column => ({
  name,
  value: (row) => value(row.cell, row),
});

export const csvColumns: readonly Column[] = [
  plain("cell", ({ id }) => id),
  plain("model", ({ model }) => model),
  plain("provider", (cell, { sheet }) => placeOf(cell, sheet)?.provider ?? null),
  plain("api", (cell, { sheet }) => placeOf(cell, sheet)?.api ?? null),
  plain("scenario", ({ scenario }) => scenario),
  plain("target", ({ target }) => target),
  plain("client", ({ client }) => client),
  plain("provider_model_id", ({ providerModelId }) => providerModelId),
  plain("region", ({ region }) => region),
  plain("upstream_pin", ({ upstreamPin }) => upstreamPin),
  { name: "status", value: ({ test }) => test.outcome.status },
  { name: "status_reason", value: ({ test }) => test.outcome.why },
  plain("observed", ({ observed }) => observed),
  plain("claim", ({ claim }) => claim),
  plain("simulated", ({ simulated }) => simulated),
  plain("source", ({ source }) => source),
  plain("trials_attempted", ({ trials }) => trials.attempted),
  plain("trials_eligible", ({ trials }) => trials.eligible),
  plain("trials_ok", ({ trials }) => trials.ok),
  plain("trials_bad", ({ trials }) => trials.bad),
  plain("trials_excluded", ({ trials }) => counts(Object.entries(trials.excluded))),
  plain("failure_rate_low", ({ trials }) => trials.interval?.[0] ?? null),
  plain("failure_rate_high", ({ trials }) => trials.interval?.[1] ?? null),
  plain("failure_rate_interval", ({ trials }) => trials.intervalKind),
  plain("distinct_replies", ({ distinctReplies }) => distinctReplies),
  plain("findings", (cell) => findings(cell, "bad")),
  plain("notes", (cell) => findings(cell, "note")),
  plain("reason", ({ reason }) => reason),
  plain("reason_text", ({ reasonText }) => reasonText),
  plain("fault", ({ attribution }) => attribution?.party ?? null),
  plain("fault_standing", ({ attribution }) => attribution?.standing ?? null),
  plain("known", ({ known }) => known?.state ?? null),
  plain("known_bugs", ({ known }) => listed(known?.bugs ?? [])),
  plain("night", (_, { sheet }) => sheet.night?.id ?? null),
  plain("night_state", ({ night }) => night?.state ?? null),
  plain("night_since", ({ night }) => night?.since?.[0] ?? null),
  plain("night_p", ({ night }) => night?.worse ?? null),
  plain("baseline_eligible", ({ night }) => night?.baseline?.eligible ?? null),
  plain("baseline_bad", ({ night }) => night?.baseline?.bad ?? null),
  plain("upstreams", ({ upstreams }) => listed(upstreams.map(({ name, ok, eligible }) => `${name} ${ok}/${eligible}`))),
  plain("headers_ms_p50", (cell) => quantile(measuredOf(cell).firstByteMs, 0.5)),
  plain("headers_ms_p90", (cell) => quantile(measuredOf(cell).firstByteMs, 0.9)),
  plain("trial_ms_p50", (cell) => quantile(measuredOf(cell).totalMs, 0.5)),
  plain("trial_ms_p90", (cell) => quantile(measuredOf(cell).totalMs, 0.9)),
  plain("cost_usd", (cell) => sumOf(measuredOf(cell).usd)),
  plain("output_tokens", (cell) => sumOf(measuredOf(cell).outputTokens)),
  plain("recorded_at", ({ recordedAt }) => recordedAt),
  plain("request_ids", ({ requestIds }) => listed(requestIds)),
  plain("exchanges", ({ file }) => file),
  plain("command", ({ command }) => command),
  plain("run", (_, { sheet }) => sheet.made.run),
  plain("first_content_ms_p50", (cell) => quantile(measuredOf(cell).firstContentMs ?? [], 0.5)),
  plain("first_content_ms_p90", (cell) => quantile(measuredOf(cell).firstContentMs ?? [], 0.9)),
  plain("longest_gap_ms_p50", (cell) => quantile(measuredOf(cell).longestGapMs ?? [], 0.5)),
];

function placeOf({ column }: SheetCell, { columns }: Sheet) {
  return columns.find(({ id }) => id === column);
}

function findings({ findings: all }: SheetCell, severity: "bad" | "note"): string | null {
  const those = all.filter((one) => one.severity === severity);
  return counts(those.map(({ id, cause, n }) => [cause === null ? id : `${id} (${cause})`, n]));
}

function counts(entries: readonly (readonly [name: string, n: number])[]): string | null {
  return listed(entries.map(([name, n]) => `${name} ${n}`));
}

function listed(texts: readonly string[]): string | null {
  return texts.length === 0 ? null : texts.join(" | ");
}
