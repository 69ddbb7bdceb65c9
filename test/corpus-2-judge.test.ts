import { beforeAll, describe, expect, test } from "vitest";
import type { Observation } from "../src/recordings/observe.js";
import type { ExchangeVerdict } from "../src/verdict/observed/judge-exchange.js";
import { secondCorpus } from "./support/corpus-2.js";
import { countOfWords, findingsNamed, judgedCorpus } from "./support/judged-corpus.js";

/**
 * API and provider of the recordings behind each finding, and their number. Of each row one or two recordings were opened
 * (2026-11-29): the finding stands in their bytes, as the remark says. The others of a row were counted.
 */
const badFindings = {
  // A tool search tried a tool with another one's arguments (pydantic-ai).
  "arguments-mismatch (required-missing): messages anthropic": 1,
  // tool_choice any without anything to add: Claude wrote "<UNKNOWN>" for both numbers (rig).
  "arguments-mismatch (wrong-type): messages anthropic": 1,
  // vercel's fixture `spliced-message-start`, written by hand: the same block comes twice.
  "arguments-repeated: messages-stream anthropic": 1,
  "block-broken (block-index-reused): messages-stream anthropic": 1,
  // vercel's fixtures `openai-phase` and `openai-shell-container`: deltas that were left out by hand.
  "block-broken (pieces-differ): responses-stream openai": 2,
  // Reasoning ate the limit: gpt-5, o4-mini-deep-research and codex-mini at 16 to 3,000 tokens, gpt-oss on ollama at 16 to 64.
  "cut-by-max-tokens: chat-completions openai": 1,
  "cut-by-max-tokens: messages local": 3,
  "cut-by-max-tokens: messages-stream local": 1,
  "cut-by-max-tokens: responses azure-openai": 1,
  "cut-by-max-tokens: responses openai": 8,
  "cut-by-max-tokens: responses-stream azure-openai": 1,
  "cut-by-max-tokens: responses-stream openai": 2,
  // Claude Haiku 4.5, tool_choice none, on the vendor's own API: content [], 9 tokens (ruby_llm).
  "empty-reply (parser-ate-it): messages anthropic": 1,
  // Content [] under end_turn after a tool result: the prompt asks for silence (rig's `empty_end_turn`).
  "empty-reply (silent): messages anthropic": 2,
  // The first token was the stop sequence (rig's matrices of it).
  "empty-reply (stop-sequence): messages anthropic": 10,
  "empty-reply (stop-sequence): messages-stream anthropic": 4,
  // vercel's fixtures of a refusal, two with stop_details.
  "filtered: messages anthropic": 2,
  "filtered: messages-stream anthropic": 1,
  // error, then response.failed: insufficient_quota.
  "midstream-error (quota): responses-stream openai": 1,
  // gpt-oss on ollama: the stop sequence was found inside its reasoning, and end_turn says nothing of it (llama-stack).
  "reasoning-only: messages local": 1,
  // OpenAI's refusal parts, each asked for by rig's `refusal_matrix`.
  "refusal: chat-completions openai": 1,
  "refusal: responses openai": 3,
  "refusal: responses-stream openai": 1,
  // 3,333,404 tokens of 200,000.
  "request-refused (context-overflow): messages anthropic": 1,
  // Two calls that an assistant message separates (DeepSeek); an unknown previous response, and reasoning without what follows it.
  "request-refused (invalid-history): responses deepseek": 1,
  "request-refused (invalid-history): responses openai": 2,
  // A temperature beyond its range, limits of strict schemas (5), and messages of another form.
  "request-refused (invalid-request): messages anthropic": 7,
  "request-refused (invalid-request): responses-stream openai": 1,
  // The effort xhigh.
  "request-refused (parameter-unsupported): messages anthropic": 1,
  // `minimum` of an integer in output_format.
  "request-refused (schema-keyword): messages anthropic": 2,
  // Mocks of opentelemetry-js-contrib, written by hand: gpt-4o-mini is asked, and one reply of gpt-4.1 is pasted into each.
  "served-model-differs (other-variant): responses openai": 9,
  // tool_choice none: Claude wrote the call's markup as text, up to the limit of 32 tokens (rig).
  "tool-call-as-text (invoke-tag): messages anthropic": 1,
};

