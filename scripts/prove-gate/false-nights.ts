import { limitsOf } from "../../src/verdict/regression/levels/limits.js";
import { reported, twoStages } from "../../src/verdict/regression/levels/two-stages.js";
import { mirrored, type Prepared, prepare } from "../../src/verdict/regression/question.js";
import { nightId, type Past, type World } from "./world.js";

/** The exact share of nights with any false alarm, for this baseline and these estimates, at the true rates and correlations. */
export type FalseShare = { readonly regressed: number; readonly fixed: number };

export function falseShare(world: World, past: Past): FalseShare {
  const prepared = prepare({ ...past, tonight: { id: nightId(9999), rules: "r1", cells: [] } });
  return { regressed: shareOf(world, prepared, "worse"), fixed: shareOf(world, prepared, "better") };
}

function shareOf(world: World, prepared: Prepared, direction: "worse" | "better"): number {
  let quiet = 0;
  const { size } = prepared;
  const { levels } = prepared[direction];
  for (const { cell, rate, correlation } of world.cells) {
    const ready = prepared.ready.get(cell);
    const isStill = direction === "worse" ? rate === 0 : rate === 1;
    if (ready === undefined || isStill) continue;
    const known = direction === "worse" ? ready.known : mirrored(ready.known);
    const limits = limitsOf(known, ready.correlation, { size, levels });
    const bad = direction === "worse" ? rate : 1 - rate;
    quiet += Math.log1p(-reported(twoStages(size, bad, correlation), limits));
  }
  return 1 - Math.exp(quiet);
}
