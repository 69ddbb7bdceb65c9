import { regionFor } from "../../adapters/bedrock/aws-credentials.js";
import type { Catalog } from "../../scenario/catalog.js";
import type { AgainCall } from "../../verdict/evidence/experiment-result.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import { countingLines, type StoredNight } from "../../verdict/nights/stored-night.js";
import type { CounterTest, Who } from "../../verdict/regression/change/who-changed.js";
import { counterTest, whoChanged } from "../../verdict/regression/change/who-changed.js";
import type { CellResult } from "../../verdict/regression/gate-result.js";
import { pooled } from "../../verdict/regression/measured.js";
import type { Counts } from "../../verdict/regression/night.js";
import type { CellSummary } from "../../verdict/summary/summary-schema.js";
import { armsOf } from "../evidence/again/again-arm.js";
import { type AgainEvent, askServices, requireLimit, type ServiceOptions } from "../evidence/again/ask-services.js";
import { judgeRecorded } from "../evidence/again/judge-again.js";
import { ownArms } from "../evidence/again/own-arms.js";
import { reachArms } from "../evidence/again/reach-arms.js";
import { UsageError } from "../usage-error.js";
import { type CounterCell, counterArms, type NightOfCell } from "./counter-arms.js";
import { type GatedNight, gateHistory } from "./gate-history.js";
import type { History } from "./history.js";

export type WhoOptions = ServiceOptions & {
  readonly catalog: Catalog;
  readonly runs: string;
  /** Of a target whose address is not in our own files; null: none. */
  readonly baseUrl: string | null;
  /** The scenarios that judge the cell now. */
  /** False: where the counter-test is needed, it is not made. */
  readonly mayAsk: boolean;
  readonly scenarioOf: (id: string, run: string) => Promise<CounterCell["scenario"]>;
  readonly now: () => Date;
  readonly onEvent: (event: AgainEvent) => void;
};

/** Who changed a cell between its last good night and tonight. `test` null: no call was needed. */
export type WhoResult = {
  readonly cell: string;
  readonly state: CellResult["state"];
  readonly tonight: NightOfCell;
  readonly lastGood: NightOfCell;
  readonly request: "equal" | "changed" | "unknown";
  readonly who: Who;
  readonly test: CounterTest | null;
  readonly calls: readonly AgainCall[];
  /** Why fewer calls were made than were planned; null: all were. */
  readonly ended: string | null;
};

/**
 * Says who changed a cell: first from the hashes of the requests, then by the counter-test, which sends today's bytes and those of the last
 * good night in turns. Throws UsageError for a cell that did not change, and where nothing can be asked.
 */
export async function whoChangedCell(
  history: History,
  { night, cell }: { readonly night: string; readonly cell: string },
  options: WhoOptions,
): Promise<WhoResult> {
  const gated = await gateHistory(history, { night, kind: null });
  const result = requireCell(gated, cell);
  const nights = await nightsOf(history, gated, result);
  const request = gated.details.get(cell)?.request ?? "unknown";
  const { target, scenario: id } = lineIn(gated.night, cell);
  const scenario = await options.scenarioOf(id, nights.tonight.run);
  const arms = counterArms({ target, scenario, runs: options.runs, ...nights });
  const judged = arms.working === null ? null : await judgeRecorded(arms.working);
  const baseline = await history.baseline();
  const known = pooled(baseline?.cells.find((one) => one.cell === cell)?.nights ?? []);
  const correlation = gated.result.columns.find(({ column }) => column === result.column)?.correlation.value ?? 0;
  const question = { request, judgedAlike: judged === null ? null : judged.outcome === "ok", known, correlation };
  const common = { cell, state: result.state, ...nights, request };
  const first = whoChanged({ ...question, test: null });
  if (first.why !== "test-needed" || !options.mayAsk)
    return { ...common, who: first, test: null, calls: [], ended: null };
  requireLimit(options, "a counter-test");
  const { catalog, baseUrl, environment, simulator } = options;
  const own = ownArms(arms, {
    catalog,
    region: regionFor(null, environment),
    baseUrl,
    asksSimulator: simulator !== null,
  });
  const reach = await reachArms([...new Set(armsOf(own).map(({ target }) => target))], options);
  const asked: AgainCall[] = [];
  const decided = new AbortController();
  const whoNow = () => whoChanged({ ...question, test: countsOf(asked) });
  const made = await askServices({ ...own, pairs: counterTest.most, seed: options.now().getTime() % 2 ** 31 }, reach, {
    ...options,
    stop: AbortSignal.any([options.stop, decided.signal]),
    onEvent: (event) => {
      options.onEvent(event);
      if (event.kind !== "call") return;
      asked.push(event.call);
      if (asked.length % (2 * counterTest.batch) === 0 && whoNow().more === 0) decided.abort();
    },
  });
  const ended = decided.signal.aborted ? null : made.ended;
  return { ...common, who: whoNow(), test: countsOf(asked), calls: asked, ended };
}

function requireCell({ result, night }: GatedNight, name: string): CellResult {
  const cell = result.cells.find((one) => one.cell === name);
  if (cell === undefined) {
    throw new UsageError(`night ${night.id} has no cell ${name}`, { hint: "`llm-parity gate --all` lists its cells." });
  }
  if (cell.tonight === null || cell.tonight.bad === 0) {
    throw new UsageError(`${name}: nothing was bad in night ${night.id}`, {
      hint: "`who` needs a cell that got worse.",
    });
  }
  return cell;
}

async function nightsOf(
  history: History,
  { night }: GatedNight,
  { cell, lastGood }: CellResult,
): Promise<{ readonly tonight: NightOfCell; readonly lastGood: NightOfCell }> {
  const before = lastGood ?? (await history.ids()).filter((id) => id < night.id).at(-1) ?? null;
  const good = before === null ? null : await history.night(before);
  if (good === null) {
    throw new UsageError(`${cell}: the history has no night before ${night.id} to compare with`, {
      hint: "`llm-parity history` lists the nights.",
    });
  }
  return { tonight: nightOf(night, cell), lastGood: nightOf(good, cell) };
}

function nightOf(night: StoredNight, cell: string): NightOfCell {
  const { run } = lineIn(night, cell);
  if (run === null) throw notAsked(night, cell);
  return { night: night.id, run };
}

function lineIn(night: StoredNight, cell: string): CellSummary {
  const line = countingLines(night).counting.find((one) => cellKey(one) === cell);
  if (line === undefined) throw notAsked(night, cell);
  return line;
}

function notAsked({ id }: StoredNight, cell: string): UsageError {
  return new UsageError(`night ${id} did not ask ${cell}`, { hint: "Name another night." });
}

/** Calls that count, by whose bytes they sent. */
function countsOf(calls: readonly AgainCall[]): CounterTest {
  const of = (arm: AgainCall["arm"]): Counts => {
    const own = calls.filter((call) => call.arm === arm && call.outcome !== "excluded");
    return { eligible: own.length, bad: own.filter(({ outcome }) => outcome === "bad").length };
  };
  return { ours: of("failing"), theirs: of("working") };
}
