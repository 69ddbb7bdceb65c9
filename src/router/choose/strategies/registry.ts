import { compatibility } from "./compatibility.js";
import type { Strategy } from "./define-strategy.js";
import { llm } from "./llm.js";
import { llmrouter } from "./llmrouter.js";
import { priority } from "./priority.js";
import { random } from "./random.js";
import { roundRobin } from "./round-robin.js";
import { rules } from "./rules.js";

const all = [random, roundRobin, priority, rules, llm, llmrouter, compatibility] as const;

/** Every strategy, in the order in which help, schema and docs list them. */
export const strategies: readonly Strategy<StrategyName>[] = all;

export type StrategyName = (typeof all)[number]["name"];

/** The strategy of a file that names none. */
export const defaultStrategy: StrategyName = random.name;

/** The strategy with that name. */
export function strategyOf(name: StrategyName): Strategy<StrategyName> {
  const found = strategies.find((strategy) => strategy.name === name);
  if (found === undefined) throw new RangeError(`there is no strategy ${name}`);
  return found;
}
