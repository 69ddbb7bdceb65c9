import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { loadModels } from "../../scenario/load-models.js";
import { SourceError } from "../../source/source-error.js";
import { loadRouter } from "./load-router.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const catalog = loadModels(`${root}scenarios/models.yaml`);
const folder = temporaryFolder();

function load(text: string, environment: { readonly [name: string]: string } = {}) {
  const file = join(folder, "router.yaml");
  writeFileSync(file, text);
  return loadRouter(file, { catalog, environment });
}

describe("a router's file", () => {
  test("of the examples mixes Bedrock and OpenAI-compatible models", () => {
    const config = loadRouter(`${root}examples/router.yaml`, { catalog, environment: { OPENROUTER_API_KEY: "k" } });
    expect(config.models.map(({ name, whole, streaming }) => [name, whole.provider, whole.api, streaming.api])).toEqual(
      [
        ["kimi", "bedrock", "converse", "converse-stream"],
        ["kimi-openrouter", "openrouter", "chat-completions", "chat-completions-stream"],
        ["claude", "bedrock", "converse", "converse-stream"],
        ["local", "openai-chat", "chat-completions", "chat-completions-stream"],
      ],
    );
    expect(config.strategy.kind).toBe("rules");
    expect(config.strategy.section).toHaveProperty("rules", [
      { keywords: ["code", "function", "typescript"], model: "claude" },
      { default: "kimi" },
    ]);
    expect(config.models[0]?.measured).toContain("kimi-k2.5/bedrock/converse");
    expect(config.models[3]?.measured).toEqual([]);
  });

  test("of the seed is read with its own names: llms, aws in any case, a bedrock/ prefix, a region a model", () => {
    const config = load(`
llms:
  k: { provider: AWS, model: bedrock/moonshotai.kimi-k2.5, aws_region: us-west-2, description: d, input_price: 1, output_price: 2 }
  o: { provider: openai, model: gpt-4o }
api_keys: { openai: [one-key, other-key] }
memory: { enabled: true }
media: {}
`);
    const [k, o] = config.models;
    expect(k?.whole).toMatchObject({
      provider: "bedrock",
      providerModelId: "moonshotai.kimi-k2.5",
      region: "us-west-2",
    });
    expect(o?.whole).toMatchObject({ baseUrl: "https://api.openai.com/v1", providerModelId: "gpt-4o" });
    expect(o?.credentials).toEqual([
      { kind: "bearer", token: "one-key" },
      { kind: "bearer", token: "other-key" },
    ]);
    expect(config.warnings.map((line) => line.replace(/^.*?:\d+:\d+: /, ""))).toEqual([
      "memory is ignored: this router has no memory and does not describe media",
      "media is ignored: this router has no memory and does not describe media",
    ]);
  });

  test.each([
    ["the entry's own key", `api_key: '\${KEY}'`, "expanded"],
    ["the variable it names", "api_key_env: OTHER", "other"],
    ["the provider's variable", "description: x", "from-provider"],
  ])("takes %s", (_title, member, token) => {
    const environment = { KEY: "expanded", OTHER: "other", OPENAI_API_KEY: "from-provider" };
    const config = load(`models:\n  a: { provider: openai, ${member} }\n`, environment);
    expect(config.models[0]?.credentials).toEqual([{ kind: "bearer", token }]);
  });

  test("takes a default for a variable, and tells two regions that disagree", () => {
    const text = `models:\n  a: { provider: bedrock, model: '\${ID:-amazon.nova-lite-v1:0}' }\n`;
    const config = load(text, { AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "eu-west-1" });
    expect(config.models[0]?.whole).toMatchObject({ providerModelId: "amazon.nova-lite-v1:0", region: "us-east-1" });
    expect(config.warnings).toEqual([
      "AWS_REGION is us-east-1 and AWS_DEFAULT_REGION is eu-west-1: AWS_REGION is used",
    ]);
    expect(load(text, { AWS_DEFAULT_REGION: "eu-west-1" }).models[0]?.whole.region).toBe("eu-west-1");
  });
});

const one = "models:\n  a: { provider: openai }\n";

