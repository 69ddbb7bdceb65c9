import { limitsOf } from "../../src/verdict/regression/levels/limits.js";
import { reported, type TwoStages, twoStages } from "../../src/verdict/regression/levels/two-stages.js";
import { mirrored, type Prepared, prepare } from "../../src/verdict/regression/question.js";
import { nightId, type Past, type TrueCell, type World } from "./world.js";

/** The exact share of nights with any false alarm, for this baseline and these estimates, at the true rates and correlations. */
export type FalseShare = { readonly regressed: number; readonly fixed: number };

export function falseShare(world: World, past: Past): FalseShare {
  const prepared = prepare({ ...past, tonight: { id: nightId(9999), rules: "r1", cells: [] } });
  return { regressed: shareOf(world, prepared, "worse"), fixed: shareOf(world, prepared, "better") };
}

/** The stages of each cell at its true rate, by direction: the same in every night of its world. */
const known = { worse: new WeakMap<TrueCell, TwoStages>(), better: new WeakMap<TrueCell, TwoStages>() };

type Direction = keyof typeof known;

function shareOf(world: World, prepared: Prepared, direction: Direction): number {
  let quiet = 0;
  const { size } = prepared;
  const { levels } = prepared[direction];
  for (const cell of world.cells) {
    const ready = prepared.ready.get(cell.cell);
    const isStill = cell.rate === (direction === "worse" ? 0 : 1);
    if (ready === undefined || isStill) continue;
    const cellKnown = direction === "worse" ? ready.known : mirrored(ready.known);
    const limits = limitsOf(cellKnown, ready.correlation, { size, levels });
    const isReachable = limits.suspicious <= size.screen + size.confirm;
    if (isReachable) quiet += Math.log1p(-reported(stagesAt(cell, prepared, direction), limits));
  }
  return 1 - Math.exp(quiet);
}

function stagesAt(cell: TrueCell, { size }: Prepared, direction: Direction): TwoStages {
  const made =
    known[direction].get(cell) ?? twoStages(size, direction === "worse" ? cell.rate : 1 - cell.rate, cell.correlation);
  known[direction].set(cell, made);
  return made;
}
