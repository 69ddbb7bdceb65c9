import { seededRandom } from "../../chat/seeded-random.js";
import { suspectLevel } from "./gate-kinds.js";
import { isMeasuredWell, plannedTrials } from "./measured.js";
import type { NightCell } from "./night.js";
import { predict } from "./probability/predict.js";
import { type GateQuestion, mirrored, type Prepared, prepare, type ReadyCell } from "./question.js";

/** How many suspects of a column are asked again where there are too many of them. */
const drawn = 5;

/** What is to be asked again tonight. */
export type Screening = {
  /** Cells to be asked the confirming trials, in the order of their names. */
  readonly confirm: readonly string[];
  /** Columns with more suspects than can be paid for, of which some were drawn. */
  readonly loaded: readonly { readonly column: string; readonly suspects: number; readonly drawn: number }[];
};

/**
 * Chooses the cells that are asked again the same night: those whose planned trials are unlikely at the baseline's rate, in either
 * direction. Where more than five and a fifth of a column's cells are suspects in one direction, the column itself is the question,
 * and five of them, drawn by `seed`, are asked. `question.tonight`: the night after its first stage.
 */
export function screen(question: GateQuestion, seed: number): Screening {
  const prepared = prepare(question);
  const random = seededRandom(seed);
  const chosen = new Set<string>();
  const loaded: { column: string; suspects: number; drawn: number }[] = [];
  for (const { column, suspects, cells } of suspectsOf(prepared)) {
    const isLoaded = isTooMany(suspects.length, cells);
    const some = isLoaded ? shuffled(suspects, random).slice(0, drawn) : suspects;
    for (const cell of some) chosen.add(cell);
    if (isLoaded) loaded.push({ column, suspects: suspects.length, drawn: some.length });
  }
  return { confirm: [...chosen].sort(), loaded };
}

function isTooMany(suspects: number, cells: number): boolean {
  return suspects > Math.max(drawn, 0.2 * cells);
}

/** The suspects of one column in one direction; `cells`: the compared cells of the column. */
type Suspects = { readonly column: string; readonly suspects: readonly string[]; readonly cells: number };

function suspectsOf(prepared: Prepared): readonly Suspects[] {
  const tonight = prepared.tonight.cells.filter((cell) => isMeasuredWell(cell) && prepared.ready.has(cell.cell));
  const columns = [...new Set(tonight.map(({ column }) => column))].sort();
  return columns.flatMap((column) => {
    const own = tonight.filter((cell) => cell.column === column);
    return ([isWorse, isBetter] as const).map((isSuspect) => {
      const suspects = own.filter((cell) => {
        const ready = prepared.ready.get(cell.cell);
        return ready !== undefined && isSuspect(ready, cell);
      });
      return { column, suspects: suspects.map(({ cell }) => cell).sort(), cells: own.length };
    });
  });
}

/** True where so many bad trials of the first stage are unlikely. */
export function isWorse({ known, correlation }: ReadyCell, cell: NightCell): boolean {
  const { eligible, bad } = plannedTrials(cell);
  return (predict(known, eligible, correlation).tails[bad] ?? 1) <= suspectLevel;
}

function isBetter({ known, correlation }: ReadyCell, cell: NightCell): boolean {
  const { eligible, bad } = plannedTrials(cell);
  return (predict(mirrored(known), eligible, correlation).tails[eligible - bad] ?? 1) <= suspectLevel;
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const keys = items.map((item) => ({ item, key: random() }));
  return keys.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
