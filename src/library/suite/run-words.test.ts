import { expect, test } from "vitest";
import { runWords } from "./run-words.js";

test.each([
  ["runs/2026-11-29T02-00-00-000Z-ab12", "--run 2026-11-29T02-00-00-000Z-ab12"],
  ["./runs/one/", "--run one"],
  ["nights/a b/one", "--run 'nights/a b/one'"],
  ["/elsewhere/runs/one", "--run /elsewhere/runs/one"],
  ["-odd/one", "--run=-odd/one"],
])("the run in %s is named so that a command finds it: %s", (folder, words) => {
  expect(runWords(folder)).toBe(words);
});
