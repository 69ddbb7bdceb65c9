import { expect, test } from "vitest";
import { inLanes } from "./lanes.js";

test("results come in the order of the items, whatever finished first", async () => {
  const gates = new Map<string, () => void>();
  const running = inLanes({
    items: ["a1", "b1"],
    laneOf: (item) => item.slice(0, 1),
    widthOf: () => 1,
    work: (item) => new Promise<string>((resolve) => gates.set(item, () => resolve(item.toUpperCase()))),
  });
  gates.get("b1")?.();
  gates.get("a1")?.();
  expect(await running).toEqual(["A1", "B1"]);
});

test("a lane never has more under way than its width", async () => {
  let underWay = 0;
  let most = 0;
  await inLanes({
    items: Array.from({ length: 20 }, (_, index) => index),
    laneOf: () => "one",
    widthOf: () => 3,
    work: async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
    },
  });
  expect(most).toBe(3);
});

test("an error of the work is passed on after the other lanes have ended", async () => {
  const done: string[] = [];
  const running = inLanes({
    items: ["a", "b"],
    laneOf: (item) => item,
    widthOf: () => 1,
    work: async (item) => {
      if (item === "a") throw new Error("broken");
      await Promise.resolve();
      done.push(item);
    },
  });
  await expect(running).rejects.toThrow("broken");
  expect(done).toEqual(["b"]);
});

test("a width of none still works through the lane, one at a time", async () => {
  let underWay = 0;
  const seen: number[] = [];
  const results = await inLanes({
    items: [3, 1, 2],
    laneOf: () => "one",
    widthOf: () => 0,
    work: async (item) => {
      underWay += 1;
      expect(underWay).toBe(1);
      await Promise.resolve();
      underWay -= 1;
      seen.push(item);
      return item * 10;
    },
  });
  expect([seen, results]).toEqual([
    [3, 1, 2],
    [30, 10, 20],
  ]);
});

test("a result that is undefined is a result, and no item makes none", async () => {
  const none = async (): Promise<undefined> => undefined;
  expect(await inLanes({ items: ["a", "b"], laneOf: () => "one", widthOf: () => 2, work: none })).toEqual([
    undefined,
    undefined,
  ]);
  expect(await inLanes({ items: [], laneOf: () => "one", widthOf: () => 2, work: none })).toEqual([]);
});
