import { expect, test } from "vitest";
import { summaryLine } from "../../../test/samples/summary-lines.js";
import type { KnownDivergence } from "../../scenario/known.js";
import type { CellSummary } from "../summary/summary-schema.js";
import { knownBugs } from "./known-cell.js";

const entry: KnownDivergence = {
  ...{ model: "kimi-k2.5", target: "kimi-k2.5/bedrock/converse-stream", provider: null, api: null },
  ...{ scenario: "basic-chat", finding: "empty-reply", check: null, claim: null, bug: "https://bugs.example/1" },
  ...{ shows: null, since: "2026-11-01", expires: "2027-01-01", note: null, place: "known.yaml:1:1" },
};
const bad = (id: "empty-reply" | "truncated", check: string): CellSummary["findings"][number] => ({
  ...{ id, cause: null, severity: "bad", n: 3, checks: [check] },
});
const line = (...findings: readonly ReturnType<typeof bad>[]) => summaryLine({ findings: [...findings] });

test.each<[string, ReturnType<typeof line>, Partial<KnownDivergence>, readonly string[]]>([
  ["the finding of the entry", line(bad("empty-reply", "reply/not-empty")), {}, [entry.bug]],
  ["another finding beside it", line(bad("empty-reply", "reply/not-empty"), bad("truncated", "stream/cut")), {}, []],
  ["the check of the entry", line(bad("empty-reply", "reply/not-empty")), { check: "reply/not-empty" }, [entry.bug]],
  ["another check than the entry's", line(bad("empty-reply", "reply/not-empty")), { check: "text/not-blank" }, []],
  ["an expired entry", line(bad("empty-reply", "reply/not-empty")), { expires: "2026-11-29" }, []],
  ["another scenario's entry", line(bad("empty-reply", "reply/not-empty")), { scenario: "tool-call" }, []],
  ["no bad finding", line(), {}, []],
])("a cell is known by its bug reports: %s", (_, cell, change, bugs) => {
  expect(knownBugs(cell, [{ ...entry, ...change }], "2026-11-29")).toEqual(bugs);
});
