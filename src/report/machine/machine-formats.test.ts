import { validateStrict } from "ctrf";
import { describe, expect, test } from "vitest";
import {
  cellNight,
  emptyReply,
  failingCell,
  quietNight,
  sheetCell,
  sheetOf,
  trialsOf,
} from "../../../test/samples/sheets.js";
import { readAnnotations } from "../../../test/support/annotations-reading.js";
import { hostileSheet } from "../../../test/support/hostile-sheet.js";
import { hostileTexts } from "../../../test/support/hostile-texts.js";
import { pageOf } from "../../../test/support/page-of.js";
import { readCsv } from "../../../test/support/read-csv.js";
import { readOpenMetrics } from "../../../test/support/read-openmetrics.js";
import { readXml } from "../../../test/support/read-xml.js";
import { renderNow } from "../../../test/support/render-now.js";
import type { Sheet, SheetCell } from "../sheet/sheet.js";
import { ctrf } from "./ctrf.js";

function render(name: string, sheet: Sheet): string {
  const none = { evidence: () => ({ trials: [], leftOut: [] }), markdown: () => "", json: () => ({}) };
  const tools = { sha256: () => "", deflate: () => "" };
  return renderNow(name, { sheet, ...none, tools });
}

const blocked: Partial<SheetCell> = {
  ...{ scenario: "tool-call", observed: "blocked", claim: null, trials: trialsOf(0, 0) },
  ...{
    reason: "throttled",
    reasonText: "HTTP 429",
    measures: { firstByteMs: [], totalMs: [], usd: [], outputTokens: [] },
  },
};
const known: Partial<SheetCell> = {
  scenario: "multi-step",
  known: { state: "expected", bugs: ["https://example.com/1"] },
};
const mixed = sheetOf([
  sheetCell(),
  failingCell({ scenario: "response-after-tool" }),
  sheetCell(blocked),
  failingCell(known),
  sheetCell({ scenario: "chain", claim: "pass", observed: "mixed", trials: trialsOf(200, 1) }),
]);

describe("ctrf", () => {
  test("is valid by its own package, and a cell that passes with a bad trial is flaky", () => {
    const report = JSON.parse(render("ctrf", mixed));
    expect(() => validateStrict(report)).not.toThrow();
    expect(report.results.summary).toEqual({
      ...{ tests: 5, passed: 2, failed: 1, skipped: 1, pending: 0, other: 1, flaky: 1, suites: 1 },
      ...{ start: 1795831200000, stop: 1795831200000 },
    });
    const tests: readonly Record<string, unknown>[] = report.results.tests;
    expect(tests.map(({ name, status, rawStatus, flaky }) => [name, status, rawStatus, flaky])).toEqual([
      ["basic-chat", "passed", "pass", false],
      ["response-after-tool", "failed", "fail", false],
      ["tool-call", "other", "blocked", false],
      ["multi-step", "skipped", "known", false],
      ["chain", "passed", "pass", true],
    ]);
    expect(tests[1]).toMatchObject({ duration: 3500, message: "empty-reply (silent) ×12; 12 of 12 bad" });
  });

  test("has the run's id, or what its shards have in common", () => {
    expect(JSON.parse(render("ctrf", mixed)).runId).toBe("one");
    const made = { ...mixed.made, logicalRun: "plan-1", shard: "3/8" };
    const shard = JSON.parse(render("ctrf", { ...mixed, made }));
    expect([shard.runId, shard.results.environment.shardId]).toEqual(["plan-1", "3/8"]);
    expect(() => validateStrict(shard)).not.toThrow();
  });

  test("of a replay has no id and no time", () => {
    const made = { ...mixed.made, run: null, startedAt: null, versions: {} };
    const replay = ctrf({ ...mixed, made });
    expect(() => validateStrict(replay)).not.toThrow();
    expect(replay).toMatchObject({ results: { summary: { start: 0, stop: 0 } } });
    expect(Object.keys(replay as object)).toEqual(["reportFormat", "specVersion", "generatedBy", "results"]);
  });

  test("without a cell is valid", () => {
    expect(() => validateStrict(JSON.parse(render("ctrf", sheetOf([]))))).not.toThrow();
  });
});

