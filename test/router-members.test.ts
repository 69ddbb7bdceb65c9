import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { memberGroups } from "../src/adapters/openai-chat/server/request-members/members.js";
import type { JsonObject, JsonValue } from "../src/chat/json.js";
import { createUpstreams } from "../src/router/relay/upstreams.js";
import { type RouterServer, serveRouter } from "../src/router/serve/http-server.js";
import { createRouter, type Router } from "../src/router/serve/router.js";
import type { Exchange } from "../src/wire/exchange.js";
import { routerOf } from "./support/router-run.js";

/**
 * No member of a request that chooses a model, a route, a provider, a plugin, a fallback, an address or a key reaches an
 * upstream, unless the configuration allows it by name. The lists here are written by hand, not read from the code's table.
 */

const choosing = [
  ...["models", "fallbacks", "route", "provider", "plugins", "transforms", "preset", "prompt", "web_search_options"],
  ...[
    "providerOptions",
    "provider_options",
    "context_window_fallbacks",
    "content_policy_fallbacks",
    "routing_strategy",
  ],
  ...["guardrails", "mock_response", "prompt_id", "prompt_variables", "extra_body", "extra_query", "base_model"],
  ...[
    "guardrailConfig",
    "additionalModelRequestFields",
    "promptVariables",
    "modelId",
    "amazon-bedrock-guardrailConfig",
  ],
  ...["previous_response_id", "conversation", "moderation", "enable_search", "search_parameters", "compound_custom"],
  ...[
    "lora_path",
    "lora",
    "adapter_id",
    "routed_dp_rank",
    "data_parallel_rank",
    "custom_logit_processor",
    "vllm_xargs",
  ],
  ...["chat_template", "session_params", "id_slot", "safety_model", "container", "cached_content", "inference_geo"],
  ...[
    "strategy",
    "targets",
    "config",
    "override_params",
    "orq",
    "Models",
    "MODEL",
    "Provider",
    "model\u017f",
    "rou-te",
  ],
  ...["auto_router_config", "mock_testing_fallbacks", "router_settings_override", "disable_fallbacks"],
];

const addresses = [
  ...["api_base", "apiBase", "base_url", "BASE-URL", "api_key", "extra_headers", "headers", "authorization", "proxy"],
  ...["aws_access_key_id", "aws_bedrock_runtime_endpoint", "azure_ad_token", "vertex_credentials", "litellm_params"],
  ...["custom_llm_provider", "model_list", "user_config", "deployment_id", "virtual_key", "custom_host", "callbacks"],
  ...["webhook", "webhook_url", "callback_url", "success_callback", "mcp_servers", "data_sources", "dataSources"],
  ...["kv_transfer_params", "bootstrap_host", "bootstrap_port", "langfuse_host", "langfuse_secret", "organization"],
  ...["client_secret", "secret_fields", "provider_specific_header", "user_api_key_hash", "proxy_server_request"],
];

/** Members of agents that choose nothing, or too little to refuse an agent for. */
const habits = [
  ...[
    "metadata",
    "service_tier",
    "serviceTier",
    "session_id",
    "trace",
    "debug",
    "requestMetadata",
    "performanceConfig",
  ],
  ...[
    "tags",
    "cache",
    "timeout",
    "num_retries",
    "cache_salt",
    "priority",
    "request_id",
    "betas",
    "speed",
    "background",
  ],
];

/** What an OpenAI-compatible upstream may get beside messages and settings. */
const harmless = [
  ...["audio", "logit_bias", "logprobs", "top_logprobs", "modalities", "prediction", "prompt_cache_key", "user"],
  ...["prompt_cache_options", "prompt_cache_retention", "safety_identifier", "verbosity", "store", "reasoning"],
  ...["thinking", "response_format", "usage", "include_reasoning", "cache_control", "image_config", "min_p", "top_a"],
  ...["repetition_penalty", "structured_outputs", "chat_template_kwargs", "add_generation_prompt", "regex", "ebnf"],
  ...["continue_final_message", "separate_reasoning", "stream_reasoning", "thinking_token_budget", "min_tokens"],
  ...["stop_token_ids", "bad_words", "ignore_eos", "skip_special_tokens", "spaces_between_special_tokens", "grammar"],
  ...["include_stop_str_in_output", "length_penalty", "typical_p", "guided_json", "guided_regex", "guided_choice"],
  ...["guided_grammar", "json_schema", "cache_prompt", "enable_thinking", "thinking_budget", "preserve_thinking"],
  ...["clear_thinking", "disable_reasoning", "reasoning_format", "reasoning_split", "prompt_mode", "tool_stream"],
  ...["random_seed", "safe_prompt", "context_length_exceeded_behavior"],
];

