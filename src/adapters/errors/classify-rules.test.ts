import { describe, expect, test } from "vitest";
import type { FailureKind } from "../../chat/failure.js";
import type { Rule } from "./classify-rule.js";
import { matchRule, rules } from "./classify-rules.js";

/** The kind of a message under a status, and under the service's own word where it gave one. */
function kindOf(text: string, status: number | null = 400, ...types: readonly string[]): FailureKind | null {
  return matchRule({ types, status, text })?.kind ?? null;
}

test.each<[type: string, kind: FailureKind]>([
  ["authentication_error", "credentials"],
  ["billing_error", "quota"],
  ["rate_limit_error", "throttled"],
  ["request_too_large", "context-overflow"],
  ["timeout_error", "timeout"],
  ["api_error", "unavailable"],
  ["overloaded_error", "unavailable"],
])("inside a stream, Anthropic's %s alone says %s", (type, kind) => {
  expect(kindOf("No words that a rule knows", null, type)).toBe(kind);
});

test.each<[status: number, type: string, text: string, kind: FailureKind]>([
  [403, "permission_error", "Forbidden", "model-access"],
  [404, "not_found_error", "Not Found", "model-not-found"],
  [404, "not_found_error", "model: claude-x", "model-not-found"],
  [404, "api_error", "model 'x' not found", "model-not-found"],
  [400, "api_error", "the words of another server", "invalid-request"],
  [529, "overloaded_error", "Overloaded", "unavailable"],
])("the status %i decides what %s with the words %j is: %s", (status, type, text, kind) => {
  expect(kindOf(text, status, type)).toBe(kind);
});

test("every rule decides its own example", () => {
  const matched = rules.map(({ example: { type, status, text } }) =>
    matchRule({ types: type === null ? [] : [type], status, text }),
  );
  expect(matched.map((rule) => rule?.id)).toEqual(rules.map(({ id }) => id));
});

