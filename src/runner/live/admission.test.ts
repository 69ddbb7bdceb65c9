import { expect, test } from "vitest";
import { type Admitted, admitInOrder } from "./admission.js";
import { Budget, type TrialCost } from "./budget.js";

type Item = { readonly name: string; readonly cost: TrialCost | null };

const costing = (calls: number): TrialCost => ({ calls, costUsd: null });
const items = (...calls: readonly number[]): readonly Item[] =>
  calls.map((one, at) => ({ name: String(at + 1), cost: costing(one) }));

/** Admits items, and writes down what became of them in the order in which it was clear. */
function admitting(order: readonly Item[], budget: Budget) {
  const admission = admitInOrder(order, budget, ({ cost }) => cost);
  const said: string[] = [];
  const admit = async (item: Item | undefined): Promise<Admitted | null> => {
    if (item === undefined) return null;
    const admitted = await admission.admit(item);
    said.push(`${item.name} ${admitted.kind}`);
    return admitted;
  };
  return { admission, admit, said };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test("an item that would fit waits behind one that does not, until it is clear what is left", async () => {
  const order = items(3, 3, 1);
  const budget = new Budget({ maxCalls: 4, maxCostUsd: null });
  const { admission, admit, said } = admitting(order, budget);
  const [first, second, third] = order;
  // The third asks before the second, and would have room.
  void admit(first);
  void admit(third);
  void admit(second);
  await soon();
  expect(said).toEqual(["1 go"]);
  // The first made one call of three: the second fits now, and then the third does not.
  budget.spend(null, null, null);
  if (first !== undefined) admission.release(first);
  await soon();
  expect(said.sort()).toEqual(["1 go", "2 go"]);
  for (let calls = 0; calls < 3; calls += 1) budget.spend(null, null, null);
  if (second !== undefined) admission.release(second);
  await soon();
  expect(said).toContain("3 refused");
});

test("what is refused is the end of the order, whatever would still fit", async () => {
  const order = items(2, 5, 1);
  const { admission, admit } = admitting(order, new Budget({ maxCalls: 4, maxCostUsd: null }));
  const [first, second, third] = order;
  await admit(first);
  if (first !== undefined) admission.release(first);
  expect(await admit(third)).toEqual({ kind: "refused", reason: "--max-calls 4 would be exceeded" });
  expect(await admit(second)).toEqual({ kind: "refused", reason: "--max-calls 4 would be exceeded" });
});

test("what has no price is refused alone, and what costs nothing needs no room", async () => {
  const order: readonly Item[] = [
    { name: "unpriced", cost: { calls: 1, costUsd: null } },
    { name: "free", cost: null },
    { name: "priced", cost: { calls: 1, costUsd: 1 } },
  ];
  const { admit, said } = admitting(order, new Budget({ maxCalls: null, maxCostUsd: 1 }));
  for (const item of order) await admit(item);
  expect(said).toEqual(["unpriced refused", "free go", "priced go"]);
});

test("a run that ends lets nobody wait", async () => {
  const order = items(1, 1);
  const { admission, admit, said } = admitting(order, new Budget({ maxCalls: 1, maxCostUsd: null }));
  void admit(order[0]);
  void admit(order[1]);
  await soon();
  admission.stop();
  await soon();
  expect(said).toEqual(["1 go", "2 stopped"]);
});
