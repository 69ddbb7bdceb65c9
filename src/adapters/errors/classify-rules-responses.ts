import type { FailureKind } from "../../chat/failure.js";
import { type Quoted, type Rule, refusedRequest, rule } from "./classify-rule.js";

const byCode = (...types: readonly string[]) => ({ types, statuses: [] });

/**
 * What only the Responses API refuses (items that do not belong together, and items that were not stored), and what its hosts report in
 * another way than in Chat Completions.
 */
export const responsesRules: readonly Rule[] = [
  rule("responses-previous-response", "invalid-history", {
    admits: byCode("previous_response_not_found"),
    words: null,
    type: "previous_response_not_found",
    status: 400,
    text: "Previous response with id 'resp_REDACTED_1' not found.",
    source: "recorded traffic of 0xPlaygrounds/rig@b75850e899 (openai)",
    hint: "The service has not stored that response (store: false, another account, or it has expired): send the whole history in input.",
  }),
  rule("responses-encrypted-content", "thinking-signature", {
    admits: byCode("invalid_encrypted_content"),
    words: null,
    type: "invalid_encrypted_content",
    status: 400,
    text: "The encrypted content gAAA...DQ== could not be verified.",
    source: "openai/codex#8145 (2025-12-16), Wei-Shaw/sub2api#2863 (2026-05-28)",
    hint: "Encrypted reasoning is valid only for the account and model that made it, unchanged: leave the reasoning items of others out of the history.",
  }),
  refusal("call-id-length", "invalid-history", {
    words: /\bcall_id'?: string too long/,
    type: "string_above_max_length",
    text: "Invalid 'input[95].call_id': string too long. Expected a string with maximum length 64, but got a string with length 116 instead.",
    source: "AnswerDotAI/fastllm#45 (2026-06-08)",
    hint: "A call_id has at most 64 characters: shorten it, in the call and in its output alike.",
  }),
  refusal("reasoning-alone", "invalid-history", {
    words: /of type '\w+' was provided without its required/,
    text: "Item 'rs_68c42de022c881948db7ed1cc2529f2e0202c9ad459e0d23' of type 'reasoning' was provided without its required following item.",
    source: "recorded traffic of pydantic/pydantic-ai@0693e10ef4 (openai)",
    hint: "Replay a reasoning item together with the message or call that followed it, or leave both out.",
  }),
  refusal("item-not-stored", "invalid-history", {
    words: /Item with id '[^']*' not found/,
    text: "Item with id 'rs_037db69c59ceb65f0169c774068f0c81918788deadface5709' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item from your input.",
    source: "router-for-me/CLIProxyAPI#2381 (2026-03-28), vercel/ai#7543 (2025-07-25)",
    hint: "Ask for reasoning.encrypted_content with include and replay it, or leave the item out.",
  }),
  refusal("calls-and-outputs", "invalid-history", {
    words:
      /No tool (?:output found for (?:function|tool|custom tool) call|call found for (?:function|custom tool) call output)/,
    text: "No tool output found for function call call_uK3eDRSXx9p45csFRjvXDNPq.",
    source:
      "router-for-me/CLIProxyAPI#2368 (2026-03-27); `tool call`: recorded traffic of pydantic/pydantic-ai@0693e10ef4 (deepseek); `No tool call found for function call output`: continuedev/continue#10092 (2026-02-01)",
    hint: "Send each function_call once, followed by its function_call_output with the same call_id.",
  }),
  refusal("encrypted-unsupported", "parameter-unsupported", {
    words: /Encrypted content is not supported with this model/i,
    text: "Encrypted content is not supported with this model",
    source: "NousResearch/hermes-agent#24234 (2026-05-12)",
    hint: "Leave reasoning.encrypted_content out of include: this model does not reason.",
  }),
  rule("responses-usage-limit", "quota", {
    admits: byCode("usage_limit_reached"),
    words: null,
    type: "usage_limit_reached",
    status: 429,
    text: "The usage limit has been reached",
    source: "earendil-works/pi#4172 (2026-05-04: ChatGPT's Codex backend, also inside a stream), read 2026-11-29",
    hint: "The plan's limit is used up: wait until the time in resets_at, or use another account.",
  }),
  refusal("api-key-400", "credentials", {
    words: /Incorrect API key provided/,
    text: "Incorrect API key provided. You can obtain an API key from https://console.x.ai.",
    source: "recorded traffic of crmne/ruby_llm@fb5a49bf04 (x.ai: HTTP 400 with the code invalid-argument)",
  }),
  refusal("parameter", "parameter-unsupported", {
    words: /Unsupported parameter:/,
    text: "Unsupported parameter: max_output_tokens",
    source:
      'kortix-ai/suna#5124 (2026-07-20: ChatGPT\'s Codex backend, {"detail":…}); with the code null: recorded traffic of vercel/ai@ed857f50f1 (openai)',
  }),
  refusal("tool-kinds", "tools-unsupported", {
    words: /Deep research models only support the /,
    text: "Deep research models only support the 'web_search_preview', 'code_interpreter', 'mcp', and 'file_search' tools.",
    source: "recorded traffic of social-growth-studio/req_llm@f722d38fac (openai, o4-mini-deep-research)",
  }),
];

function refusal(id: string, kind: FailureKind, quoted: Quoted): Rule {
  // An item that was not stored is a 404 to some.
  const admits = { types: refusedRequest.types, statuses: [...refusedRequest.statuses, 404] };
  return rule(`responses-${id}`, kind, { admits, status: 400, ...quoted });
}
