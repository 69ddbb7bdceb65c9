import { correlationSteps } from "../../src/verdict/regression/correlation.js";
import { gate } from "../../src/verdict/regression/gate.js";
import type { GateResult } from "../../src/verdict/regression/gate-result.js";
import type { Night, NightCell } from "../../src/verdict/regression/night.js";
import { firstFailing } from "./first-failing.js";
import type { Part } from "./part.js";
import { begin, learn, makeWorld, nightId, type Past, play, type World } from "./world.js";

const correlations = [0.02, 0.02, 0.05, 0.05];

/** What must not blind the gate, and what must not alarm it. `suites`: made-up suites, each of them with every event. */
export function proveEvents(seed: number, suites: number): Part {
  const worlds = Array.from({ length: suites }, (_, at) => {
    const world = makeWorld({ seed: seed * 1021 + at, kind: "as measured", cells: 168, correlations });
    return { world, past: learn(world, "full", 30, 8) };
  });
  const claims: readonly (readonly [string, (world: World, past: Past) => string | null])[] = [
    ["an outage of one column is an incident, masked, and moves its correlation by at most one step", outage],
    ["the second outage night running is a regression since the first", secondOutage],
    ["a model that breaks in every cell of a column is a regression, and not masked", broken],
    ["a changed check raises no alarm", changedCheck],
    ["a column without answers is not measured: exit 4, first in the list", silent],
  ];
  const results = claims.map(([claim, holds]) =>
    firstFailing(
      claim,
      worlds.map(
        ({ world, past }) =>
          () =>
            holds(world, past),
      ),
    ),
  );
  return {
    title: `Events, in ${suites} suites each`,
    lines: results.map(({ line }) => line),
    missed: results.flatMap(({ missed }) => missed),
  };
}

/** Half of the trials of column c0 are cut off. */
function withOutage(night: Night, column = "c0"): Night {
  return changedCells(night, column, (cell) => {
    const unavailable = Math.ceil(cell.eligible / 2);
    const counts = { eligible: cell.eligible, bad: Math.min(cell.eligible, cell.bad + unavailable) };
    return { ...cell, ...counts, screened: counts, unavailable: Math.min(counts.bad, unavailable) };
  });
}

function changedCells(night: Night, column: string, change: (cell: NightCell) => NightCell): Night {
  return { ...night, cells: night.cells.map((cell) => (cell.column === column ? change(cell) : cell)) };
}

function nextNight(world: World, day: number): Night {
  return begin(world, { day, screen: 12 }).night;
}

function columnOf(result: GateResult, name = "c0") {
  return result.columns.find(({ column }) => column === name);
}

function outage(world: World, past: Past): string | null {
  const night = withOutage(nextNight(world, 30));
  const result = gate({ ...past, tonight: night });
  const column = columnOf(result);
  if (column?.state !== "incident" || result.exitCode !== 1) return `the column is ${column?.state}`;
  if (!column.masked.includes(night.id)) return "the night is not masked";
  const tomorrow = nextNight(world, 31);
  const before = columnOf(gate({ ...past, tonight: tomorrow }))?.correlation.value ?? 0;
  const after =
    columnOf(gate({ ...past, history: [...past.history, night], tonight: tomorrow }))?.correlation.value ?? 0;
  const step = (value: number) => correlationSteps.findIndex((one) => one >= value);
  return Math.abs(step(after) - step(before)) <= 1 ? null : `the correlation went from ${before} to ${after}`;
}

function secondOutage(world: World, past: Past): string | null {
  const first = withOutage(nextNight(world, 30));
  const result = gate({ ...past, history: [...past.history, first], tonight: withOutage(nextNight(world, 31)) });
  const column = columnOf(result);
  return column?.state === "regressed" && column.since === first.id && result.exitCode === 1
    ? null
    : `the column is ${column?.state} since ${column?.since}`;
}

function broken(world: World, past: Past): string | null {
  const changed = new Map(world.cells.filter(({ column }) => column === "c0").map(({ cell }) => [cell, 0.9]));
  const { night, result } = play(world, past, { day: 30, screen: 12, changed });
  const column = columnOf(result);
  if (column?.state !== "regressed" || result.exitCode !== 1) return `the column is ${column?.state}`;
  const next = play(world, { ...past, history: [...past.history, night] }, { day: 31, screen: 12, changed });
  const masked = columnOf(next.result)?.masked ?? [];
  if (masked.length > 0) return `masked are ${masked.join(", ")}`;
  return columnOf(next.result)?.state === "regressed" ? null : "the next night is quiet";
}

function changedCheck(world: World, past: Past): string | null {
  const night = changedCells(nextNight(world, 30), "c0", (cell) => ({ ...cell, bad: cell.eligible, screened: null }));
  const result = gate({ ...past, tonight: { ...night, rules: "r2" } });
  const states = new Set(result.cells.map(({ state }) => state));
  return result.exitCode === 0 && states.size === 1 && states.has("rules-changed")
    ? null
    : `exit ${result.exitCode}, ${[...states].join(", ")}`;
}

function silent(world: World, past: Past): string | null {
  const none = { eligible: 0, bad: 0 };
  const night = changedCells(nextNight(world, 30), "c0", (cell) => ({
    ...cell,
    ...none,
    screened: none,
    excluded: 12,
  }));
  const result = gate({ ...past, tonight: night });
  if (result.alarm) return result.exitCode === 1 ? null : `a regression, and exit ${result.exitCode}`;
  return result.exitCode === 4 && result.cells[0]?.state === "not-measured" && result.cells[0].column === "c0"
    ? null
    : `exit ${result.exitCode}, first ${result.cells[0]?.state} on ${nightId(30)}`;
}