/** Members whose value is a schema or names one: a property in it may have any name, so what stands in it chooses nothing. */
const schemas = ["response_format", "json_schema", "guided_json"];

const settings = [
  ...["model", "messages", "tools", "tool_choice", "parallel_tool_calls", "max_tokens", "max_completion_tokens"],
  ...["temperature", "top_p", "top_k", "seed", "presence_penalty", "frequency_penalty", "stop", "reasoning_effort"],
  ...["stream", "stream_options", "usage"],
];

const entries = {
  "OpenAI-compatible": "{ provider: vllm, base_url: 'http://127.0.0.1:9/v1', model: upstream-id, local: true",
  OpenRouter: "{ provider: openrouter, model: moonshotai/kimi-k2.5, api_key: simulated-key-0001",
  Converse: "{ provider: bedrock, model: moonshotai.kimi-k2.5, aws_region: us-east-1",
  InvokeModel: "{ provider: bedrock, api: invoke-model, model: moonshotai.kimi-k2.5, aws_region: us-east-1",
  Messages: "{ provider: anthropic, model: claude-haiku-4-5, api_key: simulated-key-0001",
};
type Service = keyof typeof entries;
const services = Object.keys(entries) as readonly Service[];

/** The top-level members that each service may ever get from these requests. */
const may: { readonly [service in Service]: readonly string[] } = {
  "OpenAI-compatible": [...settings, ...harmless],
  OpenRouter: [...settings, ...harmless],
  Converse: ["messages", "system", "inferenceConfig", "toolConfig"],
  InvokeModel: [
    "messages",
    "max_tokens",
    "temperature",
    "top_p",
    "tools",
    "tool_choice",
    "thinking",
    "response_format",
  ],
  Messages: [
    ...["model", "messages", "system", "max_tokens", "temperature", "top_p", "top_k", "stop_sequences"],
    ...["tools", "tool_choice", "thinking", "output_config", "cache_control"],
  ],
};

const sent: { readonly url: string; readonly text: string; readonly headers: string }[] = [];
const exchange: Exchange = async ({ url, body, headers }) => {
  sent.push({ url, text: new TextDecoder().decode(body ?? new Uint8Array()), headers: JSON.stringify(headers) });
  const reply = replyAt(url);
  async function* chunks() {
    yield new TextEncoder().encode(JSON.stringify(reply));
  }
  return { status: 200, headers: [["content-type", "application/json"]], chunks: chunks() };
};

function replyAt(url: string): object {
  const content = [{ type: "text", text: "42" }];
  if (url.endsWith("/messages")) return { type: "message", role: "assistant", content, stop_reason: "end_turn" };
  if (url.endsWith("/converse"))
    return { output: { message: { role: "assistant", content: [{ text: "42" }] } }, stopReason: "end_turn" };
  return { choices: [{ index: 0, message: { role: "assistant", content: "42" }, finish_reason: "stop" }] };
}

function routerFor(service: Service, members = ""): Router {
  const config = routerOf(`reliability: { retries: 0 }\nmodels:\n  m: ${entries[service]}${members} }\n`);
  const models = config.models.map((model) => ({
    ...model,
    credentials: [{ kind: "bearer", token: "simulated-key-0001" } as const],
  }));
  return createRouter({ config: { ...config, models }, askModel: createUpstreams(exchange), measured: null });
}

let server: RouterServer;
let router: Router;
beforeAll(async () => {
  router = routerFor("Converse");
  server = await serveRouter(() => router, { log: (line) => expect(line).toBe("") });
  return () => server.drain(0);
});

const hello = { model: "m", messages: [{ role: "user", content: "6 × 7?" }] };

type Asked = { readonly status: number; readonly error: JsonObject | null; readonly warnings: string };

