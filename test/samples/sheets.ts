import type { Sheet, SheetCell, SheetFinding, SheetNight } from "../../src/report/sheet/sheet.js";

/** A cell of twelve good trials of Kimi on Bedrock, with what a test changes. */
export function sheetCell(change: Partial<SheetCell> = {}): SheetCell {
  const target = change.target ?? "kimi-k2.5/bedrock/converse";
  const scenario = change.scenario ?? "basic-chat";
  return {
    id: `${target}/${scenario}`,
    model: "kimi-k2.5",
    column: "bedrock converse",
    scenario,
    target,
    client: "sdk",
    providerModelId: "moonshotai.kimi-k2.5",
    region: "us-east-1",
    upstreamPin: null,
    observed: "ok",
    claim: "pass",
    simulated: false,
    sign: "✅",
    trials: trialsOf(12, 0),
    distinctReplies: 12,
    findings: [],
    upstreams: [],
    reason: null,
    reasonText: null,
    attribution: null,
    known: null,
    night: null,
    history: [],
    command: `llm-parity run --live --target ${target} --scenario ${scenario}`,
    explain: `llm-parity explain ${target}/${scenario} --run one`,
    source: "live",
    recordedAt: "2026-11-28T02:00:00.000Z",
    file: "one/journal.jsonl",
    requestIds: ["req-1"],
    measures: { firstByteMs: [100, 200], totalMs: [1000, 2500], usd: [0.001, 0.002], outputTokens: [5, 7] },
    isPrivate: false,
    ...change,
  };
}

export function trialsOf(eligible: number, bad: number): SheetCell["trials"] {
  const interval = eligible === 0 ? null : ([0.1, 0.9] as const);
  return { attempted: eligible, eligible, ok: eligible - bad, bad, excluded: {}, interval, intervalKind: "exact" };
}

/** An empty reply in all trials, which known.yaml does not expect. */
export function failingCell(change: Partial<SheetCell> = {}): SheetCell {
  return sheetCell({
    observed: "bad",
    claim: "fail",
    sign: "❌",
    trials: trialsOf(12, 12),
    findings: [emptyReply],
    known: { state: "unexpected", bugs: [] },
    ...change,
  });
}

export const emptyReply: SheetFinding = {
  id: "empty-reply",
  cause: "silent",
  severity: "bad",
  n: 12,
  seen: "no text, no call",
  step: "ask",
  trial: 1,
  checks: ["text/not-empty"],
  rule: { severity: "must", source: "a document", date: "2026-02-10" },
};

export const quietNight: SheetNight = {
  ...{ id: "2026-11-28", compared: 2, falseNights: 0.02, alarm: false, notMeasured: false, exitCode: 0, columns: [] },
};

/** What a gate says of a cell that was good before. */
export function cellNight(state: NonNullable<SheetCell["night"]>["state"]): NonNullable<SheetCell["night"]> {
  return {
    state,
    since: ["2026-11-27", "2026-11-28"],
    lastGood: "2026-11-26",
    changed: "the request is the same, so the change is not ours",
    worse: 0.0000003,
    baseline: { eligible: 96, bad: 0 },
    tonight: { eligible: 50, bad: 19 },
  };
}

export function sheetOf(cells: readonly SheetCell[], change: Partial<Sheet> = {}): Sheet {
  const unique = (values: readonly string[]) => [...new Set(values)];
  return {
    kind: "run",
    name: "current",
    origin: "vendor",
    notice: null,
    made: {
      ...{ mode: "live", command: "llm-parity run --live", tested: null, run: "one", commit: null },
      ...{ startedAt: "2026-11-28T02:00:00.000Z", recorded: null, versions: { "llm-parity": "0.1.0" } },
    },
    stopped: null,
    models: unique(cells.map(({ model }) => model)).map((name) => ({ name, title: name, retired: null })),
    columns: unique(cells.map(({ column }) => column)).map((id) => ({
      id,
      provider: "bedrock",
      api: "converse",
      detail: "",
    })),
    scenarios: unique(cells.map(({ scenario }) => scenario)).map((id) => ({ id, title: id, tags: ["chat"] })),
    cells,
    pairs: [],
    night: null,
    messages: [],
    ...change,
  };
}