test.each([
  ["an unknown key", `${one}rooter: {}\n`, ":3:1", /unknown key "rooter"/, /did you mean "router"/],
  ["an unknown strategy", `${one}router: { strategy: clever }\n`, ":3:21", /clever/, /random/],
  ["no model", "models: {}\n", ":1:9", /there is no model/, /add one/],
  [
    "no group of models",
    "router: { weights: { kimi: 3, glm: 2 } }\n",
    ":1:1",
    /no models, under llms or under models/,
    /models:\n {2}kimi: \{ provider: PROVIDER, model: MODEL_ID \}\n {2}glm: /,
  ],
  ["two groups of models", `${one}llms: {}\n`, ":1:1", /under llms, or under models/, null],
  [
    "a variable that is not set",
    `models:\n  a: { api_key: '\${NO_SUCH_KEY}' }\n`,
    ":2:17",
    /NO_SUCH_KEY is not set/,
    /export NO_SUCH_KEY/,
  ],
  [
    "a rule for nobody",
    `${one}router: { strategy: rules, rules: [{ keywords: [x], model: b }] }\n`,
    ":3:60",
    /no model "b"/,
    /"a"/,
  ],
  [
    "rules without rules",
    `${one}router: { strategy: rules }\n`,
    ":3:21",
    /the strategy rules has no rules/,
    /router\.rules/,
  ],
  [
    "a blank keyword",
    `${one}router: { strategy: rules, rules: [{ keywords: [" "], model: a }] }\n`,
    ":3:49",
    /matches nothing/,
    /write a word/,
  ],
  ["no order", `${one}router: { strategy: priority }\n`, ":3:21", /needs a list/, /router\.priority/],
  ["an order of nobody", `${one}router: { strategy: priority, priority: [b] }\n`, ":3:42", /no model "b"/, /"a"/],
  ["an order of one twice", `${one}router: { strategy: priority, priority: [a, a] }\n`, ":3:45", /twice/, /once/],
  ["a judge of nobody", `${one}router: { strategy: llm }\n`, ":3:21", /llm needs a model/, /router\.model/],
  ["no model file", `${one}router: { strategy: llmrouter }\n`, ":3:21", /needs a model file/, /llm-parity train/],
  [
    "no model file beside the seed's training file",
    `${one}router: { strategy: llmrouter, llmrouter: { name: knnrouter, config_path: configs/knn.yaml } }\n`,
    ":3:21",
    /needs a model file/,
    /train --router knnrouter --config configs\/knn\.yaml --output FILE/,
  ],
  [
    "a router that is not here",
    `${one}router: { strategy: llmrouter, name: graphrouter, model_path: m.json }\n`,
    ":3:38",
    /no router "graphrouter" here: it trains a graph neural network/,
    /^use knn/,
  ],
  [
    "an unknown router in the seed's block",
    `${one}router: { strategy: llmrouter, llmrouter: { name: knnn, model_path: m.json } }\n`,
    ":3:51",
    /no router "knnn"/,
    /did you mean "knn"/,
  ],
  ["weights that are all zero", `${one}router: { weights: { a: 0 } }\n`, ":3:20", /weight 0/, /above 0/],
  ["a weight below zero", `${one}router: { weights: { a: -1 } }\n`, ":3:25", /at least 0|>=0|small/i, null],
  ["a fallback to nobody", `${one}router: { fallback_models: [b] }\n`, ":3:29", /no model "b"/, null],
  ["nowhere to ask", "models:\n  a: { provider: acme }\n", ":2:3", /no address is known for "acme"/, /base_url/],
  ["an id that is none", "models:\n  a: { provider: bedrock, model: 'a b' }\n", ":2:3", /cannot be a model id/, null],
  [
    "a target of nobody",
    "models:\n  a: { target: kimi/nowhere }\n",
    ":2:3",
    /no target "kimi\/nowhere"/,
    /list targets/,
  ],
  [
    "an address beyond loopback without a key",
    `${one}serve: { host: 0.0.0.0 }\n`,
    ":3:16",
    /no API key is set/,
    /api_key_env/,
  ],
  ["a short key", `${one}serve: { api_key: short }\n`, ":3:19", /fewer than 16/, null],
])("%s is told with its place and the fix", (_title, text, where, message, hint) => {
  const error = caught(() => load(text));
  expect(error.where).toContain(where);
  expect(error.message).toMatch(message);
  if (hint !== null) expect(error.hint).toMatch(hint);
});

test("no mistake quotes a key", () => {
  const error = caught(() =>
    load(`models:\n  a: { api_key: '\${KEY}', base_url: 7 }\n`, { KEY: "sk-very-secret-0001" }),
  );
  expect(`${error.message} ${error.hint}`).not.toContain("sk-very-secret");
});

function caught(run: () => unknown): SourceError {
  try {
    run();
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
