import { groupBy } from "../../chat/group-by.js";
import { quantile } from "../../verdict/statistics/quantile.js";
import type { Sheet } from "../sheet/sheet.js";
import { measuredOf, sumOf } from "./measured.js";
import { type CellTest, cellTests } from "./outcomes.js";
import { shownText } from "./shown-text.js";

type Labels = { readonly [name: string]: string };
type Sample = { readonly suffix?: string; readonly labels: Labels; readonly value: number };

/** `unit`: the end of its name. */
type Family = {
  readonly name: string;
  readonly type: "counter" | "gauge" | "summary";
  readonly unit?: "seconds" | "usd";
  readonly help: string;
  readonly samples: readonly Sample[];
};

/**
 * A sheet as a text file in OpenMetrics 1.0 (prometheus.io/docs/specs/om, 2026-11-29). It has only the types that Prometheus's older text format
 * has too, so that node_exporter's textfile collector reads it. The counters are of this run, and begin anew in the next. Without a time: the
 * file's own is the run's.
 */
export function openMetrics(sheet: Sheet): string {
  const tests = cellTests(sheet);
  return [
    ...families(sheet, tests)
      .filter(({ samples }) => samples.length > 0)
      .map(familyText),
    "# EOF\n",
  ].join("");
}

function families(sheet: Sheet, tests: readonly CellTest[]): readonly Family[] {
  return [...runFamilies(sheet), ...cellFamilies(sheet, tests), ...gateFamilies(sheet)];
}

function runFamilies(sheet: Sheet): readonly Family[] {
  return [
    {
      name: "llm_parity_run_info",
      type: "gauge",
      help: "What was run; always 1.",
      samples: [{ labels: runLabels(sheet), value: 1 }],
    },
    {
      name: "llm_parity_run_start_timestamp_seconds",
      type: "gauge",
      unit: "seconds",
      help: "When the run was started, in Unix time.",
      samples: gauge(sheet.made.startedAt === null ? null : Date.parse(sheet.made.startedAt) / 1000),
    },
  ];
}

function cellFamilies(sheet: Sheet, tests: readonly CellTest[]): readonly Family[] {
  return [
    {
      name: "llm_parity_trials",
      type: "counter",
      help: "Trials of a cell by outcome: ok, bad, or excluded, which are no evidence about the model.",
      samples: tests.flatMap((test) => trialSamples(test, sheet)),
    },
    {
      name: "llm_parity_cell_state",
      type: "gauge",
      help: "What a cell is: passed, failed, error (not measured) or skipped; 1 for the state that it has.",
      samples: tests.map((test) => ({
        labels: { ...cellLabels(test, sheet), state: test.outcome.status, reason: test.outcome.why },
        value: 1,
      })),
    },
    {
      name: "llm_parity_response_headers_seconds",
      type: "summary",
      unit: "seconds",
      help: "Time to the response headers of the first request of a trial.",
      samples: summaries(tests, sheet, (cell) => measuredOf(cell).firstByteMs),
    },
    {
      name: "llm_parity_trial_seconds",
      type: "summary",
      unit: "seconds",
      help: "Time of all requests of a trial together.",
      samples: summaries(tests, sheet, (cell) => measuredOf(cell).totalMs),
    },
    {
      name: "llm_parity_cost_usd",
      type: "counter",
      unit: "usd",
      help: "What the trials cost, as providers report it.",
      samples: [...byPlace(tests, sheet)].flatMap(([, own]) => costSample(own, sheet)),
    },
  ];
}

function gateFamilies({ night }: Sheet): readonly Family[] {
  return [
    {
      ...gateFamily("false_alarm_rate", "Share of nights in which an unchanged cell is reported."),
      samples: gauge(night?.falseNights ?? null),
    },
    {
      ...gateFamily("alarm", "1: a cell or a column regressed, or a column has an incident."),
      samples: gauge(night === null ? null : Number(night.alarm)),
    },
    {
      ...gateFamily("not_measured", "1: a cell of the baseline was not measured."),
      samples: gauge(night === null ? null : Number(night.notMeasured)),
    },
    {
      ...gateFamily("compared_cells", "Cells that were compared with the baseline."),
      samples: gauge(night?.compared ?? null),
    },
  ];
}

