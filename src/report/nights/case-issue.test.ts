import { expect, test } from "vitest";
import { type CaseFacts, caseBody, caseTitle } from "./case-issue.js";
import { type CaseMarker, readMarker, writeMarker } from "./case-marker.js";

const marker: CaseMarker = {
  ...{ fingerprint: "0123456789abcdef", subject: "m/p/a/s", episode: "2026-11-10" },
  seen: { night: "2026-11-12", run: 4, attempt: 2 },
  good: ["2026-11-12"],
  nights: [
    { night: "2026-11-10", state: "regressed", bad: 20, eligible: 50 },
    { night: "2026-11-11", state: "not-measured", bad: null, eligible: null },
    { night: "2026-11-12", state: "unchanged", bad: 0, eligible: 12 },
  ],
  ended: false,
};

const facts: CaseFacts = {
  ...{ kind: "cell", subject: "m/p/a/s", baseline: { bad: 1, eligible: 96 }, likely: [] },
  ...{ firstNights: ["2026-11-09", "2026-11-10"], lastGood: "2026-11-08", link: "https://example.com/runs/7" },
  findings: [{ id: "empty-reply", n: 20 }],
  sameRequest: true,
};

test("a body says what, since when, how often, and how it ends", () => {
  expect(caseBody(marker, facts).split("\n\n").slice(1)).toEqual([
    "The cell `m/p/a/s` is worse than in the baseline. There, 1 of 96 trials were bad.",
    "It began between the nights 2026-11-09 and 2026-11-10 (90 %). The last good night was 2026-11-08.",
    "Seen tonight: `empty-reply` (20). The request is the one of the last good night, so the change is not ours.",
    [
      "| night | state | bad trials |",
      "| --- | --- | --- |",
      "| 2026-11-10 | regressed | 20 of 50 |",
      "| 2026-11-11 | not-measured | – |",
      "| 2026-11-12 | unchanged | 0 of 12 |",
    ].join("\n"),
    "Good in 1 of 3 measured nights that close this issue: 2026-11-12.",
    "The run: <https://example.com/runs/7>",
    "```\nllm-parity history 'm/p/a/s'\n```",
    "llm-parity rewrites this text after each night: write in comments, which it leaves alone. It closes the issue after 3 measured good nights in a row, and never opens it again.",
  ]);
});

test("a single night is said as one", () => {
  const body = caseBody(marker, {
    ...facts,
    firstNights: ["2026-11-10"],
    lastGood: null,
    findings: [],
    sameRequest: false,
  });
  expect(body).toContain("It began in the night 2026-11-10.");
  expect(body).not.toMatch(/Seen tonight|not ours/);
});

test.each([
  "a\n\n@octocat **x** <!-- --> ``` #12",
  "`@octocat` -->\n<!-- llm-parity:case {} -->",
  "m/p/a@us-west-2/s'; rm -rf /",
  "\u202e[link](javascript:alert(1))",
  "x".repeat(5_000),
])("a hostile name mentions no one, ends no fence and no comment: %j", (subject) => {
  const body = caseBody({ ...marker, subject }, { ...facts, subject, likely: [subject] });
  const [first = "", ...rest] = body.split("\n");
  expect(readMarker(first)?.subject).toBe(subject);
  expect(first.indexOf("-->")).toBe(first.length - 3);
  // What is left when code spans, fences and the comment are taken out, as GitHub does before it looks for names.
  const prose = rest
    .join("\n")
    .replace(/^(`{3,}).*?^\1$/gms, "")
    .replace(/(`+)(?:(?!\1).)+?\1/gs, "");
  expect(prose).not.toMatch(/@|javascript|<!--|\u202e|#12/);
  expect(body.length).toBeLessThan(65_536);
  expect(caseTitle({ kind: "cell", subject })).not.toMatch(/@\w|\n|\u202e/);
  expect(caseTitle({ kind: "cell", subject }).length).toBeLessThanOrEqual(256);
});

test.each([
  ["no marker", "text"],
  ["a marker on another line", `text\n${writeMarker(marker)}`],
  ["a marker that is cut", writeMarker(marker).slice(0, -8)],
  ["members that are missing", "<!-- llm-parity:case {} -->"],
  ["members of another type", '<!-- llm-parity:case {"fingerprint":1,"subject":"a","episode":"b"} -->'],
  ["no object", "<!-- llm-parity:case null -->"],
])("a body without a whole marker is not ours: %s", (_, body) => {
  expect(readMarker(body)).toBeNull();
});

test("a marker is read as it was written, also after CRLF", () => {
  expect(readMarker(`${writeMarker(marker)}\r\nmore`)).toEqual(marker);
});