describe("csv", () => {
  test("has a row for each cell; an absent value is an empty field, and zero is 0", () => {
    const [head = [], first = [], , third = []] = readCsv(render("csv", mixed));
    const of = (row: readonly string[], name: string) => row[head.indexOf(name)];
    expect(readCsv(render("csv", mixed))).toHaveLength(6);
    expect(
      ["cell", "status", "status_reason", "trials_bad", "trial_ms_p50", "cost_usd", "region"].map((name) =>
        of(first, name),
      ),
    ).toEqual([...["kimi-k2.5/bedrock/converse/basic-chat", "passed", "pass", "0", "1000", "0.003", "us-east-1"]]);
    expect(
      ["status", "reason_text", "failure_rate_low", "cost_usd", "upstream_pin"].map((name) => of(third, name)),
    ).toEqual([...["error", "HTTP 429", "", "", ""]]);
  });

  test("keeps its columns in their order: programs read them by number", () => {
    const [head = []] = readCsv(render("csv", sheetOf([])));
    expect([head.length, head[0], head[10], head[20], head[40], head.at(-1)]).toEqual([
      ...[54, "cell", "status", "trials_excluded", "headers_ms_p50", "longest_gap_ms_p50"],
    ]);
  });

  test.each(["=1+1", "+1", "-1", "@a", "\t=1", " =1", "\r\n=1", "＝1", "|x", "=cmd|'/c calc'!A0"])(
    "makes no formula of %j",
    (text) => {
      const [head = [], row = []] = readCsv(render("csv", sheetOf([sheetCell({ reasonText: text })])));
      expect(row[head.indexOf("reason_text")]?.startsWith("'")).toBe(true);
    },
  );
});

describe("openmetrics", () => {
  test("counts trials, and says what each cell is", () => {
    const metrics = readOpenMetrics(render("openmetrics", mixed));
    const labels = { model: "kimi-k2.5", provider: "bedrock", api: "converse", scenario: "chain" };
    const trials = metrics.filter(
      ({ name, labels: own }) => name === "llm_parity_trials_total" && own["scenario"] === "chain",
    );
    expect(trials.map(({ labels: { outcome }, value }) => [outcome, value])).toEqual([
      ["ok", 199],
      ["bad", 1],
      ["excluded", 0],
    ]);
    expect(trials[0]?.labels).toMatchObject({ ...labels, origin: "vendor" });
    const states = metrics.filter(({ name }) => name === "llm_parity_cell_state");
    expect(states.map(({ labels: { state } }) => state)).toEqual(["passed", "failed", "error", "skipped", "passed"]);
  });

  test("has quantiles in seconds, their sum and count, and the cost of each target", () => {
    const metrics = readOpenMetrics(render("openmetrics", sheetOf([sheetCell(), sheetCell(blocked)])));
    const of = (name: string) => metrics.filter((one) => one.name === name).map(({ value }) => value);
    expect(of("llm_parity_response_headers_seconds")).toEqual([0.1, 0.2, 0.2]);
    expect([of("llm_parity_trial_seconds_sum"), of("llm_parity_trial_seconds_count")]).toEqual([[3.5], [2]]);
    expect(of("llm_parity_cost_usd_total")).toEqual([0.003]);
    expect(of("llm_parity_gate_false_alarm_rate")).toEqual([]);
  });

  test("has the gate of a night", () => {
    const metrics = readOpenMetrics(render("openmetrics", { ...mixed, night: { ...quietNight, alarm: true } }));
    const gate = metrics
      .filter(({ name }) => name.startsWith("llm_parity_gate_"))
      .map(({ name, value }) => [name, value]);
    expect(gate).toEqual([
      ...[
        ["llm_parity_gate_false_alarm_rate", 0.02],
        ["llm_parity_gate_alarm", 1],
      ],
      ...[
        ["llm_parity_gate_not_measured", 0],
        ["llm_parity_gate_compared_cells", 2],
      ],
    ]);
  });

  test("takes no time and no cost from authored bytes", () => {
    const authored = render("openmetrics", sheetOf([sheetCell({ source: "authored" })], { origin: "authored" }));
    expect(authored).not.toMatch(/(headers|trial)_seconds|_usd/);
  });
});

