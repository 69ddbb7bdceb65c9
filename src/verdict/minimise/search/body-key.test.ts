import { expect, test } from "vitest";
import { bodyKey } from "./body-key.js";

test("equal texts have equal keys, and texts that differ anywhere have different ones", () => {
  const text = "x".repeat(2000);
  expect(bodyKey(text)).toBe(bodyKey("x".repeat(2000)));
  const others = Array.from({ length: 2000 }, (_, at) => `${text.slice(0, at)}y${text.slice(at + 1)}`);
  const pairs = others.map((one, at) => one.replace(/x(?=x*$)/, at % 2 === 0 ? "a" : "b"));
  const texts = new Set([text, "", "x", ...others, ...pairs]);
  expect(texts.size).toBeGreaterThan(4000);
  expect(new Set([...texts].map(bodyKey)).size).toBe(texts.size);
});
