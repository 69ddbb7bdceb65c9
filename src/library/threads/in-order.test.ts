import { expect, test } from "vitest";
import { inOrder, type Lane } from "./in-order.js";

/** Takes 0, 1, 2, … below a number. */
function numbers(end: number): () => number | null {
  let next = 0;
  return () => {
    next += 1;
    return next > end ? null : next - 1;
  };
}

/** What is given out, and the error that ends it. */
async function given(results: AsyncIterable<number>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  try {
    for await (const one of results) all.push(one);
  } catch (error) {
    all.push(String(error));
  }
  return all;
}

/** A lane that answers only after so many turns of the event loop. */
const slow =
  (turns: number): Lane<number, number> =>
  async (batch) => {
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return batch;
  };

test("results come in the order of their batches, whichever lane is done first", async () => {
  expect(await given(inOrder(numbers(40), [slow(9), slow(0), slow(3)]))).toEqual(
    Array.from({ length: 40 }).map((_, n) => n),
  );
  expect(await given(inOrder(numbers(0), [slow(1), slow(0)]))).toEqual([]);
});

test("an error comes after the results before it, and ends the rest", async () => {
  const failing: Lane<number, number> = async (batch) => {
    if (batch === 5) throw new Error("five");
    return slow(2)(batch);
  };
  expect(await given(inOrder(numbers(40), [failing, failing]))).toEqual([0, 1, 2, 3, 4, "Error: five"]);
});

test("so does an error of what is taken", async () => {
  const two = numbers(2);
  const take = () => {
    const batch = two();
    if (batch === null) throw new Error("no more");
    return batch;
  };
  expect(await given(inOrder(take, [slow(3), slow(0)]))).toEqual([0, 1, "Error: no more"]);
});

test("lanes wait where nothing is taken out, so that little is kept", async () => {
  let taken = 0;
  const take = () => {
    taken += 1;
    return taken;
  };
  const results = inOrder(take, [slow(0), slow(0)]);
  expect(await results.next()).toEqual({ done: false, value: 1 });
  await slow(50)(0);
  expect(taken).toBeLessThanOrEqual(9);
  await results.return(undefined);
  await slow(50)(0);
  expect(taken).toBeLessThanOrEqual(9);
});
