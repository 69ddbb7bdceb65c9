import { describe, expect, test } from "vitest";
import { checks } from "./checks/registry.js";
import { inLayer } from "./layer.js";
import type { CheckResult, Finding, TrialVerdict } from "./verdict.js";

function failed(check: string, id: Finding["id"], severity: Finding["severity"]): CheckResult {
  return { check, outcome: "fail", step: "answer", finding: { id, cause: null, severity, step: "answer", seen: "x" } };
}

function trial(outcome: TrialVerdict["outcome"], results: readonly CheckResult[]): TrialVerdict {
  const findings = results.flatMap(({ finding }) => (finding === null ? [] : [finding]));
  const rest = { trial: 1, reason: null, upstream: null, requestIds: [], lastText: "Hi", message: null };
  return { ...rest, outcome, findings, checks: [{ check: "reply/complete", ...passed }, ...results] };
}

const passed = { outcome: "pass", step: "answer", finding: null } as const;
const noDone = failed("stream/done", "done-missing", "note");
const thinkTag = failed("text/think-tag", "think-tag-in-text", "note");
const calls = failed("tools/finish-agrees", "stop-with-tool-calls", "note");
const empty = failed("reply/not-empty", "empty-reply", "bad");

describe("A trial in a layer", () => {
  test.each<[title: string, given: TrialVerdict, compatible: string, strict: string]>([
    ["without a finding", trial("ok", []), "ok", "ok"],
    ["with a note that only the specification sees", trial("ok", [noDone]), "ok", "bad"],
    ["with a note that users reported", trial("ok", [thinkTag]), "ok", "ok"],
    ["with calls under a finish that clients cope with", trial("ok", [calls]), "ok", "bad"],
    ["with both notes", trial("ok", [thinkTag, noDone]), "ok", "bad"],
    ["with a bad finding", trial("bad", [empty]), "bad", "bad"],
    ["that is excluded", { ...trial("excluded", [noDone]), reason: "throttled" }, "excluded", "excluded"],
  ])("%s", (_title, given, compatible, strict) => {
    expect(inLayer(given, "compatible", checks)).toEqual(given);
    expect(inLayer(given, "strict", checks).outcome).toBe(strict);
    expect(given.outcome).toBe(compatible);
  });

  test("raises the findings of strict checks alone, in the list and in the results alike", () => {
    const strict = inLayer(trial("ok", [thinkTag, noDone]), "strict", checks);
    expect(strict.findings.map(({ id, severity }) => [id, severity])).toEqual([
      ["think-tag-in-text", "note"],
      ["done-missing", "bad"],
    ]);
    expect(strict.checks.flatMap(({ finding }) => finding ?? [])).toEqual(strict.findings);
  });
});

test("every check has a layer, and what makes a trial bad is what a client notices", () => {
  const strict = checks.filter(({ rule }) => rule.layer === "strict");
  expect(strict.every(({ rule }) => rule.severity !== "must")).toBe(true);
  expect(strict.map(({ id }) => id).sort()).toMatchInlineSnapshot(`
    [
      "envelope/form-as-asked",
      "envelope/identity-present",
      "envelope/one-choice",
      "envelope/usage-form",
      "envelope/utf-8",
      "in-flight/own-ids",
      "probe/names",
      "probe/shape",
      "stream/blocks-in-order",
      "stream/done",
      "stream/done-last",
      "stream/events-known",
      "stream/finish-once",
      "stream/identity-stable",
      "stream/index-number",
      "stream/index-present",
      "stream/lines-read",
      "stream/metadata",
      "stream/metadata-once",
      "usage/adds-up",
      "usage/reported",
    ]
  `);
  const reported = checks.filter(({ rule }) => rule.layer === "compatible" && rule.severity === "should");
  expect(reported.map(({ id }) => id).sort()).toMatchInlineSnapshot(`
    [
      "cache/counted-alike",
      "envelope/at-the-top",
      "envelope/request-id",
      "stream/call-id-stable",
      "stream/call-name-whole",
      "stream/incremental",
      "text/language",
      "text/no-repetition",
      "text/think-tag",
      "tools/id-fresh",
    ]
  `);
});
