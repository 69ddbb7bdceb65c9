import type { Api } from "../../src/chat/api.js";
import { seededRandom } from "../../src/chat/seeded-random.js";
import type { Bundle } from "../../src/report/bundle.js";
import type { Sheet, SheetPoint } from "../../src/report/sheet/sheet.js";
import { sheetOfRun } from "../../src/report/sheet/sheet-of-run.js";
import type { Scenario } from "../../src/scenario/scenario.js";
import type { CellIdentity, Transcript } from "../../src/transcript/transcript.js";
import { compareWithKnown } from "../../src/verdict/baseline.js";
import { judgeCell } from "../../src/verdict/judge-cell.js";
import { buildMatrix, type Matrix } from "../../src/verdict/matrix/matrix.js";
import { cellKey } from "../../src/verdict/nights/cell-key.js";
import type { Verdict } from "../../src/verdict/verdict.js";
import { model, suite, target } from "../samples/matrices.js";
import { capabilities, says42, scenario, step } from "../samples/transcripts.js";
import { type BigKind, bigKinds, bigTrials } from "./big-trials.js";

/** How large the run is, and which share of its cells is of each kind; the rest is fine. Default: a plausible night. */
export type BigRunOptions = {
  readonly models?: number;
  readonly scenarios?: number;
  readonly seed?: number;
  readonly shares?: { readonly [kind in BigKind]?: number };
};

export type BigRun = { readonly bundle: Bundle; readonly transcripts: readonly Transcript[] };

/**
 * A run of 40 models × 10 columns × 40 scenarios: 16,000 cells, in which services refuse, models fail now and then or always, and some
 * columns are not offered. Each kind is judged once, and its verdict stands in every cell of the kind, since judging 16,000 cells takes
 * long. The same options give the same run.
 */
export function bigRun(options: BigRunOptions = {}): BigRun {
  const { models = 40, scenarios: rows = 40, seed = 17, shares = plausible } = options;
  const random = seededRandom(seed);
  const names = Array.from({ length: models }, (_, at) => `model-${at + 1}`);
  const targets = names.flatMap((name) => columns.map((column) => target(cellOf(name, column, ""))));
  const scenarios = Array.from({ length: rows }, (_, at) => scenarioOf(at));
  const judged = bigKinds.map(judgedKind);
  const verdicts: Verdict[] = [];
  const transcripts: Transcript[] = [];
  for (const { id } of scenarios) {
    const asked = judged.map((one) => ({ ...one, trials: one.trials.map((trial) => askedOf(trial, id)) }));
    for (const name of names)
      for (const column of columns) {
        const kind = kindAt(random(), shares);
        const cell = cellOf(name, column, id);
        for (const { verdict, trials, keepsTrials } of asked.filter((one) => one.kind === kind)) {
          verdicts.push({ ...verdict, cell });
          if (keepsTrials) transcripts.push(...trials.map((trial) => ({ ...trial, cell })));
        }
      }
  }
  const matrix = buildMatrix({
    ...{ verdicts, transcripts, targets, scenarios, models: names.map(model) },
    suite: { ...suite, name: "big", title: "A big run", unsupported: [] },
    known: compareWithKnown(verdicts, [], "2026-11-20"),
    generatedFrom: {
      mode: "live",
      command: "llm-parity run --live --suite big",
      date: "2026-11-20",
      versions: { "llm-parity": "0.1.0" },
    },
  });
  return { bundle: { matrix, blankReplies: [], known: [], ...commandsOf(matrix) }, transcripts };
}

/** The sheet of a run. `nights`: so many earlier ones have measured its cells, some of which had a bad trial. */
export function sheetOfBigRun({ bundle, transcripts }: BigRun, { nights = 0 } = {}): Sheet {
  const random = seededRandom(30);
  const asked = Array.from({ length: nights }, (_, at) =>
    new Date(Date.UTC(2026, 9, 21 + at)).toISOString().slice(0, 10),
  );
  const historyOf = () =>
    asked.map((night): SheetPoint => ({ night, state: "measured", eligible: 12, bad: random() < 0.05 ? 1 : 0 }));
  return sheetOfRun({
    ...{ bundle, transcripts, night: null, fileOf: () => `${runId}/journal.jsonl` },
    run: { id: runId, startedAt: "2026-11-20T02:00:00.000Z", commit: "0123abc" },
    history: new Map(bundle.matrix.verdicts.map(({ cell }) => [cellKey(cell), historyOf()])),
  });
}

