import { expect, test } from "vitest";
import type { Space } from "../space.js";
import { armNumbers } from "./coordinates.js";
import { type CauseName, modelOf, nameKey } from "./model.js";
import { activity } from "./request-parts.js";

const level = (id: string, contains: readonly string[] = []) => ({ id, says: id, costTokens: 0, contains });
const factor = (id: string, levels: readonly string[], contains: readonly string[] = []) => ({
  id,
  name: id,
  levels: levels.map((one) => level(one, contains)),
});
const nothingOut = { levels: new Set<string>(), places: new Set<string>() };

function namesOf(space: Space, out = nothingOut): readonly string[] {
  return modelOf(space, out).requests.map(({ names }) => names.map((name: CauseName) => nameKey(name)).join(" = "));
}

test("two factors are five request parts: none, each, both, either", () => {
  const space: Space = { factors: [factor("a", ["x"]), factor("b", ["x"])], places: [] };
  expect(namesOf(space).toSorted()).toEqual(["a", "a and b", "b", "either a or b", "none"]);
});

test("where a factor holds another, both are the inner one, and either is the outer one", () => {
  const space: Space = { factors: [factor("parallel", ["x"]), factor("history", ["x"], ["parallel"])], places: [] };
  expect(namesOf(space).toSorted()).toEqual(["history", "none", "parallel"]);
});

test("a level holds other factors by itself: what one level takes away, another leaves", () => {
  const parallel = factor("parallel", ["sequential"]);
  const history = { id: "history", name: "history", levels: [level("last-call", ["parallel"]), level("last-turn")] };
  const space: Space = { factors: [parallel, history], places: [] };
  const { requests } = modelOf(space, nothingOut);
  const failsAt = (name: string, changed: { readonly [factor: string]: string }) =>
    requests
      .filter(({ names }) => names.some((one) => nameKey(one) === name))
      .map(({ part }) => activity(part, armNumbers(space, { changed, place: null }).values) > 0);
  expect(failsAt("parallel", { history: "last-call" })).toEqual([false]);
  expect(failsAt("parallel", { history: "last-turn" })).toEqual([true]);
  // Both together say something of their own now, since the last turn keeps the parallel calls.
  expect(namesOf(space)).toContain("parallel and history");
  expect(namesOf(space)).toContain("either parallel or history");
});

test("a factor that cannot be changed is not told from none", () => {
  const space: Space = { factors: [factor("a", ["x"]), factor("b", [])], places: [] };
  expect(namesOf(space).toSorted()).toEqual(["a", "b = none"]);
  const both: Space = { factors: [factor("a", ["x"]), factor("b", ["x"])], places: [] };
  const out = { levels: new Set(["b=x"]), places: new Set<string>() };
  expect(namesOf(both, out).toSorted()).toEqual(["a", "b = none"]);
});

test("each set of curing levels is a hypothesis of its own, under one name", () => {
  const space: Space = { factors: [factor("a", ["x", "y"])], places: [] };
  expect(namesOf(space).toSorted()).toEqual(["a", "a", "a", "none"]);
});

test("without another place nothing tells where a cause sits", () => {
  const { places } = modelOf({ factors: [factor("a", ["x"])], places: [] }, nothingOut);
  expect(places).toHaveLength(1);
  expect(places[0]?.seats).toEqual(["anywhere", "provider", "api", "stream", "model"]);
});

test("another provider alone leaves open which of its parts cures", () => {
  const space: Space = { factors: [], places: [{ id: "other", part: "provider", says: "" }] };
  const seats = modelOf(space, nothingOut).places.map(({ cures, seats: own }) => ({ cures, seats: own }));
  expect(seats).toEqual([
    { cures: 0, seats: ["anywhere", "model"] },
    { cures: 2, seats: ["provider", "api", "stream"] },
  ]);
});

test("a place that is out tells nothing", () => {
  const space: Space = {
    factors: [],
    places: [
      { id: "other", part: "provider", says: "" },
      { id: "unary", part: "stream", says: "" },
    ],
  };
  const out = { levels: new Set<string>(), places: new Set(["other"]) };
  expect(modelOf(space, out).places.map(({ cures }) => cures)).toEqual([0, 4]);
});

test("the priors of a space add up to what low and the upstreams leave", () => {
  const space: Space = { factors: [factor("a", ["x", "y"]), factor("b", ["x"]), factor("c", ["x"])], places: [] };
  const { priors } = modelOf(space, nothingOut);
  expect(priors.reduce((sum, prior) => sum + prior, 0)).toBeCloseTo(1, 2);
});
