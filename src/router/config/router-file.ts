import { z } from "zod";
import { type ApiTable, askedApiNames, isStreaming, wireApis } from "../../chat/api.js";
import { modelName, shapesOf } from "../choose/strategies/define-strategy.js";
import { defaultStrategy, strategies } from "../choose/strategies/registry.js";
import { guardModes } from "../relay/guard-mode.js";
import { allow, extra, upstream } from "./model-members.js";

const text = z.string().min(1);
const key = z.string();
const price = z.number().min(0).optional();
const milliseconds = z.int().min(1).max(3_600_000);

/** The file's words for {@link GuardMode}, and the booleans that stand for the default and for off. */
const guard = z.union([z.enum(guardModes), z.boolean()]);

const serve = z.strictObject({
  host: text.default("127.0.0.1"),
  port: z.int().min(0).max(65_535).default(8000),
  show_model_prefix: z.boolean().default(false).describe("Put [name] before the text of every reply."),
  api_key: key.optional().describe("What clients must send as a bearer token; needed on an address beyond loopback."),
  api_key_env: text.optional(),
  allowed_origins: z.array(text).default([]).describe("Origins of browser pages that may ask; none by default."),
  allowed_hosts: z.array(text).default([]).describe("Host names beyond loopback and `host` that requests may name."),
  max_body_bytes: z
    .int()
    .min(1024)
    .default(10 * 1024 * 1024),
  max_messages: z.int().min(1).default(2_000),
  max_connections: z.int().min(1).default(2_000),
  max_requests: z.int().min(1).default(2_000).describe("Chat requests under way at once; more are refused with 503."),
  headers_timeout_ms: milliseconds.default(10_000).describe("For the head of a request; a slower client is cut off."),
  request_timeout_ms: milliseconds.default(120_000).describe("For a whole request, from its first byte."),
  keep_alive_ms: z
    .int()
    .min(0)
    .max(3_600_000)
    .default(15_000)
    .describe("A stream in which nothing comes for so long gets a comment; 0: none."),
});

/** The order of the section's keys in the seed system; other keys follow. */
const seedOrder = ["strategy", "model", "rules", "weights", "llmrouter", "name", "config_path", "model_path"];

function inOrder<Shape extends z.ZodRawShape>(shape: Shape): Shape {
  const rank = (key: string) => (seedOrder.includes(key) ? seedOrder.indexOf(key) : seedOrder.length);
  const entries = Object.entries(shape).sort(([one], [other]) => rank(one) - rank(other));
  return Object.fromEntries(entries) as Shape;
}

const router = z.strictObject(
  inOrder({
    strategy: z.enum(strategies.map(({ name }) => name)).default(defaultStrategy),
    fallback_models: z.array(modelName).default([]).describe("Asked in this order where the chosen one fails."),
    ...shapesOf(strategies),
  }),
);

const compatibility = z.strictObject({
  matrix: text
    .default("reports/compatibility-matrix.json")
    .describe(
      "The evidence: a matrix file, the folder of a run, the folder of a history of nights, or latest-night for that of `history`. Read again when it changes.",
    ),
  history: text.default("history").describe("The folder of the nights, for latest-night."),
  max_age_days: z.number().min(0).default(30).describe("Older evidence steers nothing."),
  filter: z.boolean().default(false).describe("Leave failing models out in front of any strategy."),
});

const reliability = z.strictObject({
  retries: z.int().min(0).max(10).default(1).describe("Of each model, before anything was sent to the client."),
  backoff_ms: milliseconds.default(250),
  max_backoff_ms: milliseconds.default(8_000),
  cooldown_failures: z.int().min(1).default(3).describe("Failures in a row after which a model rests."),
  cooldown_ms: milliseconds.default(30_000),
  first_byte_ms: milliseconds.default(60_000),
  idle_ms: milliseconds.default(60_000),
  total_ms: milliseconds.default(600_000),
  empty_reply_guard: guard
    .default(true)
    .describe(
      "A reply without an answer is asked of the next model. hold: reasoning waits for the answer; early: it goes out as it comes; off.",
    ),
});

/** The schema of one model of the file. */
export function modelSchema(table: ApiTable) {
  return z.strictObject({
    provider: text.default("openai"),
    model: text.optional().describe("The provider's own id; default: the name."),
    base_url: z.url({ protocol: /^https?$/ }).optional(),
    provider_type: z.literal("openai_compatible").optional(),
    auth_mode: z.enum(["auto", "bearer", "none"]).default("auto"),
    chat_path: z
      .string()
      .regex(/\/chat\/completions$/, "must end with /chat/completions")
      .optional(),
    local: z.boolean().default(false).describe("No key is needed."),
    api_key: key.optional(),
    api_key_env: text.optional(),
    description: z.string().default("").describe("For the strategy llm, and for people."),
    input_price: price.describe("US dollars per million tokens, as every price."),
    output_price: price,
    cached_input_price: price.describe("Of input that was read from the provider's cache."),
    cache_write_price: price.describe("Of input that was written into the provider's cache."),
    reasoning_price: price.describe("Of reasoning tokens; default: the price of output."),
    max_tokens: z.int().min(1).optional().describe("Sent where a request sets none."),
    empty_reply_guard: guard.optional().describe("For this model, in place of that of reliability."),
    separate_thinking: z
      .boolean()
      .optional()
      .describe("Sends reasoning that the model writes in tags in its text, such as <think>, as reasoning."),
    context_limit: z.int().min(1).optional(),
    aws_region: text.nullable().optional(),
    api: z
      .enum(askedApiNames(table).filter((name) => !isStreaming(name)))
      .optional()
      .describe("Which wire API; streaming follows the request."),
    target: text.optional().describe("Its target in models.yaml and the compatibility matrix."),
    upstream: upstream.optional().describe("OpenRouter: one upstream, or its routing preferences."),
    extra,
    allow,
  });
}

/** The schema of the router's YAML file: the seed system's keys, and ours. Its published JSON Schema is made from it. */
export function routerFile(table: ApiTable = wireApis) {
  const models = z.record(modelName, modelSchema(table));
  return z
    .strictObject({
      serve: serve.prefault({}),
      router: router.prefault({}),
      llms: models.optional(),
      models: models.optional().describe("Another name of llms."),
      api_keys: z
        .record(text, z.union([key, z.array(key).min(1)]))
        .default({})
        .describe("Provider → key, or several in turn."),
      reliability: reliability.prefault({}),
      compatibility: compatibility.prefault({}),
      memory: z.looseObject({}).optional().describe("Taken for the seed's sake and ignored."),
      media: z.looseObject({}).optional().describe("Taken for the seed's sake and ignored."),
    })
    .refine(
      (file) => file.llms === undefined || file.models === undefined,
      "write the models under llms, or under models",
    )
    .meta({ id: "router", title: "llm-parity router", description: "Whom the router asks, and how it chooses." });
}

export type RouterFile = z.output<ReturnType<typeof routerFile>>;
export type ModelSettings = z.output<ReturnType<typeof modelSchema>>;