describe("Google's words", () => {
  test.each<[text: string, kind: FailureKind]>([
    ["API Key not found. Please pass a valid API key.", "credentials"],
    ["API key expired. Please renew the API key.", "credentials"],
    ["Provider returned error\nAPI key not valid. Please pass a valid API key.", "credentials"],
    ["The field says: API key not valid", "invalid-request"],
    ["API key not validated", "invalid-request"],
    ["Please ensure that function response turn comes immediately after a function call turn.", "invalid-history"],
    [
      "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.",
      "invalid-history",
    ],
    ["Please ensure that function calls are short", "invalid-request"],
    ["The thinking budget (52428) is invalid.", "parameter-unsupported"],
    ["The thinking budget (-2) is invalid.", "parameter-unsupported"],
    ["The thinking budget (x) is invalid.", "invalid-request"],
    [
      "Unable to submit request because The model does not support setting thinking_budget to 0",
      "parameter-unsupported",
    ],
    ["User location is not supported for the API use without a billing account linked.", "region"],
  ])("%s: %s", (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  test("of another status count as that status says", () => {
    expect(kindOf("API key not valid. Please pass a valid API key.", 500)).toBe("unavailable");
  });
});

describe("words of a refused request", () => {
  test.each<[text: string, kind: FailureKind]>([
    ["the model is unsupported for streaming", "streaming-unsupported"],
    ["the model is not supported for streaming", "streaming-unsupported"],
    ["the model isn't supported for streaming", "streaming-unsupported"],
    ["Operation not allowed.", "model-access"],
    ["Operation not allowed", "model-access"],
    ["Operation not allowed here", "invalid-request"],
    ["An Operation not allowed", "invalid-request"],
    ["the input is too long", "context-overflow"],
    ["INPUT TOKENS EXCEEDED", "context-overflow"],
    ["the prompt is too long", "context-overflow"],
    ["temperature and top_p cannot both be specified", "parameter-unsupported"],
    ["temperature and topP cannot both be specified", "parameter-unsupported"],
    ["temperature and anything else then top_p cannot both be specified", "invalid-request"],
    ["This model doesn't support the reasoningContent.signature field", "parameter-unsupported"],
    ["This model doesn't support the reasoningContent.a b signature field", "invalid-request"],
    ["text content blocks must contain non-whitespace text", "invalid-history"],
    ["text content blocks must be non-empty", "invalid-history"],
    ["Conversation blocks and tool use blocks cannot be provided in the same turn", "invalid-history"],
    ["Conversation blocks and tool result blocks cannot be provided in the same turn", "invalid-history"],
    ["Did not find 12 `tool_result` blocks", "invalid-history"],
    ["Did not find any `tool_result` blocks", "invalid-request"],
    ["Tool call id was  but must be a-z, A-Z, 0-9, with a length of 9.", "invalid-history"],
    ["The tool name is invalid", "invalid-history"],
    ["Value at 'toolUse.name' failed to satisfy constraint: Member must match", "invalid-history"],
    ["Value at 'x.toolUseId' failed to satisfy constraint: Member must match", "invalid-history"],
    ["Value at 'x' failed to satisfy constraint: Member must match", "invalid-request"],
    ["A conversation must alternate between user and assistant", "role-order"],
    ["A conversation must start with a user message", "role-order"],
    ["The conversation must end with a user message.", "role-order"],
    ["The roles must alternate", "role-order"],
    ['messages: roles must alternate between "user" and "assistant"', "role-order"],
    ["After the optional system message, conversation roles must alternate user/assistant/", "role-order"],
    ["Unexpected role 'tool' after role 'user'", "role-order"],
    ["Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant", "role-order"],
    ['messages: first message must use the "user" role', "role-order"],
    ["This model does not support assistant message prefill.", "role-order"],
    ["The role of this tool is unexpected", "invalid-request"],
    ["messages.1.content.0: Invalid `signature` in `thinking` block", "thinking-signature"],
    ["messages.3.content.0: Invalid signature in thinking block", "thinking-signature"],
    ["messages.1.content.0.thinking.signature: Field required", "thinking-signature"],
    [
      "`thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.",
      "thinking-signature",
    ],
    ["Function call is missing a thought_signature in functionCall parts.", "thinking-signature"],
    ["thinking.budget_tokens: Input should be greater than or equal to 1024", "invalid-request"],
    ["Thinking may not be enabled when tool_choice forces tool use.", "tools-with-reasoning"],
    ["Function tools with reasoning_effort are not supported for m in /v1/chat/completions.", "tools-with-reasoning"],
    [
      "The tool_choice parameter does not support being set to required or object in thinking mode",
      "tools-with-reasoning",
    ],
    ["tool_choice must be auto", "invalid-request"],
    ["max_tokens is too large: 8192. This model supports at most 4096 completion tokens", "output-limit"],
    [
      "'max_tokens' or 'max_completion_tokens' is too large: 9. This model's maximum context length is 8",
      "output-limit",
    ],
    ["The maximum tokens you requested exceeds the model limit of 10000.", "output-limit"],
    ["max_tokens: 90000 > 64000, which is the maximum allowed number of output tokens for m", "output-limit"],
    ["Invalid max_tokens value, the valid range of max_tokens is [1, 8192]", "output-limit"],
    ["`max_tokens` must be less than or equal to `8192`", "output-limit"],
    ["`max_tokens` must be greater than `thinking.budget_tokens`", "output-limit"],
    ["max_tokens is not a number", "invalid-request"],
    ["This model does not support the effort parameter.", "parameter-unsupported"],
    ["tools.0.custom.defer_loading: Extra inputs are not permitted", "parameter-unsupported"],
    ["messages.66: tool_use ids were found without tool_result blocks immediately after: toolu_1.", "invalid-history"],
    ["unexpected `tool_use_id` found in `advisor_tool_result` blocks: srvtoolu_1.", "invalid-history"],
    ["Schema is too complex for compilation.", "invalid-request"],
    ["temperature: range: 0..1", "invalid-request"],
    ["input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000", "context-overflow"],
    ["The input token count (9) exceeds the maximum number of tokens allowed (8).", "context-overflow"],
    ["the request exceeds the available context size", "context-overflow"],
    ["The model does not support Chat Completions API", "api-unsupported"],
    ["model 'm' is an embedding model and does not support chat completions", "api-unsupported"],
    ["The model 'm' does not support the '/v1/chat/completions' API", "api-unsupported"],
    ["This model isn't supported for Converse.", "api-unsupported"],
    ["This action doesn't support the model that you provided.", "api-unsupported"],
    ["model `m` isn't supported on this route", "api-unsupported"],
    ["The requested operation is unsupported.", "api-unsupported"],
    ["This model is only supported in v1/responses and not in v1/chat/completions.", "api-unsupported"],
    ["The /chat/completions endpoint is not supported for this model", "api-unsupported"],
    ["Model m is not available on the chat endpoint", "api-unsupported"],
    ["The parameter seed is not supported by this API", "invalid-request"],
    ["Invalid model parameters: seed", "invalid-request"],
    ["The model does not support chat history", "invalid-request"],
    ["Malformed input request: extraneous key [cachePoint] is not permitted", "caching-unsupported"],
    ["You invoked an unsupported model or your request did not allow prompt caching.", "caching-unsupported"],
    ["A maximum of 4 blocks with cache_control may be provided. Found 5.", "invalid-request"],
    ["Malformed input request: extraneous key [top_k] is not permitted", "invalid-request"],
    ["Invalid model: definitely-not-a-model", "model-not-found"],
    ["Expected `thinking` or `redacted_thinking`, but found `text`", "invalid-history"],
    ["maximum context length is 10", "context-overflow"],
    ["the prompt exceed the context window", "context-overflow"],
    ["the prompt exceeds the context window", "context-overflow"],
    ["the context limit is reached", "context-overflow"],
    ["token limit reached", "context-overflow"],
    ["x is not a valid model ID", "model-not-found"],
    ["The supported API model names are x or y", "model-not-found"],
    ["The requested model x/y does not exist", "model-not-found"],
    ["The requested model of yours does not exist", "invalid-request"],
    ["this model does not support this tool_choice", "tools-with-reasoning"],
    ["tool_choice 'required' is incompatible with thinking", "tools-with-reasoning"],
    [`tool_choice ${"x".repeat(40)}incompatible`, "tools-with-reasoning"],
    [`tool_choice ${"x".repeat(41)}incompatible`, "invalid-request"],
    ["invalid temperature: only 0.6 is allowed", "parameter-unsupported"],
    ["invalid temperature: only some of them is allowed", "invalid-request"],
    ["unknown variant `image_url`, expected `text`", "parameter-unsupported"],
    ["unknown variant ``, expected `text`", "invalid-request"],
    ["the model does not support tools", "tools-unsupported"],
    ["tool use is not supported", "tools-unsupported"],
    ["tool calling is not supported", "tools-unsupported"],
    ["'tool' must be a response to a preceding message with 'tool_calls'", "invalid-history"],
    ["'tool' must be a response to a preceeding message with 'tool_calls'", "invalid-history"],
    ["'tool_calls' must be followed by tool messages", "invalid-history"],
    ["tool_call_id is not found", "invalid-history"],
    [`tool_call_id${"x".repeat(40)}not found`, "invalid-history"],
    [`tool_call_id${"x".repeat(41)}not found`, "invalid-request"],
    ["something else", "invalid-request"],
  ])("%s: %s", (text, kind) => {
    expect(kindOf(text)).toBe(kind);
    expect(kindOf(text.toUpperCase())).toBe(kind);
    expect(kindOf(text, 422)).toBe(kind);
    expect(kindOf(text, null, "validation_error")).toBe(kind);
    expect(kindOf(text, 500, "ValidationException")).toBe(kind);
  });
});

describe("words under a status", () => {
  test.each<[status: number, text: string, kind: FailureKind]>([
    [403, "You must make sure your API key is valid", "credentials"],
    [403, "invalid API key format", "credentials"],
    [403, "my API key is validated", "model-access"],
    [403, "key limit exceeded", "quota"],
    [403, "requires moderation", "content-filter"],
    [403, "your input was flagged", "content-filter"],
    [403, "no", "model-access"],
    [404, "the model has reached the end of its life", "model-retired"],
    [404, "marked by provider as Legacy", "model-retired"],
    [404, "FTUFormNotFilled", "model-access"],
    [404, "use case details have not been submitted", "model-access"],
    [404, "No endpoints found that support tool use", "tools-unsupported"],
    [404, "No allowed providers are available", "routing"],
    [404, "No endpoints found matching your data policy", "routing"],
    [404, "No endpoints found that can handle the parameters", "routing"],
    [404, "none meet your routing requirements", "routing"],
    [503, "no provider meets your routing requirements", "routing"],
    [503, "No endpoints found that support tool use", "unavailable"],
    [404, "No endpoints found that support image input", "api-unsupported"],
    [404, "No endpoints found that support the provided 'tool_choice' value.", "api-unsupported"],
    [404, "No endpoints found that support cache control", "caching-unsupported"],
    [404, "No endpoints found for m", "model-not-found"],
    [404, "This is not a chat model and thus not supported in the v1/chat/completions endpoint.", "api-unsupported"],
    [404, "Cannot POST /v1/chat/completions", "wrong-address"],
    [404, "404 page not found", "wrong-address"],
    [405, "Method Not Allowed", "wrong-address"],
    [403, "your request did not allow prompt caching", "caching-unsupported"],
    [404, "no", "model-not-found"],
    [429, "Too many tokens per day", "quota"],
    [429, "Too many tokens", "throttled"],
    [402, "no", "quota"],
  ])("%i %s: %s", (status, text, kind) => {
    expect(kindOf(text, status)).toBe(kind);
    expect(kindOf(text.toUpperCase(), status)).toBe(kind);
  });
});

test.each<[status: number, kind: FailureKind | null]>([
  [299, null],
  [300, "protocol"],
  [399, "protocol"],
  [400, "invalid-request"],
  [401, "credentials"],
  [402, "quota"],
  [403, "model-access"],
  [404, "model-not-found"],
  [405, "invalid-request"],
  [408, "timeout"],
  [413, "context-overflow"],
  [424, "model-error"],
  [429, "throttled"],
  [499, "invalid-request"],
  [500, "unavailable"],
  [599, "unavailable"],
  [600, null],
])("a status of %i alone is %s", (status, kind) => {
  expect(kindOf("", status)).toBe(kind);
});

describe("the service's own word", () => {
  const words: { readonly [kind in FailureKind]?: readonly string[] } = {
    "model-access": ["AccessDeniedException", "AccessDenied"],
    credentials: [
      ...["ExpiredTokenException", "ExpiredToken", "RequestExpired", "UnrecognizedClientException"],
      ...["InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignature", "IncompleteSignatureException"],
      ...["InvalidClientTokenId", "MissingAuthenticationToken", "MissingAuthenticationTokenException", "NotAuthorized"],
      ...["invalid_api_key", "authentication_error", "invalid_authentication_error"],
    ],
    "model-not-found": ["ResourceNotFoundException", "model_not_found", "resource_not_found_error", "invalid_model"],
    "wrong-address": ["UnknownOperationException", "UnknownOperation", "InvalidAction"],
    "api-unsupported": ["unsupported_api_for_model", "OperationNotSupported"],
    "role-order": ["invalid_request_message_order"],
    throttled: [
      ...["ThrottlingException", "TooManyRequestsException", "ModelNotReadyException", "rate_limit_exceeded"],
      ...["rate_limit_error", "rate_limit_reached_error", "engine_overloaded_error"],
    ],
    quota: [
      ...["ServiceQuotaExceededException", "insufficient_quota", "exceeded_current_quota_error", "usage_limit_reached"],
    ],
    "invalid-history": ["previous_response_not_found"],
    "thinking-signature": ["invalid_encrypted_content"],
    timeout: ["ModelTimeoutException"],
    "model-error": ["ModelErrorException", "ModelStreamErrorException", "tool_use_failed"],
    unavailable: [
      ...["InternalServerException", "InternalFailure", "ServiceUnavailableException", "ServiceUnavailable"],
      ...["server_error", "overloaded_error"],
    ],
    "invalid-request": ["ValidationException", "validation_error", "invalid_request_error"],
    "context-overflow": ["context_length_exceeded"],
    "content-filter": ["content_filter", "content_policy_violation"],
    "parameter-unsupported": ["unsupported_parameter", "unsupported_value"],
  };

  test.each(Object.entries(words).flatMap(([kind, list]) => list.map((word) => [word, kind] as const)))(
    "%s is %s, in any case",
    (word, kind) => {
      expect(kindOf("", null, word)).toBe(kind);
      expect(kindOf("", null, word.toUpperCase())).toBe(kind);
    },
  );

  test("decides against the status, but for a word that stands on every refusal", () => {
    expect(kindOf("", 500, "ThrottlingException")).toBe("throttled");
    expect(kindOf("", 401, "invalid_request_error")).toBe("credentials");
    expect(kindOf("", 401, "invalid_request_error", "ThrottlingException")).toBe("throttled");
    expect(kindOf("", null, "invalid_request_error")).toBe("invalid-request");
  });

  test("leaves it to the status where it is unknown, and to nothing without one", () => {
    expect(kindOf("the prompt is too long", 400, "NewException")).toBe("context-overflow");
    expect(kindOf("the prompt is too long", null, "NewException")).toBeNull();
    expect(kindOf("the prompt is too long", null)).toBeNull();
  });

  test("does not admit words that stand under another", () => {
    expect(kindOf("the prompt is too long", 400, "ThrottlingException")).toBe("throttled");
    expect(kindOf("bedrock:CallWithBearerToken", 403, "AccessDenied")).toBe("credentials");
    expect(kindOf("Tokens per day", null, "TooManyRequestsException")).toBe("throttled");
    expect(kindOf("Tokens per day", null, "ThrottlingException")).toBe("quota");
    expect(kindOf("Credential should be scoped to a valid region", null, "InvalidSignatureException")).toBe("region");
    expect(kindOf("Credential should be scoped to a valid region", null, "SignatureDoesNotMatch")).toBe("credentials");
  });
});

test("a signature that expired is told apart by its hint", () => {
  const hintOf = (text: string) => matchRule({ types: ["InvalidSignatureException"], status: 403, text })?.hint ?? null;
  expect(hintOf("Signature expired: 2026")).toContain("clock");
  expect(hintOf("Signature wrong")).toBeNull();
});

describe("where a message has the words of two rules, the first of this list decides", () => {
  const order: readonly string[] = [
    ...["openai-other-endpoint", "bedrock-mantle-api", "bedrock-action", "chat-completions-not-served"],
    ...["openrouter-no-such-endpoint", "bedrock-prompt-caching"],
    ...["output-limit", "role-order", "thinking-signature", "tools-with-reasoning"].map((id) => `cause-${id}`),
    "cause-schema-keyword",
    ...["inference-profile-required", "streaming-tools", "tools", "streaming", "model-id-invalid"].map(bedrock),
    ...["token-limit", "temperature-or-top-p", "signature-field"].map(bedrock),
    ...["result-surplus", "result-expected", "text-blank", "text-whitespace", "content-empty", "result-empty"].map(
      bedrock,
    ),
    ...["mixed-turn", "tool-config-missing", "result-not-found", "tool-id-constraint", "tool-id-pattern"].map(bedrock),
    ...["tool-id-mistral", "tool-name", "thinking-first", "document-text", "pattern-constraint"].map(bedrock),
    ...["permission", "credit", "output-blocked", "call-unanswered", "result-unasked"].map(anthropic),
    ...["content-empty", "extra-member", "effort"].map(anthropic),
    ...["function-response", "role", "thinking-budget"].map((id) => `google-${id}`),
    ...["call-id-length", "reasoning-alone", "item-not-stored", "calls-and-outputs", "encrypted-unsupported"].map(
      responses,
    ),
    ...["api-key-400", "parameter", "tool-kinds"].map(responses),
    ...["prompt-too-long", "model-id", "reasoning-missing", "temperature-fixed"].map(openai),
    ...["unknown-variant", "tools", "orphan-result"].map(openai),
    ...["key-limit", "moderation", "no-tools", "no-endpoint"].map((id) => `openrouter-${id}`),
    ...["bearer-token", "api-key-invalid", "marketplace-denied", "iam-denied"].map(bedrock),
    ...["credential-scope", "signature-expired", "end-of-life", "legacy", "use-case-form", "tokens-per-day"].map(
      bedrock,
    ),
  ];
  const byId = new Map(rules.map((one) => [one.id, one]));

  test("the list names every rule that reads words", () => {
    const anchored = [
      ...["bedrock-operation-not-allowed", "http-no-route", "anthropic-model", "anthropic-schema-limits"],
      ...["google-api-key", "google-location"],
    ];
    const reading = rules.filter(({ when, id }) => when.text !== null && !anchored.includes(id));
    expect([...order].sort()).toEqual(reading.map(({ id }) => id).sort());
  });

  test.each(order)("%s comes before all that follow", (id) => {
    const first = byId.get(id);
    const later = order.slice(order.indexOf(id) + 1).map((other) => byId.get(other));
    const beaten = later.flatMap((second) => decided(first, second));
    expect(beaten.filter((winner) => winner !== id)).toEqual([]);
  });

  /** Who decides a message that holds the words of both, under a word or a status that admits both; `[]` where none does. */
  function decided(first: Rule | undefined, second: Rule | undefined): readonly (string | undefined)[] {
    if (first === undefined || second === undefined) return ["no such rule"];
    const text = `${second.example.text} ${first.example.text}`;
    const types = first.when.types.filter((type) => second.when.types.includes(type)).slice(0, 1);
    const status = first.when.statuses.find((one) => second.when.statuses.includes(one)) ?? null;
    if (types.length === 0 && status === null) return [];
    return [matchRule({ types, status, text })?.id];
  }

  function bedrock(id: string): string {
    return `bedrock-${id}`;
  }

  function anthropic(id: string): string {
    return `anthropic-${id}`;
  }

  function openai(id: string): string {
    return `openai-${id}`;
  }

  function responses(id: string): string {
    return `responses-${id}`;
  }
});