const noteFindings = {
  "arguments-empty (absent): generate-content-stream google": 1,
  // Items of mcp_list_tools that never end (pydantic-ai, `backfills_missing_results`).
  "block-broken (block-end-missing): responses-stream openai": 1,
  // vercel's fixture `duplicate-message-start`, written by hand.
  "block-broken (message-start-repeated): messages-stream anthropic": 1,
  // Streams of opentelemetry-js-contrib, written by hand, begin with their third event.
  "block-broken (sequence-gap): responses-stream openai": 5,
  "call-id-changed: messages-stream anthropic": 1,
  "cut-by-max-tokens: cohere-chat cohere": 1,
  "cut-by-max-tokens: cohere-chat-stream cohere": 1,
  "cut-by-max-tokens: generate-content google": 1,
  "cut-by-max-tokens: generate-content-stream google": 2,
  "cut-by-max-tokens: messages anthropic": 29,
  "cut-by-max-tokens: messages azure-ai": 2,
  "cut-by-max-tokens: messages vertex": 2,
  "cut-by-max-tokens: messages-stream anthropic": 10,
  "cut-by-max-tokens: responses azure-openai": 1,
  "cut-by-max-tokens: responses openai": 6,
  "cut-by-max-tokens: responses-stream openai": 1,
  "identity-changed: messages-stream anthropic": 1,
  // GitHub Copilot gives every event an id of its own.
  "identity-changed: responses-stream openai": 1,
  "served-model-differs (undetermined): responses openai": 14,
  "served-model-differs (undetermined): responses-stream openai": 1,
  // A fixture of one message that joins the calls of code, and what came after them.
  "stop-with-tool-calls: messages anthropic": 1,
  // Claude 3 Opus wrote <thinking> before its calls; Qwen on vLLM <think>, cut.
  "think-tag-in-text (closed): messages anthropic": 2,
  "think-tag-in-text (closed): messages-stream anthropic": 2,
  "think-tag-in-text (unclosed): responses openai": 1,
  // output_tokens -9 (o4-mini-deep-research).
  "usage-inconsistent (no-count): responses openai": 1,
  // Messages that go on from code that the service ran say 0 tokens.
  "usage-inconsistent (none-for-content): messages-stream anthropic": 13,
  "usage-inconsistent (none-for-content): responses openai": 3,
  "usage-inconsistent (none-for-content): responses-stream openai": 2,
};

/** `pending`: asked for in the background. `unsupported`: o4-mini-deep-research needs a hosted tool, and has no format. */
const excluded = { credentials: 17, "model-not-found": 14, pending: 5, unsupported: 4 };

/** Calls beside a chat, by name. The two error bodies without a status are no verdict on anybody. */
const skipped = {
  "conversations no-chat": 10,
  "count-tokens no-chat": 16,
  "files no-chat": 25,
  "messages-batches no-chat": 27,
  "other unknown-api": 11,
  "responses no-status": 2,
  "responses-by-id no-chat": 9,
  "responses-compact no-chat": 7,
  "responses-input-tokens no-chat": 4,
  "responses-websocket no-chat": 2,
  "traces no-chat": 12,
  "vector-stores no-chat": 9,
};

describe.skipIf(!secondCorpus.isThere)(`judge ${secondCorpus.title}, of four more dialects`, () => {
  let observed: ReadonlyMap<string, Observation> = new Map();
  let verdicts: readonly ExchangeVerdict[] = [];

  beforeAll(async () => {
    ({ observed } = await secondCorpus.read());
    verdicts = judgedCorpus(observed);
  });

  const totals = (severity: "bad" | "note") =>
    countOfWords(
      verdicts.flatMap((one) => findingsNamed(severity, one).map((name) => `${name}: ${one.api} ${one.provider}`)),
    );

  test("finds what was decided for each row, and nothing else", () => {
    expect(totals("bad")).toEqual(badFindings);
    expect(totals("note")).toEqual(noteFindings);
    expect(countOfWords(verdicts.flatMap(({ reason }) => reason ?? []))).toEqual(excluded);
  });

  test("names every call that is no chat for what it is", () => {
    const named = [...observed.values()].flatMap((one) =>
      one.kind === "skipped" ? [`${one.identity.api} ${one.reason}`] : [],
    );
    expect(countOfWords(named)).toEqual(skipped);
  });
});
