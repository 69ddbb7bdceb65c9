import type { FailureKind } from "../../chat/failure.js";
import { type Quoted, type Rule, refusedRequest, rule } from "./classify-rule.js";

const history: readonly Rule[] = [
  rule("responses-previous-response", "invalid-history", {
    admits: { types: ["previous_response_not_found"], statuses: [] },
    words: null,
    type: "previous_response_not_found",
    status: 400,
    text: "Previous response with id 'resp_REDACTED_1' not found.",
    source: "recorded traffic of 0xPlaygrounds/rig@b75850e899 (openai)",
    hint: "Send the whole history: the service has not stored the response, or for another account.",
  }),
  refusal("item-not-stored", "invalid-history", {
    words: /Item with id '[^']*' not found/,
    text: "Item with id 'rs_04962823ecde01b901698e138042688193a657e07614b238c3' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item from your input.",
    source: "can1357/oh-my-pi#41 (2026-02-12, HTTP 404), read 2026-11-29",
    hint: "With store: false, send items whole: reasoning with its encrypted_content, and no item_reference.",
  }),
  refusal("item-torn-apart", "invalid-history", {
    words: /Item '[^']*' of type '\w+' was provided without its required/,
    text: "Item 'rs_68c42de022c881948db7ed1cc2529f2e0202c9ad459e0d23' of type 'reasoning' was provided without its required following item.",
    source: "recorded traffic of pydantic/pydantic-ai@4fda38988f (openai); vercel/ai#7099",
    hint: "Send a reasoning item back with the items that followed it, in their order, or leave out all of them.",
  }),
  refusal("output-missing", "invalid-history", {
    words: /No tool (?:output|call) found for (?:function|tool|custom tool) call/i,
    text: "No tool output found for tool call call-a.",
    source:
      "recorded traffic of pydantic/pydantic-ai@4fda38988f (deepseek); `No tool call found for function call output with call_id …`: continuedev/continue#10092 (openai, 2026-02-01), read 2026-11-29",
    hint: "Send each function_call with its function_call_output, calls of one turn side by side.",
  }),
  rule("responses-encrypted-content", "thinking-signature", {
    admits: { types: ["invalid_encrypted_content"], statuses: [] },
    words: null,
    type: "invalid_encrypted_content",
    status: 400,
    text: "The encrypted content gAAA...DQ== could not be verified.",
    source: "openai/codex#8145 (2025-12-16), Wei-Shaw/sub2api#2863 (2026-05-28), read 2026-11-29",
    hint: "Encrypted reasoning is valid for the account and model that made it: drop the reasoning items of any other.",
  }),
];

const requests: readonly Rule[] = [
  rule("responses-usage-limit", "quota", {
    admits: { types: ["usage_limit_reached"], statuses: [] },
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
  refusal("encrypted-content-unsupported", "parameter-unsupported", {
    words: /Encrypted content is not supported with this model/,
    text: "Encrypted content is not supported with this model.",
    source: "NousResearch/hermes-agent#24234 (2026-05-12), read 2026-11-28",
    hint: "Leave reasoning.encrypted_content out of include: the model does not reason.",
  }),
  refusal("tool-kinds", "tools-unsupported", {
    words: /Deep research models only support the /,
    text: "Deep research models only support the 'web_search_preview', 'code_interpreter', 'mcp', and 'file_search' tools.",
    source: "recorded traffic of social-growth-studio/req_llm@f722d38fac (openai, o4-mini-deep-research)",
  }),
];

/** The errors that only the Responses API has, and those that its hosts report in another way than in Chat Completions. */
export const responsesRules: readonly Rule[] = [...history, ...requests];

function refusal(id: string, kind: FailureKind, quoted: Quoted): Rule {
  const admits = { types: refusedRequest.types, statuses: [...refusedRequest.statuses, 404] };
  return rule(`responses-${id}`, kind, { admits, status: 400, ...quoted });
}
