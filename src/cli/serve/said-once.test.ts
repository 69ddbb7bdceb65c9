import { expect, test } from "vitest";
import { SaidOnce } from "./said-once.js";

test("a sentence is passed on once, whoever says it first, and again when one says it again", () => {
  const said: string[] = [];
  const once = new SaidOnce<object>((sentence) => said.push(sentence));
  const [a, b] = [{}, {}];
  once.hear(a, "kimi is left out");
  once.hear(b, "kimi is left out");
  once.hear(b, "kimi is back");
  once.hear(b, "kimi is left out");
  once.hear(a, "kimi is left out");
  expect(said).toEqual(["kimi is left out", "kimi is back", "kimi is left out"]);
});

test("it forgets the oldest of a thousand", () => {
  const said: string[] = [];
  const once = new SaidOnce<object>((sentence) => said.push(sentence));
  const one = {};
  for (let at = 0; at <= 1_000; at += 1) once.hear(one, String(at));
  once.hear({}, "0");
  once.hear({}, "1000");
  expect(said.slice(1_000)).toEqual(["1000", "0"]);
});
