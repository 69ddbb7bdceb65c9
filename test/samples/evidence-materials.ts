import type { Message } from "../../src/chat/message.js";
import type { Reply } from "../../src/chat/reply.js";
import type { Target } from "../../src/chat/target.js";
import { noQuirks } from "../../src/chat/unset.js";
import type { Scenario } from "../../src/scenario/scenario.js";
import type { CellIdentity, Provenance, Transcript } from "../../src/transcript/transcript.js";
import { attributeCells } from "../../src/verdict/attribution/attribute-cells.js";
import type { ControlKind } from "../../src/verdict/attribution/attribution.js";
import { testHypotheses } from "../../src/verdict/attribution/hypotheses/test-hypotheses.js";
import type { CaseFacts } from "../../src/verdict/evidence/case-facts.js";
import { claimsOf } from "../../src/verdict/evidence/claims.js";
import { controlValue } from "../../src/verdict/evidence/control-value.js";
import { type CaseCell, callsOf, cellName } from "../../src/verdict/evidence/evidence-calls.js";
import { type AgainCall, experimentResult } from "../../src/verdict/evidence/experiment-result.js";
import type { Arm, FrameFact, Material, WireFacts } from "../../src/verdict/evidence/material.js";
import { judgeCell } from "../../src/verdict/judge-cell.js";
import { target as targetOf } from "./matrices.js";
import {
  capabilities,
  cell as cellOf,
  noCalls,
  recorded,
  reply,
  scenario as scenarioOf,
  step,
  transcript,
  turn,
  usage,
  usesWeather,
} from "./transcripts.js";

/** Materials of bundles, made of transcripts and wire facts written by hand. */

/** One cell of a made case. `replies`: one a trial. */
type MadeCell = {
  readonly identity?: Partial<CellIdentity>;
  readonly target?: Partial<Target>;
  readonly callId?: string;
  readonly scenario?: Partial<Scenario>;
  readonly source?: Provenance["source"];
  readonly replies: readonly Reply[];
  readonly wire?: Partial<WireFacts>;
  readonly body?: string;
};

/** The working side, and what is between it and the failing one. */
type MadeWorking = MadeCell & { readonly kind: ControlKind; readonly differs: string };

type MadeCase = {
  readonly failing: MadeCell;
  readonly working?: MadeWorking;
  readonly controls?: readonly MadeCell[];
  readonly again?: readonly AgainCall[];
  readonly facts?: Partial<CaseFacts>;
  readonly change?: Partial<Material>;
};

/** A reply without text and call, as Converse ends it; each with an id of its own. */
export function silent(n: number, change: Partial<Reply> = {}): Reply {
  return reply([], { requestId: `req-silent-${n}`, usage: { ...usage(0), raw: { outputTokens: 0 } }, ...change });
}

/** A reply that uses the tool's result. */
export function answer(n: number, change: Partial<Reply> = {}): Reply {
  return reply([{ kind: "text", text: `It is 65 and sunny. (${n})` }], { requestId: `req-answer-${n}`, ...change });
}

export function many(n: number, make: (n: number) => Reply): readonly Reply[] {
  return Array.from({ length: n }, (_, at) => make(at + 1));
}

const kimiIds = {
  form: "functions.<name>:<index>",
  example: "functions.get_weather:0",
  ...{ source: "MoonshotAI/Kimi-K2#128", date: "2026-05-20" },
};

/** The history after a tool result, with this call id and a reference of its own. */
export function history(callId: string): readonly Message[] {
  return [
    { role: "user", parts: [{ kind: "text", text: "[ref 0a1b2c] Weather in SF?" }], name: null },
    {
      role: "assistant",
      parts: [{ kind: "tool-call", id: callId, name: "get_weather", argumentsText: '{"location":"San Francisco"}' }],
      name: null,
    },
    {
      role: "tool",
      toolCallId: callId,
      toolName: "get_weather",
      parts: [{ kind: "text", text: "65°F, Sunny" }],
      status: "success",
    },
  ];
}

export const converseFrames: readonly FrameFact[] = [
  { offset: 0, length: 120, name: "messageStart", payload: '{"role":"assistant"}' },
  { offset: 120, length: 130, name: "messageStop", payload: '{"stopReason":"end_turn"}' },
  { offset: 250, length: 228, name: "metadata", payload: '{"usage":{"outputTokens":0}}' },
];