describe("github", () => {
  const regressed = sheetCell({ night: cellNight("regressed") });
  test("annotates what fails the run as errors, what was not measured as warnings, what is fixed as notices", () => {
    const cells = [
      regressed,
      failingCell({ scenario: "b" }),
      sheetCell(blocked),
      sheetCell({ scenario: "c", night: cellNight("suspicious") }),
      sheetCell({ scenario: "d", night: cellNight("fixed") }),
      failingCell(known),
    ];
    const messages = ["one unexpected cell", "known.yaml:3: stale"];
    const shown = readAnnotations(
      render(
        "github",
        sheetOf(cells, { messages, night: { ...quietNight, columns: ["bedrock/converse: regressed"] } }),
      ),
    );
    expect(shown.map(({ kind, title }) => [kind, title])).toEqual([
      ["error", "night 2026-11-28"],
      ["error", "kimi-k2.5/bedrock/converse/basic-chat"],
      ["error", "kimi-k2.5/bedrock/converse/b"],
      ["error", "known.yaml"],
      ["warning", "kimi-k2.5/bedrock/converse/tool-call"],
      ["warning", "kimi-k2.5/bedrock/converse/c"],
      ["notice", "kimi-k2.5/bedrock/converse/d"],
    ]);
    expect(shown[1]?.message.split("\n")).toEqual([
      "regressed: 19 of 50 bad tonight, 0 of 96 bad in the baseline, p < 0.001",
      "the request is the same, so the change is not ours",
      "more: llm-parity explain kimi-k2.5/bedrock/converse/basic-chat --run one",
    ]);
  });

  test.each([
    [10, 10, "kimi-k2.5/bedrock/converse/s9"],
    [11, 10, "and 2 more, in the reports"],
    [16_000, 10, "and 15991 more, in the reports"],
  ])("of %i red cells shows %i", (red, shown, last) => {
    const cells = Array.from({ length: red }, (_, at) => failingCell({ scenario: `s${at}` }));
    const annotations = readAnnotations(render("github", sheetOf(cells)));
    expect(annotations).toHaveLength(shown);
    const { title, message } = annotations.at(-1) ?? { title: "", message: "" };
    expect(red > 10 ? message : title).toBe(last);
  });

  test("has nothing to say of a run without a failure", () => {
    expect(render("github", sheetOf([sheetCell(), failingCell(known)]))).toBe("");
  });
});

