import { expect, test } from "vitest";
import { budgetOf } from "./call-store.js";

test("a folder goes on with its own budget, or with the calls that a larger one has allowed", () => {
  expect(budgetOf({ budget: 16 }, 3)).toBe(16);
  expect(budgetOf({ budget: 16 }, 32)).toBe(32);
});
