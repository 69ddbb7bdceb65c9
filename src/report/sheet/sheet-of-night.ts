import { isRed } from "../../verdict/baseline.js";
import { countedClaim } from "../../verdict/claim-text.js";
import type { CellDetails } from "../../verdict/nights/cell-details.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import { countingLines, type StoredNight } from "../../verdict/nights/stored-night.js";
import type { GateResult } from "../../verdict/regression/gate-result.js";
import { failureInterval, intervalKind } from "../../verdict/statistics/statistics.js";
import type { CellSummary } from "../../verdict/summary/summary-schema.js";
import { glyphOf } from "../glyph.js";
import { isOfVendor, simulatedNotice } from "../origin.js";
import type { Sheet, SheetCell, SheetColumn, SheetMade } from "./sheet.js";
import { ruleOf } from "./sheet-findings.js";
import { cellNights, historyOf, sheetNight } from "./sheet-night.js";

/** A night that a gate has compared. `known`: cells whose bad findings are all expected, with the bug reports; `command`: the one that compared. */
export type SheetNightInput = {
  readonly night: StoredNight;
  /** The nights before that the gate read, oldest first. */
  readonly earlier: readonly StoredNight[];
  readonly result: GateResult;
  readonly details: ReadonlyMap<string, CellDetails>;
  readonly known: ReadonlyMap<string, string>;
  readonly command: string;
};

/**
 * The sheet of a night, made from the lines that a history keeps of its cells: counts, findings and times, and no text of a request or a reply.
 * A cell of the baseline that tonight has no line is there as not run.
 */
export function sheetOfNight(input: SheetNightInput): Sheet {
  const { night, earlier } = input;
  const tonight = countingLines(night).counting;
  const lines = [...tonight, ...missingLines(input, tonight)];
  const isSimulated = night.runs.some(({ mode }) => mode === "simulator");
  const unique = (values: readonly string[]) => [...new Set(values)];
  return {
    kind: "run",
    name: unique(lines.flatMap(({ suite }) => suite ?? [])).join(", ") || night.id,
    origin: isSimulated ? "simulated" : "vendor",
    notice: isSimulated ? simulatedNotice : null,
    made: madeOf(input, isSimulated),
    stopped: null,
    models: unique(lines.map(({ model }) => model)).map((name) => ({ name, title: name, retired: null })),
    columns: [...new Map(lines.map((line) => [columnOf(line).id, columnOf(line)])).values()],
    scenarios: unique(lines.map(({ scenario }) => scenario)).map((id) => ({ id, title: id, tags: [] })),
    cells: cellsOf(lines, { ...input, history: historyOf([...earlier, night]) }),
    pairs: [],
    night: sheetNight(input),
    messages: [],
  };
}

function madeOf({ night, command }: SheetNightInput, isSimulated: boolean): SheetMade {
  const [first] = night.runs;
  return {
    mode: isSimulated ? "simulator" : "live",
    command,
    tested: null,
    run: night.runs.length === 1 ? (first?.id ?? null) : null,
    logicalRun: night.id,
    startedAt: first?.startedAt ?? null,
    commit: null,
    recorded: [night.id, night.id],
    versions: first?.versions ?? {},
  };
}

/** Cells that the gate names and that have no line tonight, by their newest line, without its counts. */
function missingLines({ earlier, result }: SheetNightInput, tonight: readonly CellSummary[]): readonly CellSummary[] {
  const there = new Set(tonight.map(cellKey));
  const newest = new Map(
    earlier.flatMap((night) => countingLines(night).counting).map((line) => [cellKey(line), line]),
  );
  return result.cells
    .filter(({ cell, state }) => state === "not-measured" && !there.has(cell))
    .flatMap(({ cell }) => newest.get(cell) ?? [])
    .map((line) => ({ ...line, ...notRun }));
}

const notRun = {
  ...{ observed: "not-run" as const, claim: null, reason: "not asked", source: null, findings: [] },
  trials: { attempted: 0, eligible: 0, ok: 0, bad: 0, excluded: {}, unavailable: 0, screened: null },
  perTrial: { ms: [], usd: [] },
};

/** Targets of one provider and API are told apart by what their ids have after `@`. */
function columnOf({ provider, api, target, client }: CellSummary): SheetColumn {
  const at = target.lastIndexOf("@");
  const detail = [at < 0 ? "" : target.slice(at), client === "sdk" ? "" : `(${client})`]
    .filter((part) => part !== "")
    .join(" ");
  return { id: `${provider} ${api} ${detail}`.trim(), provider, api, detail };
}

type CellInput = SheetNightInput & { readonly history: ReturnType<typeof historyOf> };

function cellsOf(lines: readonly CellSummary[], input: CellInput): readonly SheetCell[] {
  const nights = cellNights(input);
  const order = { models: placesOf(lines, "model"), scenarios: placesOf(lines, "scenario") };
  const place = ({ model, scenario }: CellSummary) =>
    (order.models.get(model) ?? 0) * lines.length + (order.scenarios.get(scenario) ?? 0);
  return lines
    .toSorted((a, b) => place(a) - place(b))
    .map((line) => {
      const id = cellKey(line);
      const bugs = input.known.get(id) ?? null;
      const known = !isRed(line)
        ? null
        : { state: bugs === null ? ("unexpected" as const) : ("expected" as const), bugs: bugs === null ? [] : [bugs] };
      return { ...cellOf(line), id, known, night: nights.get(id) ?? null, history: input.history.get(id) ?? [] };
    });
}

function placesOf(lines: readonly CellSummary[], member: "model" | "scenario"): ReadonlyMap<string, number> {
  return new Map([...new Set(lines.map((line) => line[member]))].map((name, at) => [name, at]));
}

type Kept = Omit<SheetCell, "id" | "known" | "night" | "history">;

function cellOf(line: CellSummary): Kept {
  const { model, scenario, target, client, providerModelId, region, upstreamPin, trials, source } = line;
  const { attempted, eligible, ok, bad, excluded } = trials;
  const simulated = source === "simulated";
  const mark = simulated && countedClaim(line) !== null ? " (simulated)" : "";
  return {
    ...{ model, column: columnOf(line).id, scenario, target, client, upstreamPin, source, simulated },
    region: source === null || isOfVendor(source) ? region : null,
    providerModelId: providerModelId === "" ? null : providerModelId,
    observed: line.observed,
    claim: countedClaim(line),
    sign: `${glyphOf({ ...line, provenance: null })}${mark}`,
    trials: {
      attempted,
      eligible,
      ok,
      bad,
      excluded,
      interval: failureInterval({ bad, eligible }),
      intervalKind: eligible === 0 ? null : intervalKind,
    },
    distinctReplies: 0,
    reason: line.reason,
    reasonText: null,
    requestIds: [],
    findings: line.findings.map((found) => ({ ...found, seen: "", step: null, trial: 0, rule: ruleOf(found.checks) })),
    upstreams: [],
    ...{ attribution: null, command: null, recordedAt: null, file: null, isPrivate: false },
    measures: { firstByteMs: [], totalMs: line.perTrial.ms, usd: line.perTrial.usd, outputTokens: [] },
  };
}
