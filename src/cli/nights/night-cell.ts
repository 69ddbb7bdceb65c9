import type { CellSummary } from "../../verdict/summary/summary-schema.js";
import { readCellName } from "../results/cell-name.js";

/** A cell as the nights name it. `client` null: the text names none. */
export type NightCellName = {
  readonly target: string;
  readonly scenario: string;
  readonly client: CellSummary["client"] | null;
};

/** Reads the name of a cell, with its client behind it where that is named: `<target>/<scenario> (http)`. Throws UsageError as `readCellName`. */
export function readNightCell(text: string): NightCellName {
  const [, plain = text, client] = /^(.*?)(?: \((sdk|http)\))?$/.exec(text.trim()) ?? [];
  const { target, scenario } = readCellName(plain);
  return { target, scenario, client: client === "sdk" || client === "http" ? client : null };
}