const converseWire: WireFacts = {
  method: "POST",
  url: "https://bedrock-runtime.us-east-1.amazonaws.com/model/moonshotai.kimi-k2.5/converse-stream",
  host: "bedrock-runtime.us-east-1.amazonaws.com",
  startedAt: "2026-11-28T10:00:00.000Z",
  endedAt: "2026-11-28T10:00:01.250Z",
  status: 200,
  headers: [
    ["content-type", "application/vnd.amazon.eventstream"],
    ["x-amzn-requestid", "req-silent-1"],
  ],
  end: "eof",
  request: { sizeBytes: 720, sha256: "aa".repeat(32) },
  reply: { sizeBytes: 478, sha256: "bb".repeat(32) },
  frames: converseFrames,
};

/** Kimi on OpenRouter, streamed, with this pin. */
export function onOpenrouter(pin: string | null): Partial<CellIdentity> {
  return {
    target: `kimi-k2.5/openrouter/chat-completions-stream${pin === null ? "" : `@${pin}`}`,
    provider: "openrouter",
    api: "chat-completions-stream",
    providerModelId: "moonshotai/kimi-k2.5",
    region: null,
    upstreamPin: pin,
  };
}

export const sseFrames: readonly FrameFact[] = [
  { offset: 0, length: 200, name: "data", payload: 'data: {"choices":[{"delta":{"content":""}}]}' },
  { offset: 200, length: 150, name: "finish", payload: 'data: {"choices":[{"finish_reason":"stop"}]}' },
  { offset: 350, length: 14, name: "[DONE]", payload: "data: [DONE]" },
];

export const openrouterWire: Partial<WireFacts> = {
  url: "https://openrouter.ai/api/v1/chat/completions",
  host: "openrouter.ai",
  headers: [["content-type", "text/event-stream"]],
  reply: { sizeBytes: 364, sha256: "cc".repeat(32) },
  frames: sseFrames,
};

/** Ten silent replies of Kimi on Converse. */
export const tenSilent: MadeCell = { replies: many(10, silent) };

/** The same with native ids: ten answers. */
export const tenNative: MadeWorking = {
  kind: "factor",
  differs: "id-form",
  callId: "functions.get_weather:0",
  scenario: { id: "sample-native", title: "A sample with native ids" },
  replies: many(10, answer),
};

/** The material of a case. Verdicts, claims and attribution are computed as for a real one. */
export function madeMaterial({ failing, working, controls = [], again, facts, change }: MadeCase): Material {
  const made = [
    { role: "failing" as const, cell: failing },
    ...(working === undefined ? [] : [{ role: "working" as const, cell: working }]),
    ...controls.map((one) => ({ role: "control" as const, cell: one })),
  ].map((one, at) => ({ ...one, ...cellParts(one.cell, at) }));
  const cells = made.map(({ role, verdict, transcripts }): CaseCell => ({ role, verdict, transcripts }));
  const transcripts = made.flatMap((one) => one.transcripts);
  const attributions = attributeCells({
    verdicts: made.map(({ verdict }) => verdict),
    transcripts,
    scenarios: made.map(({ scenario }) => scenario),
    targets: made.map(({ target }) => target),
    run: "run-1",
  });
  const [first, second] = made;
  const attribution = first === undefined ? undefined : attributions.get(first.verdict);
  if (first === undefined || attribution === undefined) throw new TypeError("the made cell does not fail");
  const calls = callsOf(cells);
  const experiment = again === undefined ? null : experimentResult(again);
  const claims = claimsOf(calls, { controls: attribution.controls, experiment });
  const control = second === undefined || working === undefined ? null : armOf("working", second);
  return {
    facts: { ...factsOf(made, working, first.verdict.provenance?.source ?? "live"), ...facts },
    failing: armOf("failing", first),
    working: control,
    attribution,
    controls: attribution.controls.map((reading, at) => {
      const claim = claims.find(({ id }) => id === `control-${at + 1}`);
      const cell = cells.find(({ verdict }) => cellName(verdict.cell) === reading.of);
      if (claim === undefined) throw new TypeError("a control without a claim");
      return { reading, claim, value: cell === undefined ? null : controlValue(reading, cell, {}) };
    }),
    calls,
    claims,
    experiment,
    equivalence: null,
    difference: null,
    clientViews: null,
    hypotheses: testHypotheses(new Map([[first.verdict, attribution]]), transcripts),
    chat: null,
    twins: { commands: ["sh twins/curl.sh", "python3 twins/boto3.py"], symptom: "EMPTY", refused: [] },
    ...change,
  };
}

