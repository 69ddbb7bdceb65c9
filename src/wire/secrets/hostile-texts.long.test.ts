import { expect, test } from "vitest";
import { recording } from "../../../test/support/wire-doubles.js";
import { createRedactor } from "./redact.js";

/** Texts that are made to take long. Apart from the tests of the edges, which mutation testing asks again for every mutant. */

const canary = 'cAnArY+/42$xyzzy"q';
const redactor = createRedactor([canary]);

test.each([
  ["sk-", "sk-".repeat(300_000)],
  ["URLs", `${"https://a".repeat(100_000)} key=`],
  ["a bearer without a token", `Bearer ${"+".repeat(500_000)}`],
  ["bearers", "Bearer ".repeat(100_000)],
  ["backslashes", "\\".repeat(300_000)],
  ["percent signs", "%25".repeat(300_000)],
  ["base64", Buffer.from(canary).toString("base64").repeat(10_000)],
])("a hostile text is searched in good time: %s", (_, text) => {
  expect(redactor.leaks(redactor.text(text))).toEqual([]);
});

test("redaction of a large body with many secrets takes no more than one pass and a check", () => {
  const body = Buffer.from(`data: ${canary} `.repeat(20_000));
  const { chunks } = redactor.exchange(recording({ chunks: [[1, body]] }));
  expect(Buffer.concat(chunks.map(([, bytes]) => bytes)).toString()).toBe("data: REDACTED ".repeat(20_000));
});

test.each([
  ["names of a megabyte", `{"${"n".repeat(1_000_000)}":[${'"ab","cd",'.repeat(50_000)}"e"]}`],
  ["brackets", "[".repeat(1_000_000)],
  ["objects in objects", '{"a":'.repeat(100_000)],
  ["backslashes", `{"a":"${"\\".repeat(500_000)}`],
  ["data lines", "data: {}\n".repeat(50_000)],
  ["blank lines", `{}\n${" \n".repeat(100_000)}`],
])("a hostile body is searched in good time: %s", (_name, body) => {
  const recorded = recording({ chunks: [[1, Buffer.from(body)]] });
  expect(redactor.spelled(redactor.exchange(recorded))).toEqual([]);
});
