import { z } from "zod";
import type { Choose } from "../decision.js";
import { defineStrategy, firstOf } from "./define-strategy.js";

/** Chooses the models in turn. */
export const roundRobin = defineStrategy({
  name: "round_robin",
  sentence: "one after the other, in the order of the file",
  schema: z.object({}),
  choose: inTurn,
});

/** Chooses one model after the other, in the order of the file. */
export function inTurn(): Choose {
  let turn = 0;
  return async (_request, names) => {
    const first = names[turn % names.length] ?? firstOf(names);
    turn += 1;
    return { first, reason: "its turn" };
  };
}
