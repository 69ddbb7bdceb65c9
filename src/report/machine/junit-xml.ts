import { groupBy } from "../../chat/group-by.js";
import type { Sheet } from "../sheet/sheet.js";
import { detailLines } from "./cell-lines.js";
import { type CellTest, cellTests, countStatuses, durationMs, entryMessages } from "./outcomes.js";
import { sizeBytes } from "./shown-text.js";
import { attribute, xmlText } from "./xml.js";

/**
 * A sheet as JUnit XML: a suite for each target, a test case for each of its cells; entries of known.yaml that no longer hold are a suite of
 * their own.
 *
 * GitLab reads `classname` as the suite, only the first case of a name, the text of `failure`, `error` or `skipped` and no attribute of it,
 * up to 30 MB and 250,000 XML objects (gitlabhq/gitlabhq `lib/gitlab/ci/parsers/test/junit.rb`, gitlab-org/gitlab#507482, 2026-11-29); what
 * dorny/test-reporter reads is the same (`src/parsers/java-junit/java-junit-parser.ts`, 2026-11-29). So the text says everything, and each
 * case has few elements, whose texts share the room.
 */
export function junitXml(sheet: Sheet): string {
  const tests = cellTests(sheet);
  const entries = entryMessages(sheet);
  const written = fitting(tests, sheet);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attribute("name", `llm-parity ${sheet.name}`)}${counts(tests, entries.length)}>`,
    ...entryLines(entries.slice(0, mostEntries)),
    ...[...groupBy(written, ({ test }) => test.suite)].flatMap(([suite, own]) => [
      `  <testsuite${attribute("name", suite)}${counts(own.map(({ test }) => test))}${timestamp(sheet)}>`,
      ...own.flatMap(({ opening, lines }) => [...opening, ...lines]),
      "  </testsuite>",
    ]),
    ...leftOutLines(tests.length - written.length),
    "</testsuites>",
    "",
  ].join("\n");
}

/** The longest and the shortest text of one case, in characters. */
const mostText = 4000;
const leastText = 200;
/** Of the texts of all cases, where one character takes one byte. */
const usualBytes = 16_000_000;
const mostEntries = 200;
/** Of all cases and suites, in bytes: what is around them fits into the rest of 30 MB. */
const allBytes = 27_000_000;

/** `opening`: what stands before the first case of a suite. */
type Written = { readonly test: CellTest; readonly opening: readonly string[]; readonly lines: readonly string[] };

/** The cases with texts so long that all have room. Names and places would have to be hostile for one to be left out. */
function fitting(tests: readonly CellTest[], sheet: Sheet): readonly Written[] {
  let most = Math.max(leastText, Math.min(mostText, Math.floor(usualBytes / Math.max(1, tests.length))));
  for (;;) {
    const written = withinRoom(tests, { sheet, most });
    if (written.length === tests.length || most === leastText) return written;
    most = Math.max(leastText, Math.floor(most / 5));
  }
}

function withinRoom(
  tests: readonly CellTest[],
  { sheet, most }: { readonly sheet: Sheet; readonly most: number },
): readonly Written[] {
  const written: Written[] = [];
  const suites = new Set<string>();
  let bytes = 0;
  for (const test of tests) {
    const opening = suites.has(test.suite) ? [] : propertyLines(test, sheet);
    const lines = caseLines(test, most);
    suites.add(test.suite);
    // A suite has its name and counts too.
    bytes += sizeBytes([...opening, ...lines].join("\n")) + (opening.length === 0 ? 0 : 2000);
    if (bytes > allBytes) break;
    written.push({ test, opening, lines });
  }
  return written;
}

function leftOutLines(left: number): readonly string[] {
  if (left <= 0) return [];
  return [
    '  <testsuite name="left out" tests="1" failures="0" errors="1" skipped="0" time="0.000">',
    `    <testcase classname="left out" name="${left} more cells" time="0.000">`,
    `      <error type="left-out" message="${left} more cells do not fit into 30 MB">Split the run, such as with --model.</error>`,
    "    </testcase>",
    "  </testsuite>",
  ];
}

function timestamp({ made: { startedAt } }: Sheet): string {
  return attribute("timestamp", startedAt?.slice(0, 19) ?? null);
}

function counts(tests: readonly CellTest[], others = 0): string {
  const { failed, error, skipped } = countStatuses(tests);
  const numbers = { tests: tests.length + others, failures: failed + others, errors: error, skipped };
  const time = tests.reduce((sum, { cell }) => sum + durationMs(cell), 0);
  const words = Object.entries(numbers).map(([name, value]) => attribute(name, value));
  return `${words.join("")}${attribute("time", seconds(time))}`;
}

function propertyLines({ cell }: CellTest, { made, columns, origin }: Sheet): readonly string[] {
  const { model, column, providerModelId, region, upstreamPin } = cell;
  const place = columns.find(({ id }) => id === column);
  const { mode, command, run, commit, versions } = made;
  const properties: { readonly [name: string]: string | null } = {
    ...{ model, provider: place?.provider ?? null, api: place?.api ?? null },
    ...{ "provider-model-id": providerModelId, region, "upstream-pin": upstreamPin },
    ...{ origin, mode, command, run, commit },
    ...versions,
  };
  return [
    "    <properties>",
    ...Object.entries(properties).flatMap(([name, value]) =>
      value === null ? [] : [`      <property${attribute("name", name)}${attribute("value", value)}/>`],
    ),
    "    </properties>",
  ];
}

const elements = { failed: "failure", error: "error", skipped: "skipped", passed: "system-out" } as const;

/** A case that passed has an output only where there is something to say of it. */
function caseLines({ cell, suite, name, outcome, headline }: CellTest, most: number): readonly string[] {
  const { status, why } = outcome;
  const opening = `    <testcase${attribute("classname", suite)}${attribute("name", name)}${attribute("time", seconds(durationMs(cell)))}`;
  const isQuiet = cell.findings.length === 0 && (cell.night === null || cell.night.state === "unchanged");
  if (status === "passed" && isQuiet) return [`${opening}/>`];
  const element = elements[status];
  const words =
    status === "passed" ? "" : `${attribute("type", why)}${attribute("message", headline, Math.min(most, 500))}`;
  const lines = status === "skipped" ? [headline] : [headline, ...detailLines(cell)];
  return [`${opening}>`, `      <${element}${words}>${output(lines, most)}</${element}>`, "    </testcase>"];
}

/** GitLab reads this mark in an output as the path of a file to be shown. */
function output(lines: readonly string[], most: number): string {
  return xmlText(lines.join("\n").replaceAll("[[ATTACHMENT|", "[ [ATTACHMENT|"), most);
}

function entryLines(messages: readonly string[]): readonly string[] {
  if (messages.length === 0) return [];
  const suite = "known.yaml";
  const totals = `${attribute("tests", messages.length)}${attribute("failures", messages.length)}`;
  return [
    `  <testsuite${attribute("name", suite)}${totals}${attribute("errors", 0)}${attribute("skipped", 0)}${attribute("time", "0.000")}>`,
    ...messages.flatMap((message, at) => [
      `    <testcase${attribute("classname", suite)}${attribute("name", `entry ${at + 1}: ${message}`, 200)}${attribute("time", "0.000")}>`,
      `      <failure${attribute("type", "entry")}${attribute("message", message, 500)}>${xmlText(message, 1000)}</failure>`,
      "    </testcase>",
    ]),
    "  </testsuite>",
  ];
}

/** Seconds with milliseconds, as every reader takes them. */
function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