async function ask(body: object | string): Promise<Asked> {
  sent.length = 0;
  const response = await fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const answer = (await response.json()) as { readonly error?: JsonObject };
  const warnings = response.headers.get("x-llm-parity-warnings") ?? "";
  return { status: response.status, error: answer.error ?? null, warnings };
}

const bodySent = (): JsonObject => JSON.parse(sent[0]?.text ?? "null") ?? {};

const without = (names: readonly string[], body: JsonObject) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

/** Own members, `__proto__` among them, which a literal would take for the prototype. */
const bodyWith = (members: readonly (readonly [string, JsonValue])[]) =>
  JSON.stringify(Object.fromEntries([...Object.entries(hello), ...members]));

describe.each(services)("a request to %s", (service) => {
  beforeAll(() => {
    router = routerFor(service);
  });

  test.each([...choosing, ...addresses])("with %s is refused, and nothing is sent", async (name) => {
    router = routerFor(service);
    const { status, error } = await ask(bodyWith([[name, ["chosen-by-a-client"]]]));
    expect([status, error]).toMatchObject([400, { param: name, code: "forbidden_parameter" }]);
    expect(error?.["type"]).toBe("invalid_request_error");
    expect(sent).toEqual([]);
  });

  test.each(habits)("with %s is answered, and the member is left out with a warning", async (name) => {
    router = routerFor(service);
    const { status, warnings } = await ask(bodyWith([[name, { own: "chosen-by-a-client" }]]));
    expect(status).toBe(200);
    expect(warnings).toContain(`member-left-out: ${name}`);
    expect(sent.map(({ text }) => text.includes("chosen-by-a-client"))).toEqual([false]);
  });

  test("carries nothing but settings and harmless members, whatever else it has", async () => {
    router = routerFor(service);
    const known = memberGroups.flatMap(({ members }) => members.map(({ name }) => name));
    const respelled = fc
      .tuple(fc.constantFrom(...known, ...choosing, ...addresses), fc.constantFrom("-", "_", ".", " ", ""))
      .chain(([name, separator]) =>
        fc.constantFrom(
          name,
          name.toUpperCase(),
          name.replace(/_/g, separator),
          name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
          `${name}${separator}`,
          name.replace("s", "\u017f").replace("k", "\u212a"),
        ),
      );
    const names = fc.oneof(
      { weight: 4, arbitrary: respelled },
      { weight: 1, arbitrary: fc.string({ minLength: 1 }) },
      { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "prototype", "toString") },
    );
    const marked: fc.Arbitrary<JsonValue> = fc.oneof(
      fc.constant("chosen-by-a-client"),
      fc.constant(["chosen-by-a-client"]),
      names.map((name) => Object.fromEntries([[name, "chosen-by-a-client"]])),
      names.map((name) => [{ deep: Object.fromEntries([[name, ["chosen-by-a-client"]]]) }]),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(names, marked), { minLength: 1, maxLength: 4 }), async (members) => {
        const others = members.filter(([name]) => !settings.includes(name) || name === "usage");
        const { status } = await ask(bodyWith(others));
        expect([200, 400]).toContain(status);
        if (status === 400) expect(sent).toEqual([]);
        if (status === 400) return;
        const body = bodySent();
        expect(Object.keys(body).filter((name) => !may[service].includes(name))).toEqual([]);
        expect(JSON.stringify(without(harmless, body))).not.toContain("chosen-by-a-client");
        const named = JSON.stringify(without(schemas, body));
        for (const name of [...choosing, ...addresses]) expect(named).not.toContain(`"${name}":`);
      }),
      { numRuns: 200, examples: [[[["json_schema", { secret_fields: "chosen-by-a-client" }]]]] },
    );
  });
});

