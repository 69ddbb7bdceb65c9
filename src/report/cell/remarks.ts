import type { Remark } from "../../scenario/catalog.js";
import type { Verdict } from "../../verdict/verdict.js";

/** What a reader must know beside a cell, with its source and the day on which it was read, `YYYY-MM-DD`. */
export type CellRemark = { readonly text: string; readonly source: string; readonly date: string };

type Remarked = Pick<Verdict, "cell" | "provenance">;

/** The remarks of a suite on one cell. What they say of its fixture is left out where other bytes were judged. */
export function remarksOn(remarks: readonly Remark[], { cell, provenance }: Remarked): readonly CellRemark[] {
  return remarks.flatMap((remark) => {
    const isAbout =
      remark.model === cell.model &&
      remark.provider === cell.provider &&
      remark.api === cell.api &&
      remark.scenario === cell.scenario;
    return isAbout ? [{ text: remarkText(remark, provenance), source: remark.source, date: remark.date }] : [];
  });
}

/** The text, and what it says of the fixture where authored bytes were replayed. */
function remarkText({ text, fixture }: Remark, provenance: Verdict["provenance"]): string {
  return fixture === null || provenance?.source !== "authored" ? text : `${text} ${fixture}`;
}
