import type { Hypothesis } from "./hypothesis.js";
import { byFactor, byKind, cutByLimit, intermittent, lostByClient, otherUpstream } from "./judges.js";

/** The possible causes of a blank reply after a tool result, each with the public evidence and with what judges it by a run. */
export const hypotheses: readonly Hypothesis[] = [
  {
    id: "H1",
    cause: "model",
    statement:
      "The shape of the tool-call id in the history: Kimi's chat template writes the id into the prompt, and an id other than `functions.<name>:<index>` puts the model off its training distribution.",
    for: [
      {
        statement:
          "Kimi K2.5 on Bedrock's OpenAI-compatible endpoint, identical replayed context: native id 42 of 42 tool calls, `functions_Read_0` 0 of 22, `call_abc0` 4 of 6",
        source: "public log of a provider bake-off (repository unnamed)",
        date: "2026-08-07",
      },
      {
        statement:
          "`call_<hex>` ids in a 141-message history: 1 of 10 acted, mostly empty turns; ids normalised: 12 of 12",
        source: "getkimchi/kimchi#1063, #1066",
        date: "2026-08-19",
      },
      {
        statement: "about 87 % empty replies on tool follow-ups traced by their author to the id format",
        source: "MoonshotAI/Kimi-K2#128",
        date: "2026-05-01",
      },
    ],
    against: [
      {
        statement: "Converse accepted `functions.get_temperature:0` in a follow-up and Kimi K2 Thinking answered",
        source: "pydantic/pydantic-ai cassette test_bedrock_moonshotai_tool_call",
        date: "2026-07-07",
      },
    ],
    test: "run response-after-tool and response-after-native-id on the same target: only the id differs",
    judge: byFactor("id-form"),
  },
  {
    id: "H2",
    cause: "provider",
    statement: "The Converse translation layer: the same model answers over another API of the same provider.",
    for: [
      {
        statement:
          "two or three tool calls, then end_turn on Converse; the same model chains 14 and more over the OpenAI-compatible endpoint (no ablation of ids)",
        source: "anomalyco/opencode#13807, #13803",
        date: "2026-02-16",
      },
    ],
    against: [
      {
        statement: "Kimi K2.5 tool calling verified as working on Converse",
        source: "kortix-ai/suna#3706",
        date: "2026-06-23",
      },
    ],
    test: (bedrockApis) => `the same history and id over ${bedrockApis} and the OpenAI-compatible endpoints`,
    judge: byKind("api", "door"),
  },
  {
    id: "H3",
    cause: "provider",
    statement: "It is intermittent: a stall or an empty turn comes at some rate, not always.",
    for: [
      {
        statement: "10 identical tool-result requests over ConverseStream: 6 answered, 4 timed out after 15 s",
        source: "TRIBE-INC/claw-bench reports/bedrock-kimi-bug-proof.md",
        date: "2026-02-10",
      },
      {
        statement: "Kimi K2 Thinking wrote a call as text in 1 of 10 attempts, with recorded chunks",
        source: "vercel/ai#17714",
        date: "2026-07-22",
      },
    ],
    against: [
      {
        statement: "that call as text not reproduced in 3 of 3 attempts",
        source: "vercel/ai#17708",
        date: "2026-07-22",
      },
    ],
    test: "at least 10 trials a cell; a single trial is no rate",
    judge: intermittent,
  },
  {
    id: "H4",
    cause: "scenario",
    statement:
      "The token limit: a thinking model that is cut at 100 tokens has spent them on reasoning and shows no text.",
    for: [
      {
        statement: "the proof script of the comparison's own repository used maxTokens 100",
        source: "TRIBE-INC/claw-bench debug/test-consistency.mjs",
        date: "2026-02-10",
      },
    ],
    against: [],
    test: "read the finish reason: `max_tokens` is cut-by-max-tokens here, never empty-reply; every scenario sends its limit",
    judge: cutByLimit,
  },
  {
    id: "H5",
    cause: "client",
    statement:
      "The client lost it: reasoning filtered away, an exception frame swallowed, a dropped connection read as an end.",
    for: [
      {
        statement:
          "after tool results, a turn that stopped with more than 0 output tokens and has no text in its client's export (ap-southeast-2)",
        source: "anomalyco/opencode#15137",
        date: "2026-02-26",
      },
      {
        statement:
          "`payloads: []` is a member of what OpenClaw 2026.2.9 prints, not of a Bedrock body: it prints the same for a silent model, a cut, a body of zero bytes and a stall",
        source: "measured with OpenClaw 2026.2.9 and @mariozechner/pi-ai 0.52.9 against our simulator",
        date: "2026-11-28",
      },
      {
        statement:
          "the same client rewrites ids between providers: `functions.get_weather:0` from OpenRouter goes to Bedrock as `functions_get_weather_0`",
        source: "measured with @mariozechner/pi-ai 0.52.9 against our simulator",
        date: "2026-11-28",
      },
      {
        statement:
          "both official SDKs end silently on a zero-byte 200, on a stream without its last event, and on start and stop without content",
        source: "measured with @aws-sdk/client-bedrock-runtime 3.1162.0 and openai 6.49.0",
        date: "2026-11-20",
      },
    ],
    against: [],
    test: "record the bytes: each of the four streams has its own finding here",
    judge: lostByClient,
  },
  {
    id: "H6",
    cause: "provider",
    statement: "OpenRouter works because another upstream serves it, or because it normalises the history.",
    for: [
      {
        statement: "Moonshot's own endpoint rewrites the ids of a history before the model sees them",
        source: "MoonshotAI/kimi-code#3429; README of K2-Vendor-Verifier",
        date: "2026-09-02",
      },
    ],
    against: [],
    test: "pin OpenRouter to one upstream, and ask Moonshot directly with the same foreign ids",
    judge: otherUpstream,
  },
  {
    id: "H7",
    cause: "scenario",
    statement:
      "Reasoning is missing from the replayed history: with thinking on, Moonshot wants it beside every tool call.",
    for: [
      {
        statement: "thinking is enabled but reasoning_content is missing in assistant tool call message",
        source: "mastra-ai/mastra#12592; anomalyco/opencode#25758",
        date: "2026-02-01",
      },
    ],
    against: [
      {
        statement: "thinking.keep made no difference in the measured case",
        source: "MoonshotAI/Kimi-K2#128",
        date: "2026-05-01",
      },
    ],
    test: "run the scenario with `replay.reasoning: keep` and `drop`",
    judge: byFactor("reasoning-history"),
  },
];
