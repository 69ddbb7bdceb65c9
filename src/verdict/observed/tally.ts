import type { Api } from "../../chat/api.js";
import { byWeight, findingKey } from "../count-findings.js";
import { failureInterval, intervalKind } from "../statistics/statistics.js";
import type { FindingId, Observed, TrialCounts } from "../verdict.js";
import type { ExchangeVerdict, FoundIn } from "./judge-exchange.js";

/** The number of places kept for each finding and cell, so that memory does not grow with the number of exchanges. */
const keptPlaces = 5;

/** A finding over the exchanges of a cell, with the places of its first occurrences. */
export type ObservedFinding = {
  readonly id: FindingId;
  readonly cause: string | null;
  readonly severity: "bad" | "note";
  readonly n: number;
  readonly seen: string;
  readonly places: readonly FoundIn[];
};

/** All exchanges of one model, provider, API, upstream and shape. Without a claim: a collection of recordings is not a sample. */
export type ObservedCell = {
  readonly model: string;
  readonly provider: string;
  readonly api: Api;
  readonly upstream: string | null;
  readonly shape: string;
  readonly source: "recorded" | "authored";
  readonly observed: Observed;
  /** For a cell without an eligible exchange: the most frequent reason and its first message. */
  readonly reason: string | null;
  readonly reasonText: string | null;
  readonly trials: TrialCounts;
  readonly findings: readonly ObservedFinding[];
  readonly places: readonly FoundIn[];
  /** ISO 8601; null: no recording has a date. */
  readonly oldest: string | null;
  readonly newest: string | null;
  /** Present where an exchange of it is of a production log or trace. */
  readonly isPrivate?: true;
};

/** Counts exchanges into cells, one at a time. `cells()` returns them in an order that does not depend on the order of adding. */
export type Tally = {
  readonly add: (exchange: ExchangeVerdict) => void;
  readonly cells: () => readonly ObservedCell[];
};

/** An empty tally. */
export function createTally(): Tally {
  const open = new Map<string, OpenCell>();
  return {
    add: (exchange) => {
      const key = keyOf(exchange);
      const cell = open.get(key) ?? newCell(exchange);
      open.set(key, cell);
      count(cell, exchange);
    },
    cells: () => [...open.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => closeCell(cell)),
  };
}

type OpenCell = {
  readonly first: ExchangeVerdict;
  ok: number;
  bad: number;
  readonly excluded: Map<string, { n: number; readonly observed: Observed; readonly text: string | null }>;
  readonly findings: Map<string, { finding: ObservedFinding }>;
  readonly places: FoundIn[];
  oldest: string | null;
  newest: string | null;
  isPrivate: boolean;
};

function keyOf({ model, provider, api, upstream, shape, provenance }: ExchangeVerdict): string {
  return JSON.stringify([model, provider, api, upstream, shape, provenance.source]);
}

function newCell(first: ExchangeVerdict): OpenCell {
  return {
    first,
    ok: 0,
    bad: 0,
    excluded: new Map(),
    findings: new Map(),
    places: [],
    oldest: null,
    newest: null,
    isPrivate: false,
  };
}

function count(cell: OpenCell, exchange: ExchangeVerdict): void {
  const { file, interaction, outcome, reason, reasonText, observed, provenance } = exchange;
  keep(cell.places, { file, interaction });
  cell.isPrivate ||= exchange.isPrivate === true;
  widen(cell, provenance.recordedAt);
  if (outcome === "excluded") {
    const known = cell.excluded.get(reason ?? "unknown") ?? { n: 0, observed, text: reasonText };
    cell.excluded.set(reason ?? "unknown", { ...known, n: known.n + 1 });
    return;
  }
  cell[outcome] += 1;
  addFindings(cell, exchange);
}

/** Counts each finding once for each exchange. */
function addFindings(cell: OpenCell, { file, interaction, findings }: ExchangeVerdict): void {
  const counted = new Set<string>();
  for (const { id, cause, severity, seen } of findings) {
    const key = findingKey({ id, cause, severity });
    if (counted.has(key)) continue;
    counted.add(key);
    const { n, places, ...first } = cell.findings.get(key)?.finding ?? { id, cause, severity, seen, n: 0, places: [] };
    const kept = places.length < keptPlaces ? [...places, { file, interaction }] : places;
    cell.findings.set(key, { finding: { ...first, n: n + 1, places: kept } });
  }
}

function keep(places: FoundIn[], place: FoundIn): void {
  if (places.length < keptPlaces) places.push(place);
}

function widen(cell: OpenCell, recordedAt: string | null): void {
  if (recordedAt === null) return;
  if (cell.oldest === null || recordedAt < cell.oldest) cell.oldest = recordedAt;
  if (cell.newest === null || recordedAt > cell.newest) cell.newest = recordedAt;
}

function closeCell(cell: OpenCell): ObservedCell {
  const { first, ok, bad, places, oldest, newest } = cell;
  const reasons = [...cell.excluded.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const [main] = [...reasons].sort(([, a], [, b]) => b.n - a.n);
  const eligible = ok + bad;
  const interval = failureInterval({ bad, eligible });
  return {
    model: first.model,
    provider: first.provider,
    api: first.api,
    upstream: first.upstream,
    shape: first.shape,
    source: first.provenance.source === "authored" ? "authored" : "recorded",
    observed: eligible === 0 ? (main?.[1].observed ?? "not-run") : ok === 0 ? "bad" : bad === 0 ? "ok" : "mixed",
    reason: eligible === 0 ? (main?.[0] ?? null) : null,
    reasonText: eligible === 0 ? (main?.[1].text ?? null) : null,
    trials: {
      attempted: eligible + reasons.reduce((sum, [, { n }]) => sum + n, 0),
      eligible,
      ok,
      bad,
      excluded: Object.fromEntries(reasons.map(([reason, { n }]) => [reason, n])),
      interval,
      intervalKind: interval === null ? null : intervalKind,
    },
    findings: [...cell.findings.values()].map(({ finding }) => finding).sort(byWeight(({ n }) => n)),
    places,
    oldest,
    newest,
    ...(cell.isPrivate ? { isPrivate: true } : {}),
  };
}
