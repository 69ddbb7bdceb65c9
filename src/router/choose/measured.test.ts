import { describe, expect, test } from "vitest";
import { plainTarget } from "../../../test/support/plain-values.js";
import { plainModel } from "../../../test/support/scripted-router.js";
import type { CellResult } from "../../verdict/matrix/results-schema.js";
import type { RoutingRequest } from "./decision.js";
import { hasEffect, idleEvidence, reasonToExclude } from "./measured.js";

const now = new Date("2026-11-21T12:00:00.000Z");
const model = plainModel("a", { measured: ["a/whole", "a/other"] });
const request: RoutingRequest = { named: null, text: "", streaming: false, exercises: ["chat", "tools"] };

type Provenance = NonNullable<CellResult["provenance"]>;
const provenance = (source: Provenance["source"], recordedAt: string | null) => ({ source, recordedAt }) as Provenance;

const cell = (change: Partial<CellResult> = {}): CellResult =>
  ({
    ...{ target: "a/whole", api: "chat-completions", exercises: ["chat"], claim: "fail", scenario: "s" },
    findings: [{ id: "empty-reply", severity: "bad" }],
    trials: { ok: 1, eligible: 9 },
    provenance: provenance("live", "2026-11-20T23:59:59.000Z"),
    ...change,
  }) as CellResult;

const why = (change: Partial<CellResult> = {}, maxAgeDays = 30) =>
  reasonToExclude(model, request, { ...{ cells: [cell(change)], maxAgeDays }, now: now });
const against = "empty-reply in s on a/whole: 1/9 ok, 2026-11-20";

describe("evidence speaks against a model", () => {
  test("by its finding, its trials and its day", () => {
    expect(why()).toBe(against);
    expect(why({ findings: [] })).toBe("failure in s on a/whole: 1/9 ok, 2026-11-20");
    const findings = ["note", "bad", "bad"].map((severity, at) => ({ id: `f${at}`, severity }));
    expect(why({ findings: findings as never })).toBe("f1 in s on a/whole: 1/9 ok, 2026-11-20");
  });

  test.each([
    ["fail", against],
    ["flaky", null],
    ["inconclusive", null],
    ["pass", null],
    [null, null],
  ] as const)("where it claims %s: %j", (claim, expected) => {
    expect(why({ claim })).toBe(expected);
  });

  test.each([
    ["live", against],
    ["recorded", against],
    ["authored", null],
    ["simulated", null],
  ] as const)("where it is %s: %j", (source, expected) => {
    expect(why({ provenance: provenance(source as never, "2026-11-20T23:59:59.000Z") })).toBe(expected);
  });

  test.each([
    ["2026-11-19T12:00:00.000Z", true],
    ["2026-11-19T11:59:59.999Z", false],
    ["2026-11-21T12:00:00.000Z", true],
    // The clock of the machine that recorded may run ahead by a day.
    ["2026-11-22T12:00:00.000Z", true],
    ["2026-11-22T12:00:00.001Z", false],
    ["2099-01-01T00:00:00.000Z", false],
    ["no date", false],
    ["", false],
  ])("of at most two days: recorded at %j it does: %s", (recordedAt, speaks) => {
    expect(why({ provenance: provenance("live", recordedAt) }, 2) !== null).toBe(speaks);
  });

  test.each([
    ["2026-11-21T12:00:00.000Z", true],
    ["2026-11-21T11:59:59.999Z", false],
  ])("of no age at all, where that is configured: recorded at %s it does: %s", (recordedAt, speaks) => {
    expect(why({ provenance: provenance("live", recordedAt) }, 0) !== null).toBe(speaks);
  });

  test("not without any provenance, nor without a date", () => {
    expect(why({ provenance: null })).toBeNull();
    expect(why({ provenance: provenance("live", null) })).toBeNull();
  });

  test.each([
    [["chat"], against],
    [["chat", "tools"], against],
    [[], against],
    [["chat", "images"], null],
  ])("where it asked no more than the request does: %j gives %j", (exercises, expected) => {
    expect(why({ exercises })).toBe(expected);
  });

  test("of the API alone that would be asked, and of the model's own targets", () => {
    expect(why({ api: "chat-completions-stream" })).toBeNull();
    expect(why({ target: "b/whole" })).toBeNull();
    expect(why({ target: "a/other" })).toContain("on a/other");
    const streamed = [cell(), cell({ api: "chat-completions-stream", scenario: "streamed" })];
    const measured = { cells: streamed, maxAgeDays: 30 };
    expect(reasonToExclude(model, { ...request, streaming: true }, { ...measured, now: now })).toContain("in streamed");
  });

  test("by the first cell that does", () => {
    const cells = [cell({ claim: "pass" }), cell({ scenario: "one" }), cell({ scenario: "two" })];
    expect(reasonToExclude(model, request, { ...{ cells, maxAgeDays: 30 }, now: now })).toContain("in one");
  });
});

test("the two ways of asking a model have targets of their own", () => {
  const other = plainModel("a", { measured: ["a/whole"], streaming: plainTarget({ api: "converse-stream" }) });
  const cells = [cell({ api: "converse-stream" })];
  expect(
    reasonToExclude(other, { ...request, streaming: true }, { ...{ cells, maxAgeDays: 30 }, now: now }),
  ).not.toBeNull();
  expect(reasonToExclude(other, request, { ...{ cells, maxAgeDays: 30 }, now: now })).toBeNull();
});

describe("evidence that never steers is told", () => {
  const authored = cell({ provenance: provenance("authored", null) });
  const simulated = cell({ provenance: provenance("simulated", "2026-11-20T00:00:00Z") });
  const notRun = cell({ claim: null, provenance: null });
  const old = cell({ provenance: provenance("live", "2026-10-01T00:00:00Z") });
  const future = cell({ provenance: provenance("recorded", "2027-11-21T00:00:00Z") });
  const all =
    "all evidence in the matrix is authored or simulated: it does not affect routing, and no model is left out";

  test.each<[string, readonly CellResult[], readonly string[]]>([
    ["nothing of an empty matrix", [], []],
    ["nothing where nothing was run", [notRun], []],
    ["nothing of what steers", [cell()], []],
    ["what is authored", [authored], [all]],
    ["what is simulated", [simulated, authored, notRun], [all]],
    ["nothing where one cell is of a service", [authored, cell({ claim: "pass" })], []],
    ["what is too old", [old, old, cell()], ["2 failing cells are older than 30 days: they do not affect routing"]],
    [
      "what is dated in the future, apart from what is too old",
      [future, future, old],
      [
        "1 failing cell is older than 30 days: it does not affect routing",
        "2 failing cells are dated in the future: they do not affect routing; correct the clock and record again",
      ],
    ],
    ["nothing of what is too old and passes", [cell({ ...old, claim: "pass" })], []],
    [
      "what is authored as that alone, whatever its age",
      [authored, old],
      ["1 failing cell is older than 30 days: it does not affect routing"],
    ],
  ])("%s", (_title, cells, warnings) => {
    expect(idleEvidence({ cells, maxAgeDays: 30 }, now)).toEqual(warnings);
  });
});

test.each<[readonly (Provenance["source"] | null)[], boolean]>([
  [[], false],
  [[null], false],
  [["authored", "simulated"], false],
  [["live"], true],
  [["recorded"], true],
  [["authored", "live"], true],
])("a matrix of cells from %j has an effect: %s", (sources, expected) => {
  const cells = sources.map((source) => cell({ provenance: source === null ? null : provenance(source, null) }));
  expect(hasEffect({ cells })).toBe(expected);
});
