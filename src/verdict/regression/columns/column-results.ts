import { likelyMembers } from "../benjamini-hochberg.js";
import type { CellFinding } from "../cell-results.js";
import { correlationOf } from "../correlation.js";
import type { ColumnResult, ColumnState } from "../gate-result.js";
import { powerOfPerfect } from "../levels/power.js";
import { manyOf } from "../measured.js";
import type { Prepared } from "../question.js";
import { isWorse } from "../screen.js";
import type { ColumnFacts } from "./column-facts.js";

/** Wrong ones among the likely members of an event. */
const wrongShare = 0.1;

/** What happened to each column tonight, in the order of their names. */
export function columnResults(prepared: Prepared, findings: readonly CellFinding[]): readonly ColumnResult[] {
  const columns = new Map<string, CellFinding[]>();
  for (const finding of findings) {
    const own = columns.get(finding.result.column);
    if (own === undefined) columns.set(finding.result.column, [finding]);
    else own.push(finding);
  }
  return [...columns.keys()].sort().map((column) => resultOf(prepared, column, columns.get(column) ?? []));
}

function resultOf(prepared: Prepared, column: string, findings: readonly CellFinding[]): ColumnResult {
  const facts = prepared.columns.get(column) ?? null;
  const ready = findings.filter(({ result }) => prepared.ready.has(result.cell));
  const alarming = ready.filter(({ compared }) => isAlarm(compared)).map(({ result }) => result.cell);
  const unconfirmed = ready.filter((finding) => isUnconfirmed(prepared, finding)).length;
  const { state, since } = eventOf({ prepared, facts, ready, alarming, unconfirmed });
  return {
    column,
    state,
    cells: ready.length,
    alarming: alarming.toSorted(),
    likely: state === "incident" || state === "regressed" ? membersOf(ready) : [],
    unconfirmed,
    correlation: facts?.correlation ?? correlationOf([]),
    power: powerOf(prepared, ready),
    masked: [...(facts?.outages ?? [])].sort(),
    since,
  };
}

function isAlarm(compared: CellFinding["compared"]): boolean {
  return compared?.regressed === "tonight" || compared?.regressed === "two-of-three";
}

/** A suspect that was not asked again: its column had too many. */
function isUnconfirmed({ ready }: Prepared, { measured, result }: CellFinding): boolean {
  const known = ready.get(result.cell);
  if (known === undefined || measured === null || measured.screened === null) return false;
  return measured.screened.eligible === measured.eligible && isWorse(known, measured);
}

type Seen = {
  readonly prepared: Prepared;
  readonly facts: ColumnFacts | null;
  readonly ready: readonly CellFinding[];
  readonly alarming: readonly string[];
  readonly unconfirmed: number;
};

function eventOf(seen: Seen): { readonly state: ColumnState; readonly since: string | null } {
  const { prepared, facts, ready, alarming } = seen;
  const measured = ready.filter(({ compared }) => compared !== null).length;
  if (facts?.outages.has(prepared.tonight.id) === true && measured > 0) {
    const run = outageRun(facts, prepared.tonight.id);
    return { state: run.length > 1 ? "regressed" : "incident", since: run[0] ?? prepared.tonight.id };
  }
  if (ready.length > 0 && measured === 0) return { state: "not-measured", since: null };
  const isMany = alarming.length >= manyOf(measured) || mostConfirmedAlarm(seen);
  return isMany ? { state: "regressed", since: null } : { state: "unchanged", since: null };
}

/** The masked nights without a measured one between them, up to tonight. */
function outageRun({ earlier, outages }: ColumnFacts, tonight: string): readonly string[] {
  const ids = [...earlier.map(({ id }) => id), tonight];
  const lastGood = ids.findLastIndex((id) => !outages.has(id));
  return ids.slice(lastGood + 1);
}

/** Where only some suspects were asked again, they speak for the others. */
function mostConfirmedAlarm({ ready, alarming, unconfirmed }: Seen): boolean {
  const confirmed = ready.filter(({ measured }) => (measured?.screened?.eligible ?? 0) < (measured?.eligible ?? 0));
  const isConfirmed = new Set(confirmed.map(({ result }) => result.cell));
  const agreeing = alarming.filter((cell) => isConfirmed.has(cell)).length;
  return unconfirmed > 0 && agreeing >= 3 && agreeing * 2 > confirmed.length;
}

function membersOf(ready: readonly CellFinding[]): readonly string[] {
  const tails = ready.flatMap(({ result, compared }) =>
    compared === null ? [] : [[result.cell, compared.worse] as const],
  );
  return likelyMembers(tails, wrongShare).toSorted();
}

/** Of a cell with a baseline of the usual size: the middle one. */
function powerOf({ ready, size, worse }: Prepared, findings: readonly CellFinding[]): ColumnResult["power"] {
  const sizes = findings
    .flatMap(({ result }) => ready.get(result.cell) ?? [])
    .sort((a, b) => a.known.eligible - b.known.eligible);
  const middle = sizes[Math.floor(sizes.length / 2)];
  if (middle === undefined) return null;
  return powerOfPerfect({ known: middle.known, correlation: middle.correlation, size, levels: worse.levels });
}
