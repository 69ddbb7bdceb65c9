import { keywords } from "../../scripts/schema-scenarios/keywords.js";
import { idOf } from "../../scripts/schema-scenarios/scenario-text.js";
import type { ApiName, Seeded } from "./catalogue.js";

type Parameter = Extract<
  NonNullable<Seeded["behaviour"]["faults"]>[number],
  { readonly fault: "ignore-parameter" }
>["parameter"];

/** A service that accepts a parameter and does nothing about it. `ok`: a note, where the vendor promises only its best effort. */
type Row = {
  readonly parameter: Parameter;
  readonly scenario: string;
  readonly label: string;
  readonly apis: readonly ApiName[];
  readonly isNote?: true;
  /** What else is found, in each reply. */
  readonly beside?: string;
  /** A base that differs by chance needs more trials than five. */
  readonly trials?: number;
  readonly model?: string;
};

const chat = ["chat", "chat-stream"] as const;
const converse = ["converse", "converse-stream"] as const;
const invoke = ["invoke", "invoke-stream"] as const;
const responses = ["responses", "responses-stream"] as const;
const messages = ["messages", "messages-stream"] as const;
const both = [...responses, ...messages] as const;
const sampled = { isNote: true, trials: 22 } as const;
const claude = { model: "claude-haiku-4.5" } as const;

/** Each parameter on every API that has a place for it. Kimi's InvokeModel body takes fewer of them than Claude's. */
const rows: readonly Row[] = [
  {
    parameter: "stopSequences",
    scenario: "effect-stop",
    label: "stopSequences",
    apis: [...chat, ...converse, ...messages],
  },
  { parameter: "stopSequences", scenario: "effect-stop", label: "stopSequences", apis: invoke, ...claude },
  {
    parameter: "maxOutputTokens",
    scenario: "effect-max-tokens",
    label: "maxOutputTokens",
    apis: [...chat, ...converse, ...invoke, ...both],
  },
  {
    ...sampled,
    parameter: "temperature",
    scenario: "effect-temperature",
    label: "temperature 0",
    apis: [...chat, ...converse, ...invoke, ...both],
  },
  {
    ...sampled,
    parameter: "topP",
    scenario: "effect-top-p",
    label: "topP 0.01",
    apis: [...chat, ...converse, ...invoke, ...both],
  },
  {
    ...sampled,
    parameter: "topK",
    scenario: "effect-top-k",
    label: "topK 1",
    apis: [...chat, ...converse, ...messages],
  },
  { ...sampled, ...claude, parameter: "topK", scenario: "effect-top-k", label: "topK 1", apis: invoke },
  { ...sampled, parameter: "seed", scenario: "effect-seed", label: "seed", apis: chat },
  {
    parameter: "frequencyPenalty",
    scenario: "effect-frequency-penalty",
    label: "frequencyPenalty",
    apis: chat,
  },
  {
    parameter: "presencePenalty",
    scenario: "effect-presence-penalty",
    label: "presencePenalty",
    apis: chat,
    isNote: true,
  },
  {
    parameter: "parallelToolCalls",
    scenario: "effect-parallel-calls",
    label: "parallelToolCalls false",
    apis: [...chat, ...both],
  },
  {
    ...claude,
    parameter: "parallelToolCalls",
    scenario: "effect-parallel-calls",
    label: "parallelToolCalls false",
    apis: [...converse, ...invoke],
  },
  {
    parameter: "toolChoice",
    scenario: "effect-tool-choice-none",
    label: "toolChoice none",
    apis: [...chat, ...invoke, ...both],
    beside: "choice-ignored (none)",
  },
  {
    parameter: "toolChoice",
    scenario: "effect-tool-choice-required",
    label: "toolChoice required",
    apis: [...chat, ...converse, ...both],
    beside: "choice-ignored (required)",
  },
  {
    ...claude,
    parameter: "toolChoice",
    scenario: "effect-tool-choice-required",
    label: "toolChoice required",
    apis: invoke,
    beside: "choice-ignored (required)",
  },
  {
    parameter: "toolChoice",
    scenario: "effect-tool-choice-named",
    label: "toolChoice named",
    apis: [...chat, ...converse, ...invoke, ...both],
    beside: "choice-ignored (tool)",
  },
  {
    parameter: "responseFormat",
    scenario: "effect-json-object",
    label: "responseFormat json-object",
    apis: [...chat, ...invoke, ...responses],
    beside: "output-invalid (not-json)",
  },
  {
    parameter: "responseFormat",
    scenario: "effect-json-schema",
    label: "responseFormat json-schema",
    apis: [...chat, ...converse, ...invoke, ...both],
    beside: "output-invalid (not-json)",
  },
  {
    ...sampled,
    parameter: "temperature",
    scenario: "repeat-same-reply",
    label: "repeat: same reply",
    apis: [...chat, ...converse, ...invoke, ...both],
  },
  {
    parameter: "logprobs",
    scenario: "effect-logprobs",
    label: "logprobs",
    apis: [...chat, ...responses],
    beside: "logprobs-missing (none)",
  },
  {
    parameter: "reasoning",
    scenario: "effect-reasoning-effort",
    label: "reasoning effort low",
    apis: [...chat, ...responses],
  },
  { parameter: "reasoning", scenario: "effect-reasoning-off", label: "reasoning off", apis: [...chat, ...responses] },
];

/** A service that reports what came from its cache, and caches nothing. */
const uncached: Seeded = {
  id: "a repeated prompt is not cached",
  ...{ scenario: "repeat-cached", apis: [...chat, ...both], trials: 5, behaviour: {} },
  note: ["parameter-ignored (repeat: cached)"],
};

const ignoring: readonly Seeded[] = rows.map(
  ({ parameter, scenario, label, apis, isNote, beside, trials = 5, model }) => {
    const found = [`parameter-ignored (${label})`, ...(beside === undefined ? [] : [beside])];
    return {
      id: `${label} is ignored${model === undefined ? "" : `, ${model}`}`,
      ...{ scenario, apis, trials },
      behaviour: {
        ...(model === undefined ? {} : { family: "anthropic" as const }),
        faults: [{ fault: "ignore-parameter", parameter }],
      },
      ...(model === undefined ? {} : { model }),
      ...(isNote === true ? { note: found } : { bad: found }),
    };
  },
);

/** Keywords that no check of the output alone finds broken: they only annotate. */
const unread = ["format"];

/** A service that takes a schema and does not hold its reply to it. */
const schemas: readonly Seeded[] = keywords.map((one) => ({
  id: `the keyword ${one.keyword} is ignored`,
  ...{ scenario: idOf(one), apis: [...chat, ...converse, ...invoke, ...both], trials: 5 },
  behaviour: { faults: [{ fault: "ignore-parameter", parameter: "responseFormat" }] },
  bad: [`parameter-ignored (${one.keyword})`, ...(unread.includes(one.keyword) ? [] : ["output-invalid"])],
}));

/** Parameters that are accepted and have no effect. */
export const ignoredParameters: readonly Seeded[] = [...ignoring, uncached, ...schemas];

/** The scenarios that compare parameters, but for the cache, which a service need not have. */
export const comparing: readonly string[] = [...new Set(rows.map(({ scenario }) => scenario))];
