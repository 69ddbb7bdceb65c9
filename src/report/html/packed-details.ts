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
  /** The places of the cells whose details are packed; null: all. */
  readonly only: ReadonlySet<number> | null;
};

/** Where the details of the few cells that are not drawn take more characters than this, the ids of their trials are left out, and if need be the trials. */
const mostWhole = 500_000;

/** The details of the cells of each model, by the model's place: a line for each of its cells, empty for one that is drawn, deflated. */
export function packDetails(sheet: Sheet, { data, tools, evidence, only }: Packing): readonly string[] {
  const detailOf = detailsOf(sheet, evidence);
  const kept = new Set(evidence.trials.map(({ cell }) => cell));
  const places = groupBy(data.cells.keys(), (at) => data.cells[at]?.model ?? 0);
  const packed = (shortened: (detail: CellDetail, cell: string) => CellDetail) =>
    data.models.map((_, model) => {
      const lines = (places.get(model) ?? []).flatMap((at) => {
        const [cell, source] = [data.cells[at], sheet.cells[at]];
        if (cell === undefined || source === undefined) return [];
        return [only?.has(at) === false ? "" : detailLine(data, cell, shortened(detailOf(source), cell.id))];
      });
      return tools.deflate(lines.join("\n"));
    });
  for (const shortened of only === null ? [] : [(detail: CellDetail) => detail, withoutIds]) {
    const own = packed(shortened);
    if (own.join("").length <= mostWhole) return own;
  }
  return packed((detail, cell) => (kept.has(cell) ? withoutIds(detail) : withoutTrials(detail)));
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

/** Without what differs from trial to trial: such a page has it of the cells of which it shows bytes. */
function withoutTrials({ facts, trials, furtherTrials, ...rest }: CellDetail): CellDetail {
  return {
    ...rest,
    facts: facts.filter(([label]) => !ofTrials.has(label)),
    trials: [],
    furtherTrials: furtherTrials + trials.length,
    measures: [],
  };
}
