import { type PackedMessages, packMessages, unpackMessages } from "./packed-messages.js";
import type { PageCell, PageData } from "./page-data.js";

/** One member of all cells: its different values, and for each cell the place of its own among them. */
type Column<Value> = { readonly of: readonly Value[]; readonly at: readonly number[] };

/** What is said of a cell: few cells differ in it. */
type Said = Omit<PageCell, "id" | "model" | "column" | "scenario" | "history">;

/** The page's data with its cells column by column, so that what repeats is written once. */
export type PackedPage = Omit<PageData, "cells" | "messages"> & {
  /** An id is a head, the id of the cell's scenario, and a tail; a head alone where the tail is null. */
  readonly heads: Column<string>;
  readonly tails: Column<string | null>;
  readonly places: { readonly [Key in "model" | "column" | "scenario"]: Column<number> };
  readonly said: Column<Said>;
  readonly history: Column<string>;
  readonly messages: PackedMessages;
};

/** The same data, smaller. */
export function packPage({ cells, messages, ...rest }: PageData): PackedPage {
  const parts = cells.map((cell) => splitId(cell.id, rest.scenarios[cell.scenario]?.id ?? ""));
  return {
    ...rest,
    heads: columnOf(parts.map(([head]) => head)),
    tails: columnOf(parts.map(([, tail]) => tail)),
    places: {
      model: columnOf(cells.map(({ model }) => model)),
      column: columnOf(cells.map(({ column }) => column)),
      scenario: columnOf(cells.map(({ scenario }) => scenario)),
    },
    said: columnOf(cells.map(({ id, model, column, scenario, history, ...said }) => said)),
    history: columnOf(cells.map(({ history }) => history)),
    messages: packMessages(messages),
  };
}

/** The data behind {@link packPage}. */
export function unpackPage({ heads, tails, places, said, history, messages, ...rest }: PackedPage): PageData {
  return {
    ...rest,
    messages: unpackMessages(messages),
    cells: said.at.flatMap((own, at): PageCell | readonly [] => {
      const says = said.of[own];
      if (says === undefined) return [];
      const scenario = valueAt(places.scenario, at, 0);
      const [head, tail] = [valueAt(heads, at, ""), valueAt(tails, at, null)];
      return {
        id: tail === null ? head : `${head}${rest.scenarios[scenario]?.id ?? ""}${tail}`,
        model: valueAt(places.model, at, 0),
        column: valueAt(places.column, at, 0),
        scenario,
        ...says,
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