describe("a member that chooses", () => {
  const inside: readonly (readonly [string, JsonObject, string])[] = [
    ["reasoning", { reasoning: { effort: "low", provider: "x" } }, "reasoning.provider"],
    ["thinking", { thinking: { type: "enabled", models: ["x"] } }, "thinking.models"],
    ["usage", { usage: { include: true, api_base: "http://x" } }, "usage.api_base"],
    [
      "chat_template_kwargs",
      { chat_template_kwargs: { chat_template: "{% x %}" } },
      "chat_template_kwargs.chat_template",
    ],
    ["cache_control", { cache_control: { type: "ephemeral", route: "x" } }, "cache_control.route"],
    [
      "prediction",
      { prediction: { type: "content", content: [{ type: "text", plugins: [1] }] } },
      "prediction.content[0].plugins",
    ],
    ["image_config", { image_config: { size: 1, preset: "x" } }, "image_config.preset"],
    ["a prototype", JSON.parse('{"reasoning":{"__proto__":{"x":1}}}'), "reasoning.__proto__"],
  ];

  test.each(inside)("is refused inside %s", async (_title, members, param) => {
    router = routerFor("OpenRouter");
    expect(await ask({ ...hello, ...members })).toMatchObject({ status: 400, error: { param } });
    expect(sent).toEqual([]);
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["reasoning", { effort: "low", brand_new: "chosen", max_tokens: null }, { effort: "low", max_tokens: null }],
    ["usage", { include: true, brand_new: { deep: "chosen" } }, { include: true }],
    ["chat_template_kwargs", { enable_thinking: false, tokenize: true, tools: ["chosen"] }, { enable_thinking: false }],
    ["cache_control", { type: "ephemeral", ttl: "1h", scope: "chosen" }, { type: "ephemeral", ttl: "1h" }],
    ["image_config", { size: "1K", deep: { x: "chosen" } }, { size: "1K" }],
    ["thinking", { type: "adaptive", own: "chosen" }, { type: "adaptive" }],
  ])("leaves %s what is known of it", async (name, value, expected) => {
    router = routerFor("OpenAI-compatible");
    const { status, warnings } = await ask({ ...hello, [name]: value });
    expect([status, bodySent()[name] ?? bodySent()["reasoning_effort"]]).toEqual([
      200,
      name === "reasoning" ? "low" : expected,
    ]);
    expect(sent[0]?.text).not.toContain("chosen");
    expect(warnings).toContain(`member-left-out: ${name}.`);
  });

  test.each([
    ["web_search", { type: "web_search" }],
    ["openrouter:web_search", { type: "openrouter:web_search", parameters: { engine: "exa" } }],
    ["mcp", { type: "mcp", server_url: "http://x", headers: { authorization: "x" } }],
    ["builtin_function", { type: "builtin_function", function: { name: "$web_search" } }],
  ])("is refused as a tool of the service: %s", async (type, tool) => {
    router = routerFor("OpenRouter");
    const { status, error } = await ask({ ...hello, tools: [tool] });
    expect([status, error]).toMatchObject([400, { param: "tools[0].type" }]);
    expect(String(error?.["message"])).toContain(type);
    expect(sent).toEqual([]);
  });

  test("does not go on inside messages, tools, formats and reasoning details", async () => {
    router = routerFor("OpenRouter");
    const { status, warnings } = await ask({
      model: "m",
      messages: [
        { role: "user", content: [{ type: "text", text: "a", provider: "chosen" }], models: ["chosen"] },
        {
          ...{ role: "assistant", content: "b", plugins: ["chosen"] },
          reasoning_details: [{ type: "reasoning.text", text: "c", provider: "chosen", deep: { api_key: "chosen" } }],
        },
        { role: "user", content: "d" },
      ],
      tools: [{ type: "function", route: "chosen", function: { name: "f", provider: "chosen", parameters: {} } }],
      response_format: { type: "json_object", models: ["chosen"] },
    });
    expect(status).toBe(200);
    expect(sent[0]?.text).not.toContain("chosen");
    expect(sent[0]?.text).toContain('"reasoning_details":[{"type":"reasoning.text","text":"c","deep":{}}]');
    for (const place of ["messages[0].models", "messages[1].plugins", "tools[0].route", "response_format.models"])
      expect(warnings).toContain(place);
  });

  test("may be a name of the client's own schema, text and arguments", async () => {
    router = routerFor("OpenAI-compatible");
    const parameters = { type: "object", properties: { provider: { type: "string" }, models: { type: "array" } } };
    const call = { id: "a", type: "function", function: { name: "f", arguments: '{"provider":"x"}' } };
    const { status } = await ask({
      model: "m",
      messages: [
        { role: "user", content: '{"models": []}' },
        { role: "assistant", content: null, tool_calls: [call] },
        { role: "tool", tool_call_id: "a", content: '{"route": 1}' },
      ],
      tools: [{ type: "function", function: { name: "f", parameters } }],
    });
    expect([status, bodySent()["tools"]]).toMatchObject([200, [{ function: { parameters } }]]);
  });

  test.each([
    [
      "the last of a name given twice",
      `{"model":"m","messages":[{"role":"user","content":"a"}],"user":"a","models":[],"models":["x"]}`,
    ],
    ["an escaped name", `{"model":"m","messages":[{"role":"user","content":"a"}],"mod\\u0065ls":["x"]}`],
  ])("is refused as %s", async (_title, body) => {
    router = routerFor("OpenRouter");
    expect(await ask(body)).toMatchObject({ status: 400, error: { param: "models" } });
    expect(sent).toEqual([]);
  });

  test.each([
    ["null", null],
    ["an empty list", []],
    ["an empty object", {}],
  ])("that is %s chooses nothing: the request is answered without it", async (_title, value) => {
    router = routerFor("OpenRouter");
    const { status } = await ask({ ...hello, models: value, provider: value, plugins: value, transforms: value });
    expect([status, Object.keys(bodySent()).toSorted()]).toEqual([200, ["messages", "model", "usage"]]);
  });

  test("is refused with what to write instead", async () => {
    router = routerFor("OpenRouter");
    const messageOf = async (name: string) => String((await ask({ ...hello, [name]: ["x"] })).error?.["message"]);
    expect(await messageOf("models")).toBe(
      "'models' cannot be set by a request: the router's configuration decides it. It lists the models to ask; the first one is asked instead of 'model'. Add models to the router's file, and ask for them by their names there or in router.fallback_models; to let requests set it, list models under 'allow' of the model's entry.",
    );
    expect(await messageOf("provider")).toContain("Write it as 'upstream' into the model's entry");
    expect(await messageOf("plugins")).toContain("Write it under 'extra' of the model's entry");
    expect(await messageOf("extra_body")).toContain("Send its members at the top level of the body.");
    expect(await messageOf("api_base")).toBe(
      "'api_base' cannot be set by a request: the router's configuration decides the provider, its address and the key.",
    );
  });

  test("is refused over a WebSocket too, in both dialects", async () => {
    router = routerFor("OpenRouter");
    sent.length = 0;
    const frames = await talk([
      { model: "m", message: "6 × 7?", models: ["x"] },
      { model: "m", messages: hello.messages, provider: { only: ["x"] } },
    ]);
    expect(frames.flatMap(({ error }) => (error as JsonObject | undefined)?.["param"] ?? []).toSorted()).toEqual([
      "models",
      "provider",
    ]);
    expect(sent).toEqual([]);
  });
});