describe("github-summary", () => {
  test("says first what fails, then what was not measured, and counts the rest", () => {
    expect(render("github-summary", mixed)).toBe(
      [
        "### Suite current: 2 failing (1 known), 1 not measured, of 5 cells",
        "",
        "|  |  |",
        "| --- | --- |",
        "| **measured** | 4 of 5 cells, 236 trials, $0.01 as reported |",
        "| **run** | `one` |",
        "| **made by** | `llm-parity run --live` |",
        "",
        "#### Failing: 1",
        "",
        "| cell | what, and whose fault |",
        "| --- | --- |",
        "| `kimi-k2.5/bedrock/converse/response-after-tool` | empty-reply (silent) ×12; 12 of 12 bad |",
        "",
        "#### Failing, listed in known.yaml: 1",
        "",
        "| cell | what, and whose fault |",
        "| --- | --- |",
        "| `kimi-k2.5/bedrock/converse/multi-step` | empty-reply (silent) ×12; 12 of 12 bad<br>known: <https://example.com/1> |",
        "",
        "#### Not measured: 1",
        "",
        "| cells | what, and whose fault |",
        "| --- | --- |",
        "| `kimi-k2.5/bedrock/converse/tool-call` | blocked; throttled: HTTP 429 |",
        "",
        "as expected: 2",
        "",
        "Next: `llm-parity explain kimi-k2.5/bedrock/converse/response-after-tool --run one`",
        "",
        "Runs are read from ./runs; add --runs FOLDER where they are elsewhere.",
        "",
      ].join("\n"),
    );
  });

  test("says once what several cells were refused for, whatever their model and step", () => {
    const refused = (model: string, step: string) =>
      sheetCell({
        ...blocked,
        ...{ id: `${model}/${step}`, scenario: step, providerModelId: model, reason: "inference-profile" },
        reasonText: `${step}: HTTP 400 model ${model} needs a profile`,
      });
    const cells = [refused("one", "call"), refused("two", "call"), refused("two", "answer")];
    const text = render("github-summary", sheetOf(cells));
    expect(text).toContain("#### Not measured: 3\n");
    expect(text).toContain(
      "| `one/call`<br>`two/call`<br>`two/answer` | blocked; inference-profile: HTTP 400 model (the model id) needs a profile |",
    );
  });

  test("says of a night what was and what is", () => {
    const night = { ...quietNight, alarm: true, exitCode: 1 };
    const text = render("github-summary", sheetOf([failingCell({ night: cellNight("regressed") })], { night }));
    expect(text).toContain("### Night of 2026-11-28: 1 regressed, 0 not measured, of 1 cell\n");
    expect(text).toContain("| **gate** | alarm (exit 1); 2 cells compared; a false alarm in 2.0 % of nights |");
    expect(text).toContain(
      "| `kimi-k2.5/bedrock/converse/basic-chat` | 0/96 | 19/50 | 2026-11-27 to 2026-11-28 | p < 0.001 | empty-reply (silent) ×12; the request is the same, so the change is not ours |",
    );
  });

  test.each(["\u{1f600}".repeat(50), "|*_`<>".repeat(50)])(
    "16,000 red cells with names like %j take less than 900 KB, and all are counted",
    (name) => {
      const cells = Array.from({ length: 16_000 }, (_, at) =>
        failingCell({ scenario: `${name}${at}`, id: `${name}${at}`, findings: [{ ...emptyReply, seen: name }] }),
      );
      const messages = [...cells.map(() => "unexpected"), ...Array.from({ length: 500 }, () => name.repeat(5))];
      const text = render("github-summary", sheetOf(cells, { messages }));
      expect(Buffer.byteLength(text)).toBeLessThan(900_000);
      const rows = text.split("\n").filter((line) => line.startsWith("| `")).length;
      expect(text).toContain(`and ${16_000 - rows} more, in the reports`);
      expect(rows).toBeGreaterThan(500);
    },
  );
});

describe("badge", () => {
  const notMeasured = sheetOf([sheetCell(blocked)]);
  test.each([
    ["all is well", sheetOf([sheetCell()]), "1 passing", "brightgreen"],
    ["a cell fails", mixed, "1 failing, 1 not measured", "red"],
    ["a cell was not measured", sheetOf([sheetCell(), sheetCell(blocked)]), "1 passing, 1 not measured", "orange"],
    ["nothing was measured", notMeasured, "nothing measured", "lightgrey"],
    ["there is no cell", sheetOf([]), "nothing measured", "lightgrey"],
    ["a simulator answered", sheetOf([sheetCell()], { origin: "simulated" }), "simulated: 1 passing", "lightgrey"],
  ])("where %s", (_, sheet, message, color) => {
    expect(JSON.parse(render("badge-json", sheet))).toEqual({ schemaVersion: 1, label: "llm-parity", message, color });
    const svg = readXml(render("badge", sheet));
    expect(svg.attributes).toMatchObject({ role: "img", "aria-label": `llm-parity: ${message}` });
    expect(svg.children[0]).toMatchObject({ name: "title", text: `llm-parity: ${message}` });
  });
});

