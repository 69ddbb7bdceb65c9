import { expect, test } from "vitest";
import { proveEvents } from "../scripts/prove-gate/events.js";
import { proveLargeSuites } from "../scripts/prove-gate/false-alarms.js";
import { proveTails } from "../scripts/prove-gate/tails.js";
import { proveWho } from "../scripts/prove-gate/who.js";

// `npm run prove -- gate` measures all of it, over many more suites.

test("50 p values are those of an exact computation in whole numbers", () => {
  expect(proveTails(2).missed).toEqual([]);
});

test("outages are masked, broken models are found, and changed checks are quiet", () => {
  expect(proveEvents(3, 1).missed).toEqual([]);
});

test("a changed request, a changed provider and both are told apart", () => {
  expect(proveWho(5).missed).toEqual([]);
});

test("1,600 cells raise a false alarm in at most 5 % of the nights", () => {
  expect(proveLargeSuites({ seed: 4, suites: 1, cells: 1600 }).missed).toEqual([]);
});
