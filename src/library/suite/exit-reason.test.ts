import { expect, test } from "vitest";
import type { Verdict } from "../../verdict/verdict.js";
import { exitReason } from "./exit-reason.js";

const verdict = {} as Verdict;
const none = { unexpected: [], expected: [], stale: [], changed: [], expired: [], notApplied: [], messages: [] };
const red = { ...none, unexpected: [verdict, verdict], messages: ["a", "b"] };

test.each([
  [none, 0, 0, "exit 0: no cell fails"],
  [{ ...none, expected: [verdict] }, 0, 0, "exit 0: each failing cell is listed in known.yaml"],
  [red, 1, 1, "exit 1: 2 failing cells not listed in known.yaml"],
  [
    { ...red, messages: ["a", "b", "c"] },
    1,
    1,
    "exit 1: 2 failing cells not listed in known.yaml; 1 entry of known.yaml must be edited",
  ],
  [{ ...none, messages: ["a", "b"] }, 1, 1, "exit 1: 2 entries of known.yaml must be edited"],
  [red, 1, 0, "exit 0: --exit-zero; without that, exit 1: 2 failing cells not listed in known.yaml"],
  [red, 1, 130, "exit 130: stopped by a signal; without that, exit 1: 2 failing cells not listed in known.yaml"],
  [none, 2, 2, "exit 2: recordings do not match their requests"],
  [none, 3, 3, "exit 3: credentials are missing or refused"],
  [none, 4, 4, "exit 4: nothing could be measured"],
  [none, 5, 5, "exit 5: a trial ended in a fault of llm-parity"],
] as const)("%# an exit code has its reason", (known, worth, code, said) => {
  expect(exitReason({ known }, { worth, code, known: "known.yaml" })).toBe(said);
});
