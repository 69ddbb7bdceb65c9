import { leftOut, type MemberGroup, passed, refused } from "./member.js";

/** Members of OpenAI's API that the chat vocabulary has no word for. */
export const openaiMembers: MemberGroup = {
  source: "openai/openai-node src/resources/chat/completions/completions.ts (6.49.0)",
  date: "2026-11-28",
  members: [
    passed("audio", "sets format and voice of spoken output", ["format", "voice"]),
    passed("logit_bias", "raises or lowers single tokens", "open"),
    passed("logprobs", "asks for log probabilities"),
    passed("top_logprobs", "asks for log probabilities"),
    passed("modalities", "sets the kinds of output"),
    passed("prediction", "gives text that the reply repeats", ["type", "content", "text"]),
    passed("prompt_cache_key", "groups requests that share a cached prefix, within the account"),
    passed("prompt_cache_options", "sets how a prefix is cached", ["mode", "ttl"]),
    passed("prompt_cache_retention", "sets how long a prefix is cached"),
    passed("safety_identifier", "names the end user, for abuse detection"),
    passed("user", "names the end user, for abuse detection"),
    passed("verbosity", "sets how long replies are"),
    passed("reasoning", "sets how much the model reasons", [
      ...["enabled", "effort", "max_tokens", "exclude", "summary", "generate_summary"],
    ]),
    passed("thinking", "sets how much the model reasons", [
      ...["type", "budget_tokens", "keep", "clear_thinking", "display", "effort"],
    ]),
    passed("response_format", "asks for a format beyond OpenAI's", "data"),
    // The default of this API is false, and `true` keeps conversations in the account of whoever runs the router.
    passed("store", "keeps the conversation in the account", "false"),
    leftOut("metadata", "record", "labels what the account stores; gateways read overrides from it"),
    leftOut("service_tier", "tier", "chooses price and priority"),
    leftOut("background", "session", "answers later, from the account's store"),
    refused("web_search_options", "plugin", "searches the web at the account's cost"),
    refused("moderation", "plugin", "has another model moderate the request"),
    refused("prompt", "prompt", "puts a stored or second prompt in front"),
    refused("previous_response_id", "session", "continues a conversation that the account stores"),
    refused("conversation", "session", "continues a conversation that the account stores"),
  ],
};
