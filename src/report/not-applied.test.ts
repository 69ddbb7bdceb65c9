import { expect, test } from "vitest";
import type { KnownDivergence } from "../scenario/known.js";
import type { NotApplied } from "../verdict/baseline.js";
import { notAppliedSentences } from "./not-applied.js";

function at(place: string, why: NotApplied["why"], detail: string | null = null): NotApplied {
  const entry: KnownDivergence = {
    ...{ model: "kimi-k2.5", target: "a/b/converse", provider: null, api: null, scenario: "tool-call" },
    ...{ finding: "empty-reply", check: null, claim: null, bug: "https://example.test/1", shows: null },
    ...{ since: "2026-02-10", expires: "2027-02-10", note: null, place },
  };
  return { entry, why, detail };
}

test("entries with the same reason share a sentence, which names their lines", () => {
  const list = [
    at("scenarios/known.yaml:7:5", "not-in-run"),
    at("scenarios/known.yaml:16:5", "no-trials", "blocked (credentials)"),
    at("C:\\known.yaml:25:5", "not-in-run"),
    at("scenarios/known.yaml:34:5", "no-trials", "not-run (no-recording)"),
    at("scenarios/known.yaml:43:5", "not-seen"),
  ];
  expect(notAppliedSentences(list, 9)).toEqual([
    "2 of 9 entries of known.yaml are not applied (lines 7, 25): the suite or an option leaves the cell out",
    "1 of 9 entries of known.yaml is not applied (line 16): no trial of the cell can be judged: blocked (credentials)",
    "1 of 9 entries of known.yaml is not applied (line 34): no trial of the cell can be judged: not-run (no-recording)",
    "1 of 9 entries of known.yaml is not applied (line 43): the finding was not seen, in too few trials to call it gone",
  ]);
});

test("of a simulated run", () => {
  expect(notAppliedSentences([at("known.yaml:2:3", "simulated")], 1)).toEqual([
    "1 of 1 entries of known.yaml is not applied (line 2): a simulator was asked, which is no evidence about a provider",
  ]);
});

test("with every entry applied, nothing is said", () => {
  expect(notAppliedSentences([], 4)).toEqual([]);
});
