import { expect, test } from "vitest";
import { runWords } from "./run-words.js";

test.each([
  ["runs/2026-11-29T02-00-00-000Z-ab12", "--run 2026-11-29T02-00-00-000Z-ab12"],
  ["./runs/one/", "--run one"],
  ["nights/a b/one", "--run one"],
  ["/elsewhere/runs/one", "--run one"],
  ["-odd/one", "--run one"],
])("the run in %s is named alike from every folder: %s", (folder, words) => {
  expect(runWords(folder)).toBe(words);
});
