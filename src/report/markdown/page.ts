import { groupBy } from "../../chat/group-by.js";
import type { KnownDivergence } from "../../scenario/known.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Attribution } from "../../verdict/attribution/attribution.js";
import { isAbout, isRed } from "../../verdict/baseline.js";
import type { MatrixRow, MatrixTable } from "../../verdict/matrix/matrix.js";
import type { MatrixColumn } from "../../verdict/matrix/matrix-columns.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { Bundle, NextCommand } from "../bundle.js";
import { cellAnchors } from "../cell-anchors.js";
import { badFindings } from "../cell-text.js";
import type { SheetCellNight } from "../sheet/sheet.js";
import { type Compared, comparedPairs } from "./compared.js";
import { type Folded, fold, shownRows } from "./fold.js";
import { most } from "./limits.js";
import type { PagePlace } from "./page-place.js";

/** One cell, with all that the page says of it. */
export type PageCell = {
  readonly verdict: Verdict;
  readonly table: MatrixTable;
  readonly column: MatrixColumn;
  readonly scenario: Scenario;
  readonly anchor: string;
  /** The commands that show its evidence and that ask it again; null: there is none. */
  readonly explain: string | null;
  readonly askAgain: string | null;
  /** The command that asks what would tell whose fault it is; null: there is none. */
  readonly askNext: NextCommand | null;
  readonly recording: string | null;
  /** Whose fault it is; null: it does not fail. */
  readonly attribution: Attribution | null;
  /** The entries of known.yaml about it. */
  readonly known: readonly KnownDivergence[];
  /** What the gate says of its night; null: it was not asked. */
  readonly night: Pick<SheetCellNight, "since" | "lastGood"> | null;
  /** Red without being listed. */
  readonly isUnexpected: boolean;
  /** The pairs in which it stands, those that differ first. */
  readonly compared: readonly Compared[];
};

/** What the gate says of the cells of a night, by their ids. */
export type CellNights = ReadonlyMap<string, Pick<SheetCellNight, "since" | "lastGood">>;

/** A bundle, looked up and put in order once for all sections of its page. */
export type Page = {
  readonly bundle: Bundle;
  readonly place: PagePlace;
  readonly cellOf: ReadonlyMap<Verdict | null, PageCell>;
  /** The cells whose claim is bad, or what was observed where it counts: first those that are not listed, then those that differ from another column, then the others. */
  readonly failing: readonly PageCell[];
  /** Those of them that are shown in full. */
  readonly inFull: ReadonlySet<PageCell>;
  /** The next ones, with a row each. */
  readonly inRows: ReadonlySet<PageCell>;
  /** The tables in which something ran, with the rows that are shown. */
  readonly results: ReadonlyMap<Folded, readonly MatrixRow[]>;
  /** All cells that a link on the page can lead to. */
  readonly placed: ReadonlySet<PageCell>;
};

/** Prepares the page of a bundle. */
export function pageOf(bundle: Bundle, place: PagePlace, nights: CellNights = new Map()): Page {
  const cells = cellsOf(bundle, nights);
  const failing = cells.filter(({ verdict }) => isRed(verdict));
  const order = [0, 1, 2].flatMap((rank) => failing.filter((cell) => rankOf(cell) === rank));
  const cellOf = new Map<Verdict | null, PageCell>(cells.map((cell) => [cell.verdict, cell]));
  const inFull = new Set(firstOfEach(order).slice(0, most.cellsInFull));
  const inRows = new Set(order.filter((cell) => !inFull.has(cell)).slice(0, most.cellRows));
  const results = shownRows(
    bundle.matrix.tables.map(fold).filter(({ columns }) => columns.length > 0),
    most.inTables,
  );
  const inTables = [...results].flatMap(([{ places }, rows]) =>
    rows.flatMap((row) => places.flatMap((at) => cellOf.get(row.cells[at] ?? null) ?? [])),
  );
  return {
    ...{ bundle, place, cellOf, failing: order, inFull, inRows, results },
    placed: new Set([...inFull, ...inRows, ...inTables]),
  };
}

/** Of cells of one model with the same findings in the same scenario, two say all. */
function firstOfEach(cells: readonly PageCell[]): readonly PageCell[] {
  const groups = groupBy(cells, ({ table, scenario, verdict }) =>
    JSON.stringify([
      table.model.name,
      scenario.id,
      verdict.observed,
      badFindings(verdict).map(({ id, cause }) => [id, cause]),
    ]),
  );
  const first = new Set([...groups.values()].flatMap((group) => group.slice(0, most.alikeInFull)));
  return cells.filter((cell) => first.has(cell));
}

function rankOf({ isUnexpected, compared }: PageCell): number {
  if (isUnexpected) return 0;
  return compared.some(({ pair }) => pair.differs) ? 1 : 2;
}

function cellsOf(
  { matrix, known, cellCommands, explainCommands, nextCommands, recordings }: Bundle,
  nights: CellNights,
): readonly PageCell[] {
  const anchors = cellAnchors(matrix.verdicts);
  const places = new Map(matrix.verdicts.map((verdict, at) => [verdict, at]));
  const unexpected = new Set(matrix.known.unexpected);
  const compared = comparedPairs(matrix.tables);
  // A simulator is no evidence about a provider, so that no entry says anything of its cells.
  const applied = matrix.generatedFrom.mode === "simulator" ? [] : known;
  return matrix.tables.flatMap((table) =>
    table.rows.flatMap(({ scenario, cells }) =>
      cells.flatMap((verdict, index) => {
        const column = table.columns[index];
        if (verdict === null || column === undefined) return [];
        const at = places.get(verdict) ?? -1;
        return [
          {
            ...{ verdict, table, column, scenario, anchor: anchors.get(verdict) ?? "" },
            explain: explainCommands?.[at] ?? null,
            askAgain: cellCommands[at] ?? null,
            askNext: nextCommands?.[at] ?? null,
            recording: recordings?.[at] ?? null,
            attribution: matrix.attributions.get(verdict) ?? null,
            known: verdict.trials.bad === 0 ? [] : applied.filter((entry) => isAbout(entry, verdict.cell)),
            night: nights.get(cellKey(verdict.cell)) ?? null,
            isUnexpected: unexpected.has(verdict),
            compared: compared.get(verdict) ?? [],
          },
        ];
      }),
    ),
  );
}
