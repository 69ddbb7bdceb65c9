import type { FailureKind } from "../../chat/failure.js";
import { type Quoted, type Rule, refusedRequest, rule } from "./classify-rule.js";

/** Requests whose address names no operation. */
const addresses: readonly Rule[] = [
  rule("aws-unknown-operation", "wrong-address", {
    admits: { types: ["UnknownOperationException", "UnknownOperation", "InvalidAction"], statuses: [] },
    words: null,
    type: "UnknownOperationException",
    status: 404,
    text: "The requested operation is not recognized by the service.",
    source:
      'BerriAI/litellm#8911, amplify-flutter#5675, anthropic-sdk-typescript#440 (an ARN with a raw "/" in the path; also HTTP 200 with {"Output":{"__type"}}); mhart/dynalite test/connection.js (404 <UnknownOperationException/>), read 2026-11-28',
  }),
  rule("http-no-route", "wrong-address", {
    admits: { types: [], statuses: [404, 405] },
    words: /^(?:404 page not found|Cannot POST \/|Method Not Allowed\b|no Route matched with those values)/i,
    status: 404,
    text: "Cannot POST /v1/chat/completions",
    source:
      "words of Express, of Go's net/http (404 page not found) and of Kong for a path without a handler, from memory",
  }),
];

/** Models that are not served on the API or route of the request. */
const apis: readonly Rule[] = [
  unserved("openai-other-endpoint", {
    words:
      /not a chat model|only supported in \/?v1\/\w+|not supported in the \/?v1\/\S+ endpoint|not accessible via the \/\S+ endpoint/i,
    status: 404,
    text: "This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?",
    source:
      "truefoundry/models#846 (404), n3d1117/chatgpt-telegram-bot#386; `This model is only supported in v1/responses and not in v1/chat/completions.`: crewAIInc/crewAI tests; read 2026-11-28",
    hint: "Call the model through the endpoint that the message names.",
  }),
  unserved("bedrock-mantle-api", {
    words: /does(?:n't| not) support the '\/\S+' API|isn't supported on this route/i,
    status: 400,
    text: "The model 'openai.gpt-5.6-terra' does not support the '/v1/chat/completions' API",
    source:
      "enricoros/big-AGI#1167 (2026-08-04), BerriAI/litellm#29490 (2026-06-03); `isn't supported on this route`: AWS user guide, inference-responses-api, read 2026-08",
    hint: "Use the model's other route: on bedrock-mantle some models are on /v1, others on /openai/v1, some on Responses only.",
  }),
  unserved("bedrock-action", {
    words:
      /This action doesn't support the model|(?:isn't|is not) supported (?:for|by|on|with|in) (?:the )?(?:Converse|InvokeModel)|does(?:n't| not) support (?:the )?(?:Converse|InvokeModel)/i,
    type: "ValidationException",
    status: 400,
    text: "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
    source: "podwhisperer#24; the words about Converse by name are from memory",
    hint: "This API does not serve this model (for example a rerank or speech model on Converse): try InvokeModel.",
  }),
  unserved("chat-completions-not-served", {
    words:
      /does not support (?:the )?(?:chat completions?|responses API|chat$)|does not support (?:this|the requested) (?:API|endpoint|operation|route)|operation does not work with the specified model|^The requested operation is unsupported|endpoint is not supported for this model|\bmodel\b.{0,100}not (?:supported|available|served) (?:on|by|for|with|in|via|through) (?:this|the) (?:[\w/.-]+ )?(?:API|endpoint|route|operation)\b/i,
    status: 400,
    text: "The model does not support Chat Completions API",
    source:
      "vllm-project/vllm tests (400); Azure's `The requested operation is unsupported.`: tests of NousResearch/hermes-agent; read 2026-11-28",
  }),
  rule("api-unsupported-code", "api-unsupported", {
    admits: { types: ["unsupported_api_for_model", "OperationNotSupported"], statuses: [] },
    words: null,
    type: "unsupported_api_for_model",
    status: 400,
    text: 'model "gpt-5.3-codex" is not accessible via the /chat/completions endpoint',
    source:
      "GitHub Copilot (400, tests of several repositories); OperationNotSupported with `The chatCompletion operation does not work with the specified model, gpt-5-codex`: Azure; read 2026-11-28",
  }),
  unserved("openrouter-no-such-endpoint", {
    words: /No endpoints found that support (?!tool use|.{0,20}cach)/i,
    status: 404,
    text: "No endpoints found that support the provided 'tool_choice' value. To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing",
    source: "zed-industries/zed#36094 (2025-08-13); `image input`: github/app#2163 (2026-07-20); read 2026-11-28",
    hint: "No upstream of this model takes what the message names: leave it out for this target, or choose another model.",
  }),
];

/** Cache markers that the model does not take, which Bedrock reports with the status of a missing right. */
const caching: readonly Rule[] = [
  rule("bedrock-prompt-caching", "caching-unsupported", {
    admits: {
      types: ["AccessDeniedException", "AccessDenied", ...refusedRequest.types],
      statuses: [400, 403, 404, 422],
    },
    words:
      /did not allow prompt caching|access to explicit prompt caching|extraneous key \[cachePoint\]|(?:not support|n't support|unsupported).{0,40}(?:prompt cach|cachePoint|cache point|cache_control|cache control)|No endpoints found that support .{0,20}cach/i,
    type: "AccessDeniedException",
    status: 403,
    text: "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information.",
    source:
      "BerriAI/litellm#39210 (403, 2026-09-01), cline/cline#2064 (400); `extraneous key [cachePoint] is not permitted`: zeroclaw#8720 (Nova 2); `You do not have access to explicit prompt caching`: BerriAI/litellm#7218; read 2026-11-28",
  }),
];

/** Refusals because of where, and not what, was asked. */
export const routeRules: readonly Rule[] = [...addresses, ...apis, ...caching];

function unserved(id: string, quoted: Quoted & { readonly status: number }): Rule {
  const kind: FailureKind = "api-unsupported";
  const types = [...refusedRequest.types, "ResourceNotFoundException", "model_not_found"];
  return rule(id, kind, { admits: { types, statuses: [400, 404, 405, 422, 501] }, ...quoted });
}
