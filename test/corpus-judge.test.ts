import { beforeAll, describe, expect, test } from "vitest";
import type { ExchangeVerdict } from "../src/verdict/observed/judge-exchange.js";
import { corpusTitle, hasCorpus, readCorpus } from "./support/corpus.js";
import { countOfWords, findingsNamed, judgedCorpus } from "./support/judged-corpus.js";

/** Every instance of a bad finding was looked at by hand in its bytes (2026-11-21); beside each count, what was seen. */
const badFindings = {
  // Llama 3.3 wrote `{}{"location": "Paris, France"}`.
  "arguments-invalid-json": 1,
  // Gemini's OpenAI endpoint sends `"id": ""`.
  "call-id-missing (blank)": 1,
  // Nova Micro on Converse, toolChoice any, after a tool result: end_turn with a text and no call (pydantic-ai, structured output).
  "choice-ignored (required)": 1,
  // OpenRouter, GPT-4o mini and 4.1 mini, whole and streamed: `n: 2` was asked, one choice came (rig's terminal metadata matrix).
  "choices-missing": 8,
  // 41: stopped inside a call (rig's truncation matrices: DeepSeek, GPT-4o and 4.1 with limits of 16 to 112 tokens). 16 more:
  // the same matrix on OpenRouter, whose finish says tool_calls over a native length or max_output_tokens. 23: no
  // text and no call yet, only reasoning or nothing (DeepSeek at 1, 12 and 16 tokens, Qwen and GLM at 96, gpt-5 at 100 and
  // 150, gpt-oss and others on OpenRouter at 2,000). 2 more on Responses: gpt-5.6 at 16 and 32 tokens, before a text and inside a call.
  "cut-by-max-tokens": 82,
  // Claude Haiku 4.5 on OpenRouter, upstream Amazon Bedrock, tool_choice none: content null, 9 tokens.
  "empty-reply (parser-ate-it)": 1,
  // prism's fixture `structured-empty-content`: content "", 0 tokens; its id says that it was written by hand.
  "empty-reply (silent)": 1,
  // Claude on InvokeModel, 2024: the first thing that it wrote was the stop sequence "\n\nHuman:".
  "empty-reply (stop-sequence)": 1,
  // OpenRouter answered 200 with an error object of its upstream Venice.
  "error-in-200 (unavailable)": 1,
  // Bedrock guardrails: the text is the guardrail's, or names are masked ({ADDRESS}).
  filtered: 10,
  // OpenRouter, Minimax: a chunk with finish length, then one with an error.
  "midstream-error (after-finish)": 1,
  // Groq: `tool_use_failed` inside a stream.
  "midstream-error (model-error)": 2,
  // Groq: `tool_use_failed` as HTTP 400.
  "model-error": 2,
  // pydantic-ai's demo endpoint: JSON without choices; plain text.
  protocol: 2,
  // Qwen3-32B on Converse: a reasoning block, end_turn, no text.
  "reasoning-only": 1,
  // OpenAI models through OpenRouter, the `refusal` member, content null.
  refusal: 18,
  // Beyond the context window on Bedrock, DeepSeek, OpenRouter and OpenAI's Responses.
  "request-refused (context-overflow)": 4,
  // gpt-oss has no images (2), an empty list of messages, no web search.
  "request-refused (invalid-request)": 4,
  // DeepSeek takes no media parts and no forced choice while thinking (9); o1-mini no system role (2); gpt-5 no max_tokens.
  "request-refused (parameter-unsupported)": 10,
  "request-refused (tools-with-reasoning)": 2,
};

const noteFindings = {
  // Calls of tools that require nothing: no arguments member, and "".
  "arguments-empty (absent)": 1,
  "arguments-empty (empty-text)": 1,
  // vercel's decoded events of ConverseStream, kept from their first block on.
  "block-broken (message-start-missing)": 10,
  // Text that stops at the limit that was asked for: every one has text and no call.
  "cut-by-max-tokens": 134,
  // Cohere on InvokeModel: a stream of one event with the whole text, for a body that did not ask for pieces.
  buffered: 1,
  // avian-kimi mixes ids of two servers in one stream, x.ai and llama.cpp count `created` on.
  "identity-changed": 26,
  // Gemini of 2025-05 had no responseId.
  "identity-missing": 2,
  // Mistral, one chunk with a whole call.
  "index-missing": 1,
  // vercel's decoded events end before metadata; InvokeModel's guardrail answer has no metrics.
  "metadata-missing": 6,
  // gpt-oss on Bedrock's OpenAI endpoint: the tokens are those of harmony, with its marks; the text has <reasoning> in their place.
  "logprobs-invalid (beyond-text)": 2,
  // Cohere on InvokeModel with 2 generations (3), and a second choice that the recording cuts. A choice that was asked for is no note.
  "other-choices": 4,
  "other-choices (cut)": 4,
  // gpt-oss on Bedrock's OpenAI endpoint writes <reasoning> … </reasoning> (46), Nova <thinking> (25), and others.
  "think-tag-in-text (closed)": 77,
  // gpt-5.6 on Responses is answered by gpt-5.6-sol.
  "served-model-differs (undetermined)": 14,
  // Kimi K2 thinking after a tool result; Claude 3.5 Haiku writes "<Thinking>" into prose and is cut at 50 tokens (6).
  "think-tag-in-text (unclosed)": 7,
  // OpenAI streams that did not ask for usage, fixtures without it, InvokeModel bodies and headers without counts.
  "usage-missing": 28,
  // Groq's streams have the counts in x_groq; pydantic's gateway adds its own beside Anthropic's.
  "usage-form": 2,
  // A guardrail's text on Converse: nothing was generated, and 0 tokens say so.
  "usage-inconsistent (none-for-content)": 1,
  // x.ai counts reasoning beside the completion tokens, where OpenAI counts it in them.
  "usage-inconsistent (reasoning-beside-output)": 36,
  // Gemini's OpenAI endpoint counts thinking in the total and nowhere else.
  "usage-inconsistent (total)": 2,
};

