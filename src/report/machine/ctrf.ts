import type { Sheet, SheetCell } from "../sheet/sheet.js";
import { detailLines } from "./cell-lines.js";
import { measuredOf, sumOf } from "./measured.js";
import { type CellTest, cellTests, countStatuses, durationMs, entryMessages } from "./outcomes.js";
import { shownText } from "./shown-text.js";

/** The version of the specification that is published (ctrf-io/ctrf `spec/ctrf.md`, and ctrf 0.3.0 knows no other, 2026-11-29). */
const specVersion = "0.0.0";

/**
 * A sheet in the Common Test Report Format. `error` is `other` there. A test is flaky there where it passes and an attempt failed, so a cell
 * that claims `flaky` has failed, and a cell that passes with a bad trial is flaky. What only we know is in `extra`, under our name.
 */
export function ctrf(sheet: Sheet): unknown {
  const tests = cellTests(sheet);
  const entries = entryMessages(sheet);
  const { made, name, origin, kind } = sheet;
  const { passed, failed, error, skipped } = countStatuses(tests);
  const start = made.startedAt === null ? 0 : Date.parse(made.startedAt);
  const run = made.logicalRun ?? made.run;
  const version = made.versions["llm-parity"];
  return {
    reportFormat: "CTRF",
    specVersion,
    ...(run === null ? {} : { runId: run }),
    ...(made.startedAt === null ? {} : { timestamp: made.startedAt }),
    generatedBy: "llm-parity",
    results: {
      tool: {
        name: "llm-parity",
        ...(version === undefined ? {} : { version }),
        extra: { "llm-parity": madeOf(sheet) },
      },
      summary: {
        tests: tests.length + entries.length,
        ...{ passed, failed: failed + entries.length, skipped, pending: 0, other: error },
        flaky: tests.filter(isFlaky).length,
        suites: new Set(tests.map(({ suite }) => suite)).size + Math.min(entries.length, 1),
        // A run keeps when it was started; its end is not kept.
        ...{ start, stop: start },
      },
      tests: [...tests.map((test) => ctrfTest(test, sheet)), ...entries.map(entryTest)],
      environment: {
        reportName: shown(`llm-parity ${name}`),
        testEnvironment: kind === "recordings" ? "recordings" : made.mode,
        ...(made.shard === undefined || made.shard === null ? {} : { shardId: made.shard }),
        extra: { "llm-parity": { origin, notice: sheet.notice, stopped: sheet.stopped, night: sheet.night } },
      },
    },
  };
}

function madeOf({ made: { command, commit, run, recorded, versions } }: Sheet) {
  const known = Object.entries(versions).map(([name, version]) => [shown(name), version]);
  return { command, commit, run, recorded, versions: Object.fromEntries(known) };
}

const statuses = { passed: "passed", failed: "failed", error: "other", skipped: "skipped" } as const;

function ctrfTest(test: CellTest, sheet: Sheet) {
  const { cell, suite, name, outcome, headline } = test;
  const says = outcome.status === "passed" ? {} : { message: headline, trace: detailLines(cell).join("\n") };
  return {
    testId: shown(cell.id, 500) || name,
    ...{ name, suite: [suite], status: statuses[outcome.status], rawStatus: outcome.why },
    duration: Math.round(durationMs(cell)),
    ...says,
    tags: tagsOf(cell, sheet),
    labels: labelsOf(cell, sheet),
    flaky: isFlaky(test),
    extra: { "llm-parity": extraOf(cell) },
  };
}

function isFlaky({ cell, outcome }: CellTest): boolean {
  return outcome.status === "passed" && cell.trials.bad > 0;
}

function tagsOf({ scenario }: SheetCell, { scenarios }: Sheet): readonly string[] {
  return (scenarios.find(({ id }) => id === scenario)?.tags ?? []).map((tag) => shown(tag));
}

/** Each value is a text: a place that is not there has no label. */
function labelsOf(cell: SheetCell, { columns }: Sheet) {
  const column = columns.find(({ id }) => id === cell.column);
  const labels: { readonly [name: string]: string | null } = {
    ...{ model: cell.model, provider: column?.provider ?? null, api: column?.api ?? null, scenario: cell.scenario },
    ...{ client: cell.client, region: cell.region, upstreamPin: cell.upstreamPin, source: cell.source },
  };
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) => (value === null ? [] : [[name, shown(value)]])),
  );
}

function extraOf(cell: SheetCell) {
  const { observed, claim, trials, findings, attribution, known, night, simulated, recordedAt } = cell;
  return {
    ...{ observed, claim, simulated, trials },
    findings: findings.map(({ id, cause, severity, n, checks }) => ({ id, cause, severity, n, checks })),
    fault: attribution === null ? null : { party: attribution.party, standing: attribution.standing },
    ...{ known, night, recordedAt },
    costUsd: sumOf(measuredOf(cell).usd),
  };
}

function entryTest(message: string, at: number) {
  const text = shown(message, 1000);
  return {
    name: `entry ${at + 1}`,
    suite: ["known.yaml"],
    status: "failed",
    rawStatus: "entry",
    duration: 0,
    message: text,
  };
}

function shown(text: string, most = 300): string {
  return shownText(text, { most });
}
