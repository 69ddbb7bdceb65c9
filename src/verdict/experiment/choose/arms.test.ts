import { expect, test } from "vitest";
import { believe } from "../belief/belief.js";
import { emptyCounts, type Trial } from "../belief/counts.js";
import { armNumbers, armOf } from "../hypotheses/coordinates.js";
import { modelOf } from "../hypotheses/model.js";
import type { Arm, Space } from "../space.js";
import { armsElsewhere, armsHere } from "./arms.js";
import { suspectsOf } from "./suspects.js";
import { variedLevels } from "./vary-levels.js";

const level = (id: string) => ({ id, says: id, costTokens: 0, contains: [] });
const factor = (id: string, levels: readonly string[]) => ({ id, name: id, levels: levels.map(level) });
const nothingOut = { levels: new Set<string>(), places: new Set<string>() };
const modelOfSpace = (space: Space) => modelOf(space, nothingOut);
const suspectsIn = (space: Space) => {
  const model = modelOfSpace(space);
  return suspectsOf(model, believe(model, emptyCounts(model), []));
};

test("a level that changes nothing at a place is not part of an arm there", () => {
  const space: Space = {
    factors: [factor("thinking", ["off"]), factor("unicode", ["ascii"])],
    places: [
      { id: "chat", part: "api", says: "" },
      { id: "west", part: "region", says: "" },
    ],
    idle: { chat: ["thinking=off"] },
  };
  const model = modelOfSpace(space);
  const arms = armsElsewhere(model, armsHere(model, suspectsIn(space))).map((arm) => armOf(space, arm));
  const at = (place: string) => arms.filter((arm) => arm.place === place).map(({ changed }) => changed);
  // Everything changed is the other factor alone there, and that arm is offered once.
  expect(at("chat")).toEqual([{}, { unicode: "ascii" }]);
  expect(at("west")).toContainEqual({ thinking: "off" });
  expect(at("west")).toContainEqual({ thinking: "off", unicode: "ascii" });
});

test("an unlikely factor is changed to the level that failed calls have shown least", () => {
  const space: Space = {
    factors: [...["a", "b", "c"].map((id) => factor(id, ["x", "y"])), factor("d", ["x", "y", "z"])],
    places: [],
  };
  const call = (changed: Arm["changed"], isBad: boolean): Trial => ({
    ...armNumbers(space, { changed, place: null }),
    ...{ isBad, upstream: null, call: 1 },
  });
  const levelsAfter = (trials: readonly Trial[]) =>
    variedLevels(modelOfSpace(space), suspectsIn(space), trials).map((one) => one.level);
  expect(levelsAfter([])).toEqual([0, 0, 0, 0]);
  expect(levelsAfter([call({ d: "x" }, false)])).toEqual([0, 0, 0, 0]);
  expect(levelsAfter([call({ d: "x" }, true)])).toEqual([0, 0, 0, 1]);
  expect(levelsAfter([call({ d: "x" }, true), call({ d: "y" }, true)])).toEqual([0, 0, 0, 2]);
  // The likeliest three keep the level that most likely cures.
  expect(levelsAfter([call({ a: "x", d: "x" }, true)])).toEqual([0, 0, 0, 1]);
});
