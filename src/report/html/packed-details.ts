import { groupBy } from "../../chat/group-by.js";
import type { ReportTools } from "../reporters/reporter.js";
import type { Sheet } from "../sheet/sheet.js";
import type { Evidence } from "../sheet/trial-evidence.js";
import type { CellDetail } from "./data/cell-detail.js";
import { detailLine } from "./data/detail-lines.js";
import { detailsOf } from "./data/detail-of.js";
import type { PageData } from "./data/page-data.js";

type Packing = {
  readonly data: PageData;
  readonly evidence: Evidence;
  readonly tools: Pick<ReportTools, "deflate">;
};

/** The details of the cells of each model, by the model's place: a line for each of its cells, deflated. */
export function packDetails(sheet: Sheet, { data, tools, evidence }: Packing): readonly string[] {
  const detailOf = detailsOf(sheet, evidence);
  const kept = new Set(evidence.trials.map(({ cell }) => cell));
  const places = groupBy(data.cells.keys(), (at) => data.cells[at]?.model ?? 0);
  return data.models.map((_, model) => {
    const lines = (places.get(model) ?? []).flatMap((at) => {
      const [cell, source] = [data.cells[at], sheet.cells[at]];
      if (cell === undefined || source === undefined) return [];
      const detail = detailOf(source);
      return [detailLine(data, cell, kept.has(cell.id) ? withoutIds(detail) : withoutTrials(detail))];
    });
    return tools.deflate(lines.join("\n"));
  });
}

const ofTrials: ReadonlySet<string> = new Set(["Request ids", "Different replies"]);

/** The pages of the trials have the ids. */
function withoutIds({ facts, trials, ...rest }: CellDetail): CellDetail {
  return {
    ...rest,
    facts: facts.filter(([label]) => label !== "Request ids"),
    trials: trials.map((trial) => ({ ...trial, requestId: null })),
    measures: [],
  };
}

/** Without what differs from trial to trial: a big page has it of the cells of which it shows bytes. */
function withoutTrials({ facts, trials, furtherTrials, ...rest }: CellDetail): CellDetail {
  return {
    ...rest,
    facts: facts.filter(([label]) => !ofTrials.has(label)),
    trials: [],
    furtherTrials: furtherTrials + trials.length,
    measures: [],
  };
}
