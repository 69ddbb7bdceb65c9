import type { ReportTools } from "../reporters/reporter.js";
import type { Sheet } from "../sheet/sheet.js";
import type { Evidence } from "../sheet/trial-evidence.js";
import type { CellDetail } from "./data/cell-detail.js";
import { detailColumns } from "./data/detail-columns.js";
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

/** The details of all cells, deflated; those of a cell that is drawn are left out. */
export function packDetails(sheet: Sheet, { data, evidence, tools, only }: Packing): string {
  const detailOf = detailsOf(sheet, evidence);
  const kept = new Set(evidence.trials.map(({ cell }) => cell));
  const packed = (shortened: (detail: CellDetail, cell: string) => CellDetail) => {
    const details = sheet.cells.flatMap((source, at) => {
      const cell = data.cells[at];
      if (cell === undefined) return [];
      return [{ cell, detail: only?.has(at) === false ? null : shortened(detailOf(source), cell.id) }];
    });
    return tools.deflate(JSON.stringify(detailColumns(data, details)));
  };
  for (const shortened of only === null ? [] : [(detail: CellDetail) => detail, withoutIds]) {
    const own = packed(shortened);
    if (own.length <= mostWhole) return own;
  }
  return packed((detail, cell) => (kept.has(cell) ? withoutIds(detail) : withoutTrials(detail)));
}

const ofTrials: ReadonlySet<string> = new Set(["Request ids", "Distinct replies"]);

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