const runId = "2026-11-20T02-00-00-000Z-ab12";

/** The commands of its cells, as a run has them. */
function commandsOf({ verdicts, attributions, tables }: Matrix) {
  const targetsOf = new Map(tables.map(({ model: { name }, columns: own }) => [name, own.map((one) => one.target)]));
  const run = (targets: readonly string[], asked: readonly string[]) =>
    [
      "llm-parity run --live --suite big",
      ...targets.map((id) => `--target ${id}`),
      ...asked.map((id) => `--scenario ${id}`),
    ].join(" ");
  return {
    cellCommands: verdicts.map(({ cell }) => run([cell.target], [cell.scenario])),
    explainCommands: verdicts.map(
      ({ cell }) => `llm-parity explain ${cellKey(cell).replace(/ .*/, "")} --run ${runId}`,
    ),
    nextCommands: verdicts.map((verdict) => {
      const { cell } = verdict;
      const attribution = attributions.get(verdict);
      const control = attribution?.party === "undetermined" ? attribution.missing[0]?.scenarios : undefined;
      if (control === undefined) return null;
      return {
        text: run(targetsOf.get(cell.model) ?? [], [cell.scenario, ...control]),
        price: "40 calls, at most $0.11",
      };
    }),
  };
}

/** Nearly a third of the cells has something to show. */
const plausible: NonNullable<BigRunOptions["shares"]> = {
  ...{ silent: 0.05, "wrong-answer": 0.04, flaky: 0.06, refused: 0.05, truncated: 0.03, "call-as-text": 0.04 },
  ...{ "not-run": 0.03, note: 0.02 },
};

type Column = Pick<CellIdentity, "provider" | "api" | "region" | "upstreamPin">;

const columns: readonly Column[] = [
  ...pair("openrouter", "chat-completions", { upstreamPin: "moonshotai" }),
  ...pair("moonshot", "chat-completions", {}),
  ...pair("bedrock", "converse", { region: "us-east-1" }),
  ...pair("bedrock", "converse", { region: "eu-west-1" }),
  ...pair("bedrock", "invoke-model", { region: "us-east-1" }),
];

/** The column of an API, and that of its streaming twin. */
function pair(
  provider: string,
  api: "chat-completions" | "converse" | "invoke-model",
  rest: Partial<Column>,
): Column[] {
  const apis: readonly Api[] = [api, `${api}-stream`];
  return apis.map((one) => ({ provider, api: one, region: null, upstreamPin: null, ...rest }));
}

function cellOf(name: string, column: Column, asked: string): CellIdentity {
  const { provider, api, region, upstreamPin } = column;
  const place = [region, upstreamPin].flatMap((one) => (one === null ? [] : [`@${one}`])).join("");
  const ids = { target: `${name}/${provider}/${api}${place}`, model: name, providerModelId: `vendor.${name}` };
  return { ...ids, ...column, scenario: asked, scenarioVersion: 1, client: "http" };
}

function scenarioOf(at: number): Scenario {
  return scenario([step("ask", [says42])], {
    ...{
      id: `scenario-${at + 1}`,
      title: `Scenario ${at + 1} (of a big run)`,
      file: `scenarios/scenario-${at + 1}.yaml`,
    },
    needs: at % 3 === 0 ? [] : ["tools"],
  });
}

function judgedKind(kind: BigKind) {
  const { trials, keepsTrials } = bigTrials(kind);
  return { kind, trials, keepsTrials, verdict: judgeCell(trials, scenario([step("ask", [says42])]), { capabilities }) };
}

/** The trial with a question of its own for each scenario: cells that ask the same are controls of each other. */
function askedOf(trial: Transcript, id: string): Transcript {
  const parts = [{ kind: "text", text: `What is 15 + 27? This is ${id}.` }] as const;
  const messages = [{ role: "user", parts, name: null }] as const;
  return { ...trial, turns: trial.turns.map((turn) => ({ ...turn, request: { ...turn.request, messages } })) };
}

function kindAt(share: number, shares: NonNullable<BigRunOptions["shares"]>): BigKind {
  let upTo = 0;
  for (const kind of bigKinds) {
    upTo += shares[kind] ?? 0;
    if (share < upTo) return kind;
  }
  return "fine";
}
