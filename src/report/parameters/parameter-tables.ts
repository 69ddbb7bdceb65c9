import { groupBy } from "../../chat/group-by.js";
import { parameterFacts, parameters } from "../../scenario/compare/parameters.js";
import type { EffectVerdict } from "../../verdict/effects/effect-verdict.js";

/** A cell that compared parameters. `id`: the name of the cell; `column`: provider and API, and what else tells columns apart. */
export type EffectCell = {
  readonly id: string;
  readonly model: string;
  readonly column: string;
  readonly effects: readonly EffectVerdict[];
};

/** One verdict on the page of a model, with the cell that it comes from. */
export type ParameterCell = { readonly id: string; readonly effect: EffectVerdict };

/** The row of a parameter. `means`: what its effect is by its document. `cells`: in the order of the columns; null: it was not compared there. */
export type ParameterRow = {
  readonly label: string;
  readonly means: string;
  readonly cells: readonly (ParameterCell | null)[];
};

/** The parameter page of one model, or its schema page: rows are parameters or keywords of schemas, columns are providers and APIs. */
export type ParameterTable = {
  readonly model: string;
  readonly of: "parameters" | "schema keywords";
  readonly columns: readonly string[];
  readonly rows: readonly ParameterRow[];
};

/** The parameter and schema pages of a run, models and columns in the order of the cells; `[]` where no scenario compared anything. */
export function parameterTables(cells: readonly EffectCell[]): readonly ParameterTable[] {
  const models = groupBy(cells, ({ model }) => model);
  return [...models].flatMap(([model, own]) =>
    pages.flatMap((of) => {
      const compared = own
        .map((cell) => ({ ...cell, effects: cell.effects.filter((one) => pageOf(one) === of) }))
        .filter(({ effects }) => effects.length > 0);
      return compared.length === 0 ? [] : [{ ...tableOf(model, compared), of }];
    }),
  );
}

const pages = ["parameters", "schema keywords"] as const;

function pageOf({ parameter }: EffectVerdict): ParameterTable["of"] {
  return parameter === "schemaKeyword" ? "schema keywords" : "parameters";
}

function tableOf(model: string, cells: readonly EffectCell[]): Omit<ParameterTable, "of"> {
  const columns = [...new Set(cells.map(({ column }) => column))];
  const found = cells.flatMap(({ id, column, effects }) => effects.map((effect) => ({ id, column, effect })));
  const rows = [...groupBy(found, ({ effect }) => effect.label)].map(([label, own]): ParameterRow => {
    const byColumn = new Map(own.map((one) => [one.column, { id: one.id, effect: one.effect }]));
    return { label, means: meaningOf(own), cells: columns.map((column) => byColumn.get(column) ?? null) };
  });
  return { model, columns, rows: rows.toSorted((a, b) => placeOf(a) - placeOf(b)) };
}

function meaningOf([first]: readonly { readonly effect: EffectVerdict }[]): string {
  return first === undefined ? "" : parameterFacts[first.effect.parameter].means;
}

function placeOf({ cells }: ParameterRow): number {
  const parameter = cells.find((cell) => cell !== null)?.effect.parameter;
  return parameter === undefined ? parameters.length : parameters.indexOf(parameter);
}
