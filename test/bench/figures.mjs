// Figures beside their aims and budgets. An aim is what is wanted; a budget is what `--check` holds, so that a change does not lose it
// unseen. Both are upper bounds, or lower ones where the figure `isLeast`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./measure.mjs";

const budget = JSON.parse(readFileSync(join(root, "test/bench/budget.json"), "utf8"));

/** A Markdown table of the figures of these results; "": they have none. */
export function figuresTable(results) {
  const rows = results.flatMap(({ figures }) => figures).map(rowOf);
  if (rows.length === 0) return "";
  return ["| figure | measured | aim | met | budget |", "| --- | ---: | ---: | --- | ---: |", ...rows].join("\n");
}

/** A sentence for each figure that is over its budget, or that no line of the file is about. */
export function overBudget(results) {
  return results
    .flatMap(({ figures }) => figures)
    .flatMap(({ id, value }) => {
      const held = budget[id];
      if (held === undefined) return [`${id}: test/bench/budget.json has no line for it`];
      if (isWithin(value, held.budget, held)) return [];
      return [`${held.says}: ${shown(value, held)}, and the budget is ${bound(held.budget, held)}`];
    });
}

function rowOf({ id, value }) {
  const held = budget[id];
  if (held === undefined) return `| ${id} | ${value.toFixed(2)} | | | |`;
  const met = isWithin(value, held.aim, held) ? "yes" : "no";
  return `| ${[held.says, shown(value, held), bound(held.aim, held), met, bound(held.budget, held)].join(" | ")} |`;
}

function isWithin(value, limit, { isLeast = false }) {
  return isLeast ? value >= limit : value <= limit;
}

function shown(value, { unit }) {
  return `${value.toFixed(2)} ${unit}`;
}

function bound(limit, { isLeast = false, unit }) {
  return `${isLeast ? "≥" : "≤"} ${limit} ${unit}`;
}