// Free models on OpenRouter account for all of `throttled`, `routing` and `unsupported` (429 and 404 "No endpoints found …").
const excluded = {
  credentials: 15,
  "inference-profile": 1,
  "model-access": 5,
  "model-not-found": 15,
  "model-retired": 1,
  routing: 4,
  throttled: 21,
  unsupported: 15,
};

describe.skipIf(!hasCorpus)(`judge ${corpusTitle}`, () => {
  let verdicts: readonly ExchangeVerdict[] = [];

  beforeAll(async () => {
    const { observed } = await readCorpus();
    verdicts = judgedCorpus(observed);
  });

  const at = (path: string, interaction = 0) => {
    const found = verdicts.find((one) => one.file.endsWith(path) && one.interaction === interaction);
    if (found === undefined) throw new Error(`${path}#${interaction} was not judged`);
    return found;
  };

  const totals = (severity: "bad" | "note") => countOfWords(verdicts.flatMap((one) => findingsNamed(severity, one)));

  test("finds what was found by hand, and nothing else", () => {
    expect(totals("bad")).toEqual(badFindings);
    expect(totals("note")).toEqual(noteFindings);
    expect(countOfWords(verdicts.flatMap(({ reason }) => reason ?? []))).toEqual(excluded);
  });

  test.each([
    [
      "respects_choice_none.yml",
      "chat_tool_choice_and_calls_control_openrouter_claude-haiku-4-5_",
      "empty-reply (parser-ate-it)",
    ],
    ["test_bedrock_thinking_high_qwen_variant.yaml", "", "reasoning-only"],
  ])("names the real empty reply of %s", (path, before, finding) => {
    const verdict = at(before + path);
    expect({ observed: verdict.observed, found: findingsNamed("bad", verdict) }).toEqual({
      observed: "bad",
      found: [finding],
    });
  });

  test("says which upstream gave the empty reply", () => {
    const verdict = at("chat_tool_choice_and_calls_control_openrouter_claude-haiku-4-5_respects_choice_none.yml");
    expect(verdict).toMatchObject({
      provider: "openrouter",
      upstream: "Amazon Bedrock",
      outputTokens: 9,
      textLength: 0,
    });
  });

  test("calls no cut, refused, cited or spoken reply empty", () => {
    const empty = verdicts.filter((one) => findingsNamed("bad", one).some((name) => name.startsWith("empty-reply")));
    expect(empty.filter(({ finish }) => finish?.kind === "length")).toEqual([]);
    expect(empty.filter((one) => findingsNamed("bad", one).includes("refusal"))).toEqual([]);
    expect(findingsNamed("bad", at("chat_citations_with_bedrock_claude-haiku-4-5_streams_citations.yml"))).toEqual([]);
    expect(findingsNamed("bad", at("testopenai/cassettes/chat-text-to-audio.yaml"))).toEqual([]);
  });

  test("Kimi K2 thinking on Converse answers after a tool result, with an open think tag in its text", () => {
    const verdict = at("test_bedrock/test_bedrock_moonshotai_tool_call.yaml", 1);
    expect(verdict).toMatchObject({
      api: "converse",
      shape: "response-after-tool",
      observed: "ok",
      hasToolResult: true,
    });
    expect(findingsNamed("note", verdict)).toEqual(["think-tag-in-text (unclosed)"]);
  });

  test("DeepSeek R1 by its bare id needs an inference profile; the old Claude is retired", () => {
    expect(at("model_ids/bare_profile_only_model_id_is_rejected.yaml")).toMatchObject({
      providerModelId: "deepseek.r1-v1:0",
      observed: "blocked",
      reason: "inference-profile",
    });
    expect(at("model_ids/retired_model_id_preserves_provider_error.yaml")).toMatchObject({
      observed: "blocked",
      reason: "model-retired",
    });
  });

  test("Kimi K2.5 on OpenRouter calls tools and answers after their results, streaming and not", () => {
    const kimi = verdicts.filter(({ file }) => file.includes("TestOpenRouterCommon/kimi/"));
    expect(kimi.length).toBeGreaterThan(0);
    expect(kimi.filter(({ observed }) => observed !== "ok")).toEqual([]);
    expect(new Set(kimi.map(({ shape }) => shape))).toContain("response-after-tool");
  });
});