type Parts = ReturnType<typeof cellParts>;

function cellParts(made: MadeCell, at: number) {
  const { identity = {}, callId = "callSF001", replies, source = "live" } = made;
  const scenario = scenarioOf([step("ask", [usesWeather, noCalls])], { ...made.scenario });
  const cell = { ...cellOf, scenario: scenario.id, ...identity };
  const target: Target = {
    ...targetOf(cell),
    auth: cell.provider === "bedrock" ? "bedrock" : "bearer",
    quirks: { ...noQuirks, nativeCallIds: [kimiIds] },
    ...made.target,
  };
  const transcripts: readonly Transcript[] = replies.map((one, trial) =>
    transcript([turn("ask", one, { messages: history(callId) })], {
      cell,
      trial: trial + 1,
      provenance: { ...recorded, source, recordedAt: `2026-11-28T10:0${at}:${String(trial).padStart(2, "0")}.000Z` },
    }),
  );
  const verdict = judgeCell(transcripts, scenario, { capabilities, upstreamName: target.upstreamName });
  return { made, scenario, target, transcripts, verdict };
}

function armOf(name: Arm["name"], { made, scenario, target, transcripts, verdict }: Parts): Arm {
  const [first] = transcripts;
  const shown = first?.turns[0];
  if (first === undefined || shown === undefined) throw new TypeError("no call to show");
  return {
    name,
    verdict,
    target,
    scenario,
    trial: first.trial,
    turn: shown,
    wire: { ...converseWire, ...made.wire },
    body: made.body ?? '{"inferenceConfig":{"maxTokens":256}}',
  };
}

function factsOf(made: readonly Parts[], working: MadeWorking | undefined, source: Provenance["source"]): CaseFacts {
  const [first, second] = made;
  const shown = ({ verdict: { cell } }: Parts) => ({
    ...{ target: cell.target, scenario: cell.scenario, client: cell.client, trial: 1, step: "ask", exchange: 0 },
  });
  if (first === undefined) throw new TypeError("no failing cell");
  return {
    schemaVersion: 1,
    program: "0.1.0",
    madeAt: "2026-11-29T10:00:00.000Z",
    mark: source === "authored" ? "DEMO" : source === "simulated" ? "SIMULATED" : null,
    run: "run-1",
    failing: shown(first),
    working:
      second === undefined || working === undefined
        ? null
        : { ...shown(second), kind: working.kind, differs: working.differs },
    cells: made.map((one, at) => {
      const { target, scenario, client } = shown(one);
      return { role: at === 0 ? "failing" : "control", target, scenario, client, file: `control-${at}.har` };
    }),
    targets: made.map(({ target }) => target),
    sequential: null,
    history: null,
    environment: { versions: { undici: "7.0.0" }, system: "linux x64", clients: "our own client", retries: 0 },
    account: null,
    redacted: [],
  };
}

/** Pairs asked in turns: in each, whether the failing and the working request were bad. */
export function asked(pairs: readonly (readonly [failing: boolean, working: boolean])[]): readonly AgainCall[] {
  return pairs.flatMap(([failing, working], at) =>
    (["failing", "working"] as const).map((arm, side) => {
      const isBad = arm === "failing" ? failing : working;
      return {
        call: at * 2 + side + 1,
        pair: at + 1,
        arm,
        outcome: isBad ? ("bad" as const) : ("ok" as const),
        reason: null,
        findings: isBad ? ["empty-reply"] : [],
        startedAt: "2026-11-29T09:00:00.000Z",
        requestId: `again-${at + 1}-${arm}`,
        upstream: null,
        status: 200,
        entry: at * 2 + side,
      };
    }),
  );
}
