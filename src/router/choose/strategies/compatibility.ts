import { z } from "zod";
import type { Choose } from "../decision.js";
import { defineStrategy, firstOf } from "./define-strategy.js";

/** Chooses by measured compatibility. */
export const compatibility = defineStrategy({
  name: "compatibility",
  sentence: "the first model whose recorded evidence does not fail at what the request asks for",
  schema: z.object({}),
  leavesOutFailing: true,
  choose: () => firstListed,
});

/** Chooses the first model of the file that may be asked. */
export const firstListed: Choose = async (_request, names) => ({
  first: firstOf(names),
  reason: "the first suitable model",
});
