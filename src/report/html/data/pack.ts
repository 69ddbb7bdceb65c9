import type { PageCell, PageData } from "./page-data.js";

/** One member of all cells: its different values, and for each cell the place of its own among them. */
type Column<Value> = { readonly of: readonly Value[]; readonly at: readonly number[] };

/** The page's data with its cells column by column, so that what repeats is written once. */
export type PackedPage = Omit<PageData, "cells"> & {
  readonly cells: { readonly [Key in Exclude<keyof PageCell, "id">]: Column<PageCell[Key]> };
  /** An id is a head, the id of the cell's scenario, and a tail; a head alone where the tail is null. */
  readonly heads: Column<string>;
  readonly tails: Column<string | null>;
};

/** The same data, smaller. */
export function packPage({ cells, ...rest }: PageData): PackedPage {
  const parts = cells.map((cell) => splitId(cell.id, rest.scenarios[cell.scenario]?.id ?? ""));
  const column = <Key extends keyof PageCell>(key: Key) => columnOf(cells.map((cell) => cell[key]));
  return {
    ...rest,
    heads: columnOf(parts.map(([head]) => head)),
    tails: columnOf(parts.map(([, tail]) => tail)),
    cells: {
      model: column("model"),
      column: column("column"),
      scenario: column("scenario"),
      observed: column("observed"),
      claim: column("claim"),
      simulated: column("simulated"),
      ok: column("ok"),
      eligible: column("eligible"),
      findings: column("findings"),
      note: column("note"),
      reason: column("reason"),
      change: column("change"),
      known: column("known"),
      whose: column("whose"),
      since: column("since"),
      next: column("next"),
      history: column("history"),
    },
  };
}

/** The data behind {@link packPage}. */
export function unpackPage({ cells, heads, tails, ...rest }: PackedPage): PageData {
  const { model, column, scenario, observed, claim, simulated, ok, eligible } = cells;
  const { findings, note, reason, change, known, whose, since, next, history } = cells;
  return {
    ...rest,
    cells: model.at.map((_, at): PageCell => {
      const own = valueAt(scenario, at, 0);
      const [head, tail] = [valueAt(heads, at, ""), valueAt(tails, at, null)];
      return {
        id: tail === null ? head : `${head}${rest.scenarios[own]?.id ?? ""}${tail}`,
        model: valueAt(model, at, 0),
        column: valueAt(column, at, 0),
        scenario: own,
        observed: valueAt(observed, at, "not-run"),
        claim: valueAt(claim, at, null),
        simulated: valueAt(simulated, at, false),
        ok: valueAt(ok, at, 0),
        eligible: valueAt(eligible, at, 0),
        findings: valueAt(findings, at, []),
        note: valueAt(note, at, false),
        reason: valueAt(reason, at, null),
        change: valueAt(change, at, null),
        known: valueAt(known, at, null),
        whose: valueAt(whose, at, null),
        since: valueAt(since, at, null),
        next: valueAt(next, at, null),
        history: valueAt(history, at, ""),
      };
    }),
  };
}

function valueAt<Value>({ of, at }: Column<Value>, cell: number, absent: Value): Value {
  return of[at[cell] ?? -1] ?? absent;
}

function columnOf<Value>(values: readonly Value[]): Column<Value> {
  const places = new Map<string, number>();
  const of: Value[] = [];
  const at = values.map((value) => {
    const key = JSON.stringify(value);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, of.length);
    return of.push(value) - 1;
  });
  return { of, at };
}

/** What stands before and after the scenario in an id; the whole id before it where the scenario is not in it. */
function splitId(id: string, scenario: string): readonly [head: string, tail: string | null] {
  const from = scenario === "" ? -1 : id.lastIndexOf(`/${scenario}`) + 1;
  return from <= 0 ? [id, null] : [id.slice(0, from), id.slice(from + scenario.length)];
}
