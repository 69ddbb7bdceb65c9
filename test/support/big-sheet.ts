import { seededRandom } from "../../src/chat/seeded-random.js";
import type { Sheet, SheetCell, SheetPoint } from "../../src/report/sheet/sheet.js";
import type { Attribution } from "../../src/verdict/attribution/attribution.js";

/** How large a sheet is. Default: 40 models × 10 columns × 40 scenarios with 30 nights, the 16,000 cells of a large night. */
export type BigSheetOptions = {
  readonly models?: number;
  readonly columns?: number;
  readonly scenarios?: number;
  readonly nights?: number;
  readonly seed?: number;
};

/** A sheet of made-up cells, of which one in eight needs a look; the same options give the same sheet. */
export function bigSheet(options: BigSheetOptions = {}): Sheet {
  const { models = 40, columns = 10, scenarios = 40, nights = 30, seed = 17 } = options;
  const random = seededRandom(seed);
  const list = <One>(length: number, make: (at: number) => One) => Array.from({ length }, (_, at) => make(at));
  const asked = list(nights, (at) => new Date(Date.UTC(2026, 9, 21 + at)).toISOString().slice(0, 10));
  const names = list(models, (at) => `model-${at}`);
  const places = list(columns, (at) => ({
    id: `provider-${at % 5} ${at < 5 ? "chat-completions" : "converse-stream"}`,
    provider: `provider-${at % 5}`,
    api: at < 5 ? "chat-completions" : "converse-stream",
    detail: "",
  }));
  const ids = list(scenarios, (at) => `scenario-${at}`);
  return {
    ...{
      kind: "run",
      name: "big",
      origin: "vendor",
      notice: null,
      stopped: null,
      pairs: [],
      night: null,
      messages: [],
    },
    made: {
      ...{ mode: "live", command: "llm-parity run --live --suite big", tested: null, recorded: null },
      ...{ run: "2026-11-20T02-00-00-000Z-ab12", startedAt: "2026-11-20T02:00:00.000Z", commit: "0123abc" },
      versions: { "llm-parity": "0.1.0" },
    },
    models: names.map((name) => ({ name, title: name, retired: null })),
    columns: places,
    scenarios: ids.map((id, at) => ({
      id,
      title: `Scenario ${at}`,
      tags: at % 3 === 0 ? ["chat"] : ["chat", "tools"],
    })),
    cells: names.flatMap((model) =>
      ids.flatMap((scenario) => places.map((column) => cellOf({ model, column, scenario, asked, random }))),
    ),
  };
}

type Made = {
  readonly model: string;
  readonly column: Sheet["columns"][number];
  readonly scenario: string;
  readonly asked: readonly string[];
  readonly random: () => number;
};

function cellOf({ model, column, scenario, asked, random }: Made): SheetCell {
  const target = `${model}/${column.provider}/${column.api}`;
  const luck = random();
  const bad = luck < 0.02 ? 12 : luck < 0.12 ? 1 + Math.floor(random() * 6) : 0;
  const isBlocked = luck > 0.96;
  const observed = isBlocked ? "blocked" : bad === 12 ? "bad" : bad > 0 ? "mixed" : "ok";
  const eligible = isBlocked ? 0 : 12;
  const times = isBlocked ? [] : Array.from({ length: 12 }, () => Math.round(400 + 4000 * random() ** 3));
  return {
    ...{ id: `${target}/${scenario}`, model, column: column.id, scenario, target, observed },
    ...{ client: "sdk", providerModelId: `vendor.${model}`, region: "us-east-1", upstreamPin: null, simulated: false },
    claim: bad === 12 ? "fail" : null,
    sign: bad === 12 ? "❌" : bad > 0 ? "~" : isBlocked ? "△" : "✓",
    trials: {
      ...{ attempted: 12, eligible, bad, ok: eligible - bad, excluded: isBlocked ? { throttled: 12 } : {} },
      interval: isBlocked ? null : [bad / 20, Math.min(1, 0.22 + bad / 14)],
      intervalKind: "clopper-pearson one-sided 95 %",
    },
    ...{ distinctReplies: eligible - 2, upstreams: [], source: "live", isPrivate: false },
    findings: bad === 0 ? [] : [findingOf(bad, random)],
    reason: isBlocked ? "throttled" : null,
    reasonText: isBlocked ? "HTTP 429 Too many requests, please wait before trying again." : null,
    attribution: bad === 0 ? null : attributionOf(target, scenario, bad),
    known: bad === 0 ? null : { state: "unexpected", bugs: [] },
    night: null,
    history: asked.map(
      (night): SheetPoint => ({ night, state: "measured", eligible: 12, bad: random() < 0.05 ? 1 : 0 }),
    ),
    command: `llm-parity run --live --suite big --target ${target} --scenario ${scenario}`,
    explain: `llm-parity explain ${target}/${scenario} --run 2026-11-20T02-00-00-000Z-ab12`,
    ...{ recordedAt: "2026-11-20T02:00:00.000Z", file: "2026-11-20T02-00-00-000Z-ab12/journal.jsonl" },
    requestIds: times.map(() => hex(random, 20)),
    measures: { firstByteMs: times, totalMs: times.map((one) => one * 2), usd: [], outputTokens: times.map(() => 40) },
    says: [`${observed}: every eligible trial as expected`, "no claim: inconclusive, 12 eligible trials"],
    judged: times.map((ms, at) => ({
      ...{ trial: at + 1, outcome: at < bad ? "bad" : "ok", reason: null, upstream: null, requestId: hex(random, 20) },
      findings: at < bad ? [{ id: "empty-reply", cause: "silent", severity: "bad" }] : [],
      ...{ firstByteMs: ms, totalMs: 2 * ms, outputTokens: 40 },
    })),
  };
}

function findingOf(n: number, random: () => number): SheetCell["findings"][number] {
  const id = (["empty-reply", "wrong-answer", "tool-call-as-text", "truncated"] as const)[Math.floor(random() * 4)];
  return {
    ...{ id: id ?? "empty-reply", cause: null, severity: "bad", n, step: "answer", trial: 1 },
    seen: `no text, no call; finish end_turn; ${Math.floor(random() * 200)} output tokens reported`,
    checks: ["reply/not-empty"],
    rule: { severity: "must", source: "OpenAI API (openai-node 6.49.0): ChatCompletionMessage", date: "2026-11-04" },
  };
}

function attributionOf(target: string, scenario: string, bad: number): Attribution {
  return {
    ...{
      party: "undetermined",
      standing: null,
      leans: "provider-serving",
      rule: "no-control",
      mark: null,
      decides: null,
    },
    sentence: "The comparisons made here do not decide it.",
    for: [`${scenario} on ${target}: ${12 - bad} of 12 ok; empty-reply in ${bad}.`],
    ...{ against: [], exonerated: [], controls: [] },
    missing: [
      {
        control: `the same request over another API of the provider (${target.replace("converse", "invoke-model")})`,
        ...{ tells: "the translation from the rest", calls: 10 },
      },
    ],
  };
}

function hex(random: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(16 * random()).toString(16)).join("");
}
