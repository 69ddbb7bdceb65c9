import type { GeneratedFrom } from "../../verdict/matrix/matrix.js";
import { counted } from "../counted.js";

/** `2026-11 (draft)`, and what of the run it is not about; null: results of an earlier version of the program, which do not say. */
export function editionText({ edition, run }: Pick<GeneratedFrom, "edition" | "run">): string | null {
  if (edition === undefined) return null;
  const { id, draft, outside = [] } = edition;
  const name = `${id}${draft === true ? " (draft)" : ""}`;
  const others = outside.length === 0 ? [] : [`${counted(outside.length, "scenario")} not of it`];
  return [name, ...others, ...(run === undefined ? [] : askedUnder(run.edition ?? null, id))].join(", ");
}

/** What a run was asked under: `[]` where that is what judges it. */
function askedUnder(asked: string | null, judgedBy: string): readonly string[] {
  if (asked === null) return ["the run's own: not recorded"];
  return asked === judgedBy ? [] : [`the run's own: ${asked}`];
}
