import { gate } from "../../src/verdict/regression/gate.js";
import type { Part } from "./part.js";
import { begin, learn, makeWorld } from "./world.js";

/** How long the gate takes over a large history. Printed alone: a figure of the machine. */
export function showDuration(seed: number): Part {
  const correlations = [0.02, 0.05, 0, 0.1];
  const world = makeWorld({ seed, kind: "as measured", cells: 1600, correlations });
  const past = learn(world, "full", 30, 8);
  const tonight = begin(world, { day: 30, screen: 12 }).night;
  const started = performance.now();
  gate({ ...past, tonight });
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  return { title: "Time", lines: [`1,600 cells and 30 nights through the gate: ${seconds} s`], missed: [] };
}