test("nothing of a request's headers and query reaches an upstream", async () => {
  router = routerFor("OpenRouter");
  sent.length = 0;
  const names = [
    "x-portkey-config",
    "x-session-id",
    "x-openrouter-metadata",
    "http-referer",
    "helicone-auth",
    "cf-aig-authorization",
  ];
  const query = "?models=chosen&api_key=chosen&provider=chosen";
  const response = await fetch(`${server.url}/v1/chat/completions${query}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...Object.fromEntries(names.map((name) => [name, "chosen"])) },
    body: JSON.stringify(hello),
  });
  expect(response.status).toBe(200);
  expect(JSON.stringify(sent)).not.toContain("chosen");
});

describe("a member that the configuration allows by name", () => {
  const allowed = ", allow: [plugins, models, x_new, metadata]";

  test.each(["OpenAI-compatible", "OpenRouter"] as const)(
    "reaches %s as it was sent, and no other does",
    async (service) => {
      router = routerFor(service, allowed);
      const own = {
        plugins: [{ id: "web", own: { deep: 1 } }],
        models: ["a"],
        x_new: { y: null },
        metadata: { k: "v" },
      };
      const { status, warnings } = await ask({ ...hello, ...own, x_other: 1 });
      expect([status, bodySent()]).toMatchObject([200, own]);
      expect(bodySent()).not.toHaveProperty("x_other");
      expect(warnings).toBe(
        "member-left-out: x_other: not a member that the router knows; list it under 'allow' of the model's entry to send it",
      );
      expect(await ask({ ...hello, route: "fallback" })).toMatchObject({ status: 400, error: { param: "route" } });
    },
  );

  test("is one of Bedrock's own there", async () => {
    router = routerFor("Converse", ", allow: [guardrailConfig, requestMetadata, plugins]");
    const own = { guardrailConfig: { guardrailIdentifier: "g" }, requestMetadata: { team: "a" } };
    const { status, warnings } = await ask({ ...hello, ...own, plugins: [1] });
    expect([status, bodySent()]).toMatchObject([200, own]);
    expect(warnings).toBe("member-left-out: plugins: Bedrock has no such member");
  });

  test("reaches Messages, which gets none that it does not know otherwise", async () => {
    router = routerFor("Messages", ", allow: [user]");
    const { status, warnings } = await ask({ ...hello, user: "u", prompt_cache_key: "k", logit_bias: { "1": 1 } });
    expect([status, Object.keys(bodySent()).sort()]).toEqual([200, ["max_tokens", "messages", "model", "user"]]);
    for (const name of ["prompt_cache_key", "logit_bias"]) {
      expect(warnings).toContain(`member-left-out: ${name}: Messages has no such member`);
    }
  });

  test("does not replace what the configuration sets", async () => {
    router = routerFor(
      "OpenRouter",
      ", upstream: moonshotai, extra: { plugins: [{ id: mine }] }, allow: [plugins, provider]",
    );
    const { warnings } = await ask({ ...hello, plugins: [{ id: "web" }], provider: { only: ["azure"] } });
    expect(bodySent()).toMatchObject({
      plugins: [{ id: "mine" }],
      provider: { only: ["moonshotai"], allow_fallbacks: false },
    });
    expect(warnings).toBe(
      "member-left-out: plugins: the configuration sets it; member-left-out: provider: the model is pinned to moonshotai",
    );
  });

  test("goes to that model alone: left out of a fallback, refused for another name", async () => {
    const file = `router: { strategy: round_robin, fallback_models: [b] }
reliability: { retries: 0 }
models:
  a: { base_url: 'http://127.0.0.1:9/v1', model: one, local: true, allow: [plugins] }
  b: { base_url: 'http://127.0.0.1:9/v1', model: two, local: true }
`;
    const failing: Exchange = async (request, signal) => {
      const answer = await exchange(request, signal);
      return sent.length === 1 ? { ...answer, status: 400 } : answer;
    };
    router = createRouter({ config: routerOf(file), askModel: createUpstreams(failing), measured: null });
    const { status } = await ask({ ...hello, model: "a", plugins: [{ id: "web" }] });
    expect([status, sent.map(({ text }) => "plugins" in JSON.parse(text))]).toEqual([200, [true, false]]);
    expect((await ask({ ...hello, model: "b", plugins: [{ id: "web" }] })).error?.["param"]).toBe("plugins");
    expect((await ask({ ...hello, model: "auto", plugins: [{ id: "web" }] })).status).toBe(200);
  });
});

test.each([
  ...["m:online", "m:nitro", "m:free", "m@preset/x", "@preset/x", "openrouter/auto", "M", "constructor"],
  ...["__proto__", "upstream-id", "moonshotai/kimi-k2.5", "../m", "m\u0000"],
])("a model named %j is none of the file's, and nothing is sent", async (model) => {
  router = routerFor("OpenRouter");
  const { status } = await ask({ ...hello, model });
  expect([400, 404]).toContain(status);
  expect(sent).toEqual([]);
});

/** Sends frames over a socket, and takes what comes until each request is done. */
async function talk(frames: readonly JsonObject[]): Promise<readonly JsonObject[]> {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/v1/chat/ws`);
  const came: JsonObject[] = [];
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () => {
      for (const frame of frames) socket.send(JSON.stringify(frame));
    });
    socket.on("message", (data) => {
      came.push(JSON.parse(String(data)));
      if (came.filter((frame) => "done" in frame).length < frames.length) return;
      socket.close();
      resolve(came);
    });
  });
}
