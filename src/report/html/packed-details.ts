import { groupBy } from "../../chat/group-by.js";
import type { ReportTools } from "../reporters/reporter.js";
import type { Sheet, SheetCell } from "../sheet/sheet.js";
import type { Evidence } from "../sheet/trial-evidence.js";
import type { CellDetail } from "./data/cell-detail.js";
import { detailsOf } from "./data/detail-of.js";
import type { PageData } from "./data/page-data.js";
import { urgencyOf } from "./data/states.js";

type Packing = {
  readonly data: PageData;
  readonly evidence: Evidence;
  readonly tools: Pick<ReportTools, "deflate">;
};

/** The details of the cells of each model, by the model's place: deflated JSON of a list in the order of the model's cells. */
export function packDetails(sheet: Sheet, { data, tools, evidence }: Packing): readonly string[] {
  const detailOf = detailsOf(sheet, evidence);
  const places = groupBy(data.cells.keys(), (at) => data.cells[at]?.model ?? 0);
  return data.models.map((_, model) => {
    const details = (places.get(model) ?? []).map((at) => {
      const [cell, source] = [data.cells[at], sheet.cells[at]];
      if (cell === undefined || source === undefined) return null;
      return urgencyOf(cell) === null ? brief(source, detailOf(source)) : shorter(detailOf(source));
    });
    return tools.deflate(JSON.stringify(details));
  });
}

/** Of a cell that is as it should be: what its line does not say, without single trials, ids and replies. */
function brief({ trials }: SheetCell, detail: CellDetail): CellDetail {
  return {
    ...detail,
    facts: detail.facts.filter(([label]) => !["Request ids", "Exchanges", "Different replies"].includes(label)),
    ...{ trials: [], furtherTrials: trials.attempted, pairs: [], clients: [], measures: [], attribution: null },
  };
}

/** Of a cell that needs a look: everything but the trials after the first dozen, and the same reply twice. */
function shorter(detail: CellDetail): CellDetail {
  return detail;
}
