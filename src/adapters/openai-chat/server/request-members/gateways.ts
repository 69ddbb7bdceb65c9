import { leftOut, type MemberGroup, refused } from "./member.js";

/** Members by which a request steers LiteLLM's proxy. All names that begin with `litellm` are in `prefixes`. */
export const litellmMembers: MemberGroup = {
  source:
    "BerriAI/litellm litellm/types/utils.py@001c64f (all_litellm_params); docs.litellm.ai/docs/proxy/client_side_fallbacks",
  date: "2026-11-28",
  members: [
    refused("context_window_fallbacks", "fallback", "lists models to ask where the prompt is too long"),
    refused("context_window_fallback_dict", "fallback", "lists models to ask where the prompt is too long"),
    refused("content_policy_fallbacks", "fallback", "lists models to ask after a refusal"),
    refused("default_fallbacks", "fallback", "lists models to ask after a failure"),
    refused("disable_fallbacks", "fallback", "turns the configured fallbacks off"),
    refused("max_fallbacks", "fallback", "sets how many models are asked"),
    refused("fallback_depth", "fallback", "sets how many models are asked"),
    refused("base_model", "model", "names the model behind a deployment"),
    refused("hf_model_name", "model", "names the model behind a deployment"),
    refused("model_config", "model", "configures deployments"),
    refused("model_info", "model", "configures a deployment"),
    refused("deployment_id", "address", "names a deployment"),
    refused("specific_deployment", "route", "chooses a deployment"),
    refused("allowed_model_region", "route", "chooses the region"),
    refused("routing_strategy", "route", "chooses how a deployment is chosen"),
    refused("router_settings_override", "route", "replaces settings of the router"),
    refused("enable_tag_filtering", "route", "chooses deployments by tag"),
    refused("use_litellm_proxy", "route", "sends the request through another proxy"),
    refused("guardrails", "plugin", "chooses the guardrails that run"),
    refused("policies", "plugin", "chooses the guardrails that run"),
    refused("disable_global_guardrails", "plugin", "turns guardrails off"),
    refused("search_tool_name", "plugin", "chooses a search service"),
    refused("mock_response", "anything", "makes the gateway invent the reply"),
    refused("prompt_id", "prompt", "takes the prompt from a store"),
    refused("prompt_label", "prompt", "takes the prompt from a store"),
    refused("prompt_version", "prompt", "takes the prompt from a store"),
    refused("prompt_variables", "prompt", "fills a stored prompt"),
    refused("extra_body", "anything", "is merged into the request of the upstream"),
    refused("extra_query", "anything", "is added to the upstream's address"),
    refused("allowed_openai_params", "anything", "lets members through a filter"),
    refused("shared_session", "session", "uses the connection of another request"),
    refused("provider_specific_header", "key", "sets headers of the upstream's request"),
    refused("secret_fields", "key", "carries headers with keys"),
    refused("configurable_clientside_auth_params", "key", "lets requests set keys"),
    refused("client_secret", "key", "is a credential"),
    refused("client_id", "key", "is a credential"),
    refused("tenant_id", "key", "names an account"),
    refused("organization", "key", "names an account"),
    refused("proxy_server_request", "address", "stands for the client's own request"),
    refused("callbacks", "address", "chooses the services that are told of the request"),
    refused("success_callback", "address", "chooses the services that are told of the request"),
    refused("failure_callback", "address", "chooses the services that are told of the request"),
    refused("webhook", "address", "names an address to call"),
    refused("webhook_url", "address", "names an address to call"),
    refused("callback_url", "address", "names an address to call"),
    refused("ssl_verify", "address", "changes how the upstream is trusted"),
    leftOut("tags", "route", "chooses deployments by tag"),
    leftOut("cache", "session", "reads replies from the gateway's cache"),
    leftOut("caching", "session", "reads replies from the gateway's cache"),
    leftOut("num_retries", null, "sets the gateway's retries"),
    leftOut("max_retries", null, "sets the gateway's retries"),
    leftOut("timeout", null, "sets the gateway's deadline"),
    leftOut("request_timeout", null, "sets the gateway's deadline"),
    leftOut("stream_timeout", null, "sets the gateway's deadline"),
    leftOut("drop_params", null, "lets the gateway drop settings in silence"),
  ],
};

/** Members by which a request steers Vercel's AI Gateway. */
export const vercelMembers: MemberGroup = {
  source: "vercel.com/docs/ai-gateway/models-and-providers/provider-options (2026-03-07)",
  date: "2026-11-28",
  members: [refused("providerOptions", "provider", "chooses upstreams, models and keys of the gateway")],
};

/** Members by which a request steers Portkey's gateway and orq.ai's proxy. */
export const portkeyMembers: MemberGroup = {
  source: "portkey.ai/docs/product/ai-gateway/fallbacks (2026-02-09); docs.orq.ai/docs/ai-proxy-fallbacks",
  date: "2026-11-28",
  members: [
    refused("config", "route", "replaces the gateway's configuration"),
    refused("strategy", "route", "chooses how targets are asked"),
    refused("targets", "route", "lists whom to ask"),
    refused("override_params", "anything", "replaces members of the request"),
    refused("virtual_key", "key", "names a stored key"),
    refused("custom_host", "address", "names the upstream's address"),
    refused("forward_headers", "key", "hands headers on"),
    refused("input_guardrails", "plugin", "chooses the guardrails that run"),
    refused("output_guardrails", "plugin", "chooses the guardrails that run"),
    refused("before_request_hooks", "plugin", "chooses the hooks that run"),
    refused("after_request_hooks", "plugin", "chooses the hooks that run"),
    refused("orq", "fallback", "lists models to ask after a failure"),
  ],
};

/** Members of any proxy that name an address or a key, which a request must never choose (CVE-2024-6587, LiteLLM `api_base`). */
export const addressMembers: MemberGroup = {
  source: "CVE-2024-6587; BerriAI/litellm litellm/types/utils.py@001c64f",
  date: "2026-11-28",
  members: [
    ...["api_base", "api_base_url", "api_endpoint", "base_url", "chat_path", "endpoint", "endpoint_url", "proxy"],
    ...["api_version", "api_type", "custom_llm_provider", "provider_type", "region_name", "model_list", "user_config"],
  ]
    .map((name) => refused(name, "address", "chooses the upstream's address"))
    .concat(
      ["api_key", "api_keys", "api_key_env", "auth_mode", "authorization", "bearer_token", "headers", "extra_headers"]
        .concat("default_headers")
        .map((name) => refused(name, "key", "chooses the upstream's key")),
    ),
};

/** Beginnings of names, in lower case without separators, of which each one names an address, an account or a key. */
export const addressPrefixes: readonly string[] = [
  ...["aws", "azure", "vertex", "litellm", "openaiapi", "portkey", "xportkey", "userapikey"],
  // Services that LiteLLM writes to, with their keys and hosts (StandardCallbackDynamicParams).
  ...["langfuse", "langsmith", "gcsbucket", "gcspath", "humanloop", "arize", "posthog", "wandb", "weaveproject"],
];

/** Beginnings of names that choose a route or a plugin: LiteLLM's test switches and routers, InvokeModel's guardrails. */
export const choicePrefixes: readonly string[] = [
  ...["mocktesting", "mocktimeout", "autorouter", "complexityrouter", "adaptiverouter", "qualityrouter"],
  "amazonbedrock",
];