test("the same sheet gives the same bytes", () => {
  const text = hostileTexts
    .slice(0, 20)
    .map((one) => one.text)
    .join("\n");
  const names = ["junit", "ctrf", "csv", "openmetrics", "github", "github-summary", "badge", "badge-json"];
  expect(names.map((name) => render(name, hostileSheet(text)))).toEqual(
    names.map((name) => render(name, hostileSheet(text))),
  );
});

describe("hostile texts", () => {
  test.each(hostileTexts)("$name stays a text in every format", ({ text }) => {
    const sheet = hostileSheet(text);
    expect(() => validateStrict(JSON.parse(render("ctrf", sheet)))).not.toThrow();
    expect(render("ctrf", sheet)).not.toMatch(/\\u0000|\\ud[89a-f][0-9a-f]{2}/);
    expect(readCsv(render("csv", sheet)).map(({ length }) => length)).toEqual([54, 54, 54, 54, 54]);
    expect(
      readOpenMetrics(render("openmetrics", sheet)).filter(({ name }) => name === "llm_parity_cell_state"),
    ).toHaveLength(4);
    expect(readAnnotations(render("github", sheet)).map(({ kind }) => kind)).toEqual([
      "error",
      "error",
      "error",
      "warning",
      "warning",
    ]);
    readXml(render("badge", sheet));
    for (const name of ["csv", "openmetrics", "github", "github-summary"]) {
      expect(render(name, sheet)).not.toMatch(
        /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/,
      );
      expect(render(name, sheet).isWellFormed()).toBe(true);
    }
    const lines = render("github-summary", sheet).split("\n");
    expect(lines.filter((line) => /^\s*(::|##\[|##vso\[)/.test(line))).toEqual([]);
  });
});

test("a time or cost is the same number in every format: the value of the nearest rank", () => {
  const measures = {
    ...{ firstByteMs: [900, 100, 300, 200], totalMs: [1000, 4000, 2000, 3000] },
    ...{ usd: [0.004, 0.001, 0.003, 0.002], outputTokens: [1204, 7, 1500, 1300] },
  };
  const sheet = sheetOf([sheetCell({ measures, source: "live" })]);
  const [names = [], row = []] = readCsv(render("csv", sheet));
  const csv = (name: string) => Number(row[names.indexOf(name)]);
  const medians = readOpenMetrics(render("openmetrics", sheet)).filter(({ labels }) => labels["quantile"] === "0.5");
  const page = pageOf(sheet);
  const shown = (measure: string) => {
    const [, cells = ""] =
      new RegExp(`>${measure}</th><td class="n">4</td>((?:<td class="n">.*?</td>){5})`).exec(page) ?? [];
    return [...cells.matchAll(/>([^<]+)</g)].map(([, text]) => text);
  };
  expect([csv("headers_ms_p50"), csv("headers_ms_p90"), csv("trial_ms_p50")]).toEqual([200, 900, 2000]);
  expect(medians.map(({ value }) => value)).toEqual([0.2, 2]);
  expect(shown("first byte")).toEqual(["100 ms", "100 ms", "200 ms", "300 ms", "900 ms"]);
  expect(shown("whole trial")).toEqual(["1 s", "1 s", "2 s", "3 s", "4 s"]);
  expect(shown("cost")).toEqual(["$0.001", "$0.001", "$0.002", "$0.003", "$0.004"]);
  expect(shown("output tokens")).toEqual(["7", "7", "1204", "1300", "1500"]);
});
