import { describe, expect, test } from "vitest";
import { pairsOf, reading, verdictOf } from "../../../test/samples/evidence.js";
import { turn as asked, reply, transcript } from "../../../test/samples/transcripts.js";
import type { ControlReading } from "../attribution/attribution.js";
import { type Claim, claimsOf, eValueText } from "./claims.js";
import { callsOf } from "./evidence-calls.js";
import { experimentResult } from "./experiment-result.js";

const failing = {
  ...({ role: "failing", transcripts: [] } as const),
  verdict: verdictOf({ target: "gateway", scenario: "a" }, ["excluded", ["bad", "A"], ["ok", "B"], ["bad", "A"]]),
};
const working = {
  ...({ role: "working", transcripts: [] } as const),
  verdict: verdictOf({ target: "there", scenario: "a" }, ["ok", "ok"]),
};
const other = {
  ...({ role: "control", transcripts: [] } as const),
  verdict: verdictOf({ target: "there-2", scenario: "a" }, ["bad", "excluded"]),
};

function claims(controls: readonly ControlReading[], cells = [failing, working, other]): readonly Claim[] {
  return claimsOf(callsOf(cells), { controls, experiment: null });
}

const numbers = (all: readonly Claim[]) => all.map(({ id, text, calls }) => [id, text, calls]);

describe("numbers from calls", () => {
  test("have the calls that they count, and excluded ones are a number of their own", () => {
    expect(numbers(claims([]))).toEqual([
      ["failing-rate", "2 of 3", [2, 3, 4]],
      ["failing-excluded", "1", [1]],
      ["working-rate", "0 of 2", [5, 6]],
    ]);
    expect(numbers(claims([], [failing])).map(([id]) => id)).toEqual(["failing-rate", "failing-excluded"]);
  });

  test("of a control are those of its name, which may be within the failing cell, or contain another name", () => {
    const controls = ["a on gateway → B", "a on there", "a on there-2", "a on nowhere"].map((of) => reading(of));
    expect(numbers(claims(controls)).slice(3)).toEqual([
      ["control-1", "0 of 1", [3]],
      ["control-2", "0 of 2", [5, 6]],
      ["control-3", "1 of 1", [7]],
      ["control-4", "0 of 0", []],
    ]);
  });

  test("of a control are those of its client, where two clients asked the same", () => {
    const sdk = {
      ...({ role: "control", transcripts: [] } as const),
      verdict: verdictOf({ target: "gateway", scenario: "a", client: "sdk" }, ["ok", "ok", "ok"]),
    };
    const all = claims([reading("a on gateway", { kind: "client" })], [failing, working, sdk]);
    expect(numbers(all).slice(3)).toEqual([["control-1", "0 of 3", [7, 8, 9]]]);
  });

  test("of an experiment leave out excluded calls and void pairs", () => {
    const experiment = experimentResult(pairsOf("bo xo bo bx"));
    expect(numbers(claimsOf([], { controls: [], experiment })).slice(2)).toEqual([
      ["again-failing", "3 of 3", [1, 5, 7]],
      ["again-working", "0 of 3", [2, 4, 6]],
      ["e-value", "3.0", [1, 2, 5, 6]],
    ]);
    const alone = claimsOf([], { controls: [], experiment: experimentResult(pairsOf("b- x- o-")) });
    expect(numbers(alone).slice(2)).toEqual([["again-failing", "1 of 2", [1, 3]]]);
  });
});

test("a call says when it was asked, and of what it is bad", () => {
  const [first] = callsOf([
    { ...failing, verdict: verdictOf({}, ["bad"]), transcripts: [transcript([asked("answer", reply([]))])] },
  ]);
  expect(first).toEqual({
    ...{ call: 1, role: "failing", cell: "sample on kimi-k2.5/bedrock/converse-stream", client: "http", trial: 1 },
    ...{ outcome: "bad", reason: null, findings: ["empty-reply"], startedAt: "2026-02-10T00:00:00.000Z" },
    ...{ requestIds: [], upstream: null },
  });
  expect(callsOf([failing]).map(({ startedAt, reason }) => [startedAt, reason])[0]).toEqual([null, "throttled"]);
});

test.each([
  [1, "1.0"],
  [0.0123, "0.012"],
  [9.97, "9.9"],
  [10, "10"],
  [50.9, "50"],
  [1234.5, "1234"],
])("an e-value of %d is printed as %s: never more than it is", (value, text) => {
  expect(eValueText(value)).toBe(text);
});