function gateFamily(name: string, help: string) {
  return { name: `llm_parity_gate_${name}`, type: "gauge" as const, help };
}

function gauge(value: number | null): readonly Sample[] {
  return value === null ? [] : [{ labels: {}, value }];
}

function runLabels({ name, made, origin }: Sheet): Labels {
  const { mode, run, commit } = made;
  return {
    suite: name,
    mode,
    origin,
    run: run ?? "",
    commit: commit ?? "",
    version: made.versions["llm-parity"] ?? "",
  };
}

/** `cell` makes them unique. */
function cellLabels({ cell, suite, name }: CellTest, { columns, origin }: Sheet): Labels {
  const column = columns.find(({ id }) => id === cell.column);
  const place = { model: cell.model, provider: column?.provider ?? "", api: column?.api ?? "" };
  return { ...place, scenario: cell.scenario, cell: `${suite}/${name}`, origin };
}

function trialSamples(test: CellTest, sheet: Sheet): readonly Sample[] {
  const { ok, bad, excluded } = test.cell.trials;
  const counts = { ok, bad, excluded: Object.values(excluded).reduce((sum, n) => sum + n, 0) };
  const labels = cellLabels(test, sheet);
  return Object.entries(counts).map(([outcome, value]) => ({
    suffix: "_total",
    labels: { ...labels, outcome },
    value,
  }));
}

/** The cells of one target and client. */
function byPlace(tests: readonly CellTest[], sheet: Sheet): ReadonlyMap<string, CellTest[]> {
  return groupBy(tests, (test) => JSON.stringify(placeLabels(test, sheet)));
}

function placeLabels(test: CellTest, sheet: Sheet): Labels {
  const { model, provider, api } = cellLabels(test, sheet);
  const { suite, cell } = test;
  return {
    model: model ?? "",
    provider: provider ?? "",
    api: api ?? "",
    target: suite,
    client: cell.client,
    origin: sheet.origin,
  };
}

function summaries(
  tests: readonly CellTest[],
  sheet: Sheet,
  msOf: (cell: CellTest["cell"]) => readonly number[],
): readonly Sample[] {
  return [...byPlace(tests, sheet).values()].flatMap((own) => {
    const [first] = own;
    const seconds = own.flatMap(({ cell }) => msOf(cell)).map((ms) => ms / 1000);
    if (first === undefined || seconds.length === 0) return [];
    const labels = placeLabels(first, sheet);
    return [
      ...[0.5, 0.9, 0.99].map((share) => ({
        labels: { ...labels, quantile: String(share) },
        value: quantile(seconds, share) ?? 0,
      })),
      { suffix: "_sum", labels, value: sumOf(seconds) ?? 0 },
      { suffix: "_count", labels, value: seconds.length },
    ];
  });
}

function costSample(own: readonly CellTest[], sheet: Sheet): readonly Sample[] {
  const [first] = own;
  const usd = own.flatMap(({ cell }) => measuredOf(cell).usd);
  if (first === undefined || usd.length === 0) return [];
  return [{ suffix: "_total", labels: placeLabels(first, sheet), value: sumOf(usd) ?? 0 }];
}

function familyText({ name, type, unit, help, samples }: Family): string {
  const head = [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${help}`,
  ];
  const lines = samples.map(({ suffix = "", labels, value }) => `${name}${suffix}${labelText(labels)} ${value}`);
  return [...head, ...lines].map((line) => `${line}\n`).join("");
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** The name of a cell fits whole, so that no two become one. */
const mostLabel = 600;

function escaped(value: string): string {
  return shownText(value, { most: mostLabel }).replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}
