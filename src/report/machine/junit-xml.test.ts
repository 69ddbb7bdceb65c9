import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emptyReply, failingCell, sheetCell, sheetOf, trialsOf } from "../../../test/samples/sheets.js";
import { hostileSheet } from "../../../test/support/hostile-sheet.js";
import { hostileTexts } from "../../../test/support/hostile-texts.js";
import { asDorny, asGitLab, elementsOf, objectsOf } from "../../../test/support/junit-readings.js";
import { runTool, toolSays } from "../../../test/support/outside-tools.js";
import { readXml } from "../../../test/support/read-xml.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { junitXml } from "./junit-xml.js";

const target = "kimi-k2.5/bedrock/converse";
const blocked = sheetCell({
  ...{ scenario: "tool-call", observed: "blocked", claim: null, trials: trialsOf(0, 0) },
  ...{ reason: "throttled", reasonText: "HTTP 429 <slow down>" },
});
const known = failingCell({ scenario: "multi-step", known: { state: "expected", bugs: ["https://example.com/1"] } });
const cells = [sheetCell(), failingCell({ scenario: "response-after-tool" }), blocked, known];

test("GitLab and GitHub read the same of a run, but that GitHub's actions have no errors", () => {
  const xml = junitXml(sheetOf(cells));
  const names = ["basic-chat", "response-after-tool", "tool-call", "multi-step"];
  expect(asGitLab(xml).map(({ suite, name, status }) => [suite, name, status])).toEqual(
    ["success", "failed", "error", "skipped"].map((status, at) => [target, names[at], status]),
  );
  expect(asDorny(xml).map(({ suite, name, status }) => [suite, name, status])).toEqual(
    ["success", "failed", "failed", "skipped"].map((status, at) => [target, names[at], status]),
  );
});

test("the text of a failure says everything, since no reader shows attributes", () => {
  const [, failure, error] = asGitLab(junitXml(sheetOf(cells)));
  expect(failure?.output).toBe(
    [
      "empty-reply (silent) ×12; 12 of 12 bad",
      "12 of 12 bad; failure rate 10.0 % to 90.0 % (exact)",
      "empty-reply (silent) ×12: no text, no call (trial 1, step ask); rule: a document, 2026-02-10",
      "request ids: req-1",
      "exchanges: one/journal.jsonl",
      `again: llm-parity run --live --target ${target} --scenario response-after-tool`,
      `more: llm-parity explain ${target}/response-after-tool --run one`,
    ].join("\n"),
  );
  expect(error?.output?.split("\n")[0]).toBe("blocked; throttled: HTTP 429 <slow down>");
});

test("counts and times are those of the cells; the place of a target is in the properties of its suite", () => {
  const root = readXml(junitXml(sheetOf(cells)));
  expect(root.attributes).toEqual({
    ...{ name: "llm-parity current", tests: "4", failures: "1", errors: "1", skipped: "1", time: "14.000" },
  });
  const [suite] = elementsOf(root, "testsuite");
  expect(suite?.attributes).toMatchObject({ name: target, tests: "4", timestamp: "2026-11-28T02:00:00" });
  const properties = elementsOf(root, "property").map(({ attributes: { name, value } }) => [name, value]);
  expect(Object.fromEntries(properties)).toEqual({
    ...{ model: "kimi-k2.5", provider: "bedrock", api: "converse", "provider-model-id": "moonshotai.kimi-k2.5" },
    ...{ region: "us-east-1", origin: "vendor", mode: "live", command: "llm-parity run --live", run: "one" },
    "llm-parity": "0.1.0",
  });
});

test("two clients, and two cells of one name, are cases of their own: GitLab counts only the first of a name", () => {
  const twice = [sheetCell(), sheetCell({ client: "http" }), sheetCell(), sheetCell({ scenario: "" })];
  expect(asGitLab(junitXml(sheetOf(twice))).map(({ name }) => name)).toEqual([
    ...["basic-chat", "basic-chat (http)", "basic-chat #2", "(no name)"],
  ]);
});

test("an entry of known.yaml that no longer holds fails the file, as it fails the run", () => {
  const messages = ["x on y claims fail: not listed as known", "known.yaml:3: stale: remove the entry"];
  const xml = junitXml(sheetOf([failingCell()], { messages }));
  expect(asGitLab(xml).filter(({ suite }) => suite === "known.yaml")).toEqual([
    {
      ...{ suite: "known.yaml", name: "entry 1: known.yaml:3: stale: remove the entry", status: "failed" },
      output: "known.yaml:3: stale: remove the entry",
    },
  ]);
  expect(readXml(xml).attributes).toMatchObject({ tests: "2", failures: "2" });
});

test("GitLab takes no text for the path of an attachment", () => {
  const noted = sheetCell({
    night: null,
    findings: [{ ...emptyReply, severity: "note", seen: "[[ATTACHMENT|/etc/passwd]]" }],
  });
  expect(junitXml(sheetOf([noted]))).not.toContain("[[ATTACHMENT|");
});

test("without a cell the file is empty and well-formed", () => {
  expect(readXml(junitXml(sheetOf([])))).toMatchObject({ attributes: { tests: "0" }, children: [] });
});

describe("hostile texts", () => {
  test.each(hostileTexts)("$name stays a text, in four cases", ({ text }) => {
    const xml = junitXml(hostileSheet(text));
    expect(asDorny(xml)).toHaveLength(asGitLab(xml).length);
    const statuses = asGitLab(xml).map(({ status }) => status);
    expect(statuses).toEqual(["failed", "failed", "skipped", "error", "success"]);
    expect(junitXml(hostileSheet(text))).toBe(xml);
  });

  const xmllint =
    toolSays("xmllint", ["--version"]) === null && toolSays("xmllint", ["--help"]) === null ? null : "xmllint";
  test.skipIf(xmllint === null)("xmllint finds all of them well-formed", async () => {
    const folder = temporaryFolder();
    const files = hostileTexts.map(({ text }, at) => {
      const file = join(folder, `${at}.xml`);
      writeFileSync(file, junitXml(hostileSheet(text)));
      return file;
    });
    expect(await runTool("xmllint", ["--noout", ...files])).toMatchObject({ code: 0, stderr: "" });
  });
});

test("16,000 red cells with long texts are less than 30 MB and 250,000 objects, and none is left out", () => {
  const long = "<&\"'".repeat(300);
  const red = Array.from({ length: 16_000 }, (_, at) =>
    failingCell({ scenario: `scenario-${at}`, findings: [{ ...emptyReply, seen: long }] }),
  );
  const xml = junitXml(sheetOf(red));
  expect(Buffer.byteLength(xml)).toBeLessThan(30_000_000);
  const root = readXml(xml);
  expect(elementsOf(root, "failure")).toHaveLength(16_000);
  expect(objectsOf(root)).toBeLessThan(250_000);
});

test("where hostile names take more than 30 MB, what does not fit is counted", () => {
  const red = Array.from({ length: 16_000 }, (_, at) => {
    const name = `${"&".repeat(190)}${at}`;
    return failingCell({ target: name, scenario: name, findings: [{ ...emptyReply, seen: "&".repeat(600) }] });
  });
  const xml = junitXml(sheetOf(red));
  expect(Buffer.byteLength(xml)).toBeLessThan(30_000_000);
  const shown = elementsOf(readXml(xml), "failure").length;
  expect(xml).toContain(`name="${16_000 - shown} more cells"`);
});
