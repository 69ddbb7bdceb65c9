import { describe, expect, test } from "vitest";
import { plainTarget } from "../../../test/support/plain-values.js";
import { wireApis } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import type { Catalog } from "../../scenario/catalog.js";
import { builtInProviders } from "../../scenario/provider.js";
import { routedModel } from "./routed-model.js";
import { routerFile } from "./router-file.js";

function routed(
  settings: Readonly<Record<string, unknown>>,
  {
    targets = [],
    keys = {},
    environment = {},
    name = "own-name",
  }: {
    readonly targets?: readonly Target[];
    readonly keys?: Readonly<Record<string, string | string[]>>;
    readonly environment?: Readonly<Record<string, string>>;
    readonly name?: string;
  } = {},
) {
  const file = routerFile().parse({ models: { [name]: settings }, api_keys: keys });
  const own = file.models?.[name];
  if (own === undefined) throw new Error("no model");
  const catalog: Catalog = {
    ...{ file: "models.yaml", apis: wireApis, providers: builtInProviders(), models: [], targets, suites: [] },
    defaults: { replay: "", live: "" },
  };
  return routedModel({ name, settings: own, keys: file.api_keys, guard: true, catalog, environment });
}

const address = ({ baseUrl }: Target) => baseUrl;

describe("where a model is asked", () => {
  test.each([
    [{}, "openai-chat", "https://api.openai.com/v1"],
    [{ provider: "OpenAI" }, "openai-chat", "https://api.openai.com/v1"],
    [{ provider: "acme", base_url: "https://acme.test/v1" }, "openai-chat", "https://acme.test/v1"],
    [{ provider: "acme", base_url: "https://acme.test/v1//" }, "openai-chat", "https://acme.test/v1"],
    [{ provider: "openrouter", base_url: "http://127.0.0.1:9/v1" }, "openai-chat", "http://127.0.0.1:9/v1"],
    [
      { base_url: "https://acme.test", chat_path: "/chat/completions/v2/chat/completions" },
      "openai-chat",
      "https://acme.test/chat/completions/v2",
    ],
    [{ base_url: "https://acme.test", chat_path: "/chat/completions" }, "openai-chat", "https://acme.test"],
    [{ provider: "OpenRouter" }, "openrouter", builtInProviders().find(({ name }) => name === "openrouter")?.baseUrl],
    [{ provider: "AWS" }, "bedrock", null],
    [{ provider: "Bedrock" }, "bedrock", null],
    [{ provider: "aws", base_url: "https://acme.test/v1" }, "bedrock", null],
  ])("%j is %s at %s", (settings, provider, baseUrl) => {
    const { whole, streaming } = routed(settings, { environment: { AWS_REGION: "us-east-1" } });
    expect([whole.provider, address(whole), address(streaming)]).toEqual([provider, baseUrl, baseUrl]);
  });

  test("nowhere, which is told", () => {
    expect(() => routed({ provider: "acme" })).toThrow('no address is known for "acme"');
  });
});

describe("by which API", () => {
  test.each([
    [{}, ["chat-completions", "chat-completions-stream"]],
    [{ provider: "bedrock" }, ["converse", "converse-stream"]],
    [{ provider: "bedrock", api: "converse" }, ["converse", "converse-stream"]],
    [
      { provider: "bedrock", api: "invoke-model", model: "anthropic.claude-x" },
      ["invoke-model", "invoke-model-stream"],
    ],
  ])("%j is asked by %j", (settings, apis) => {
    const known = plainTarget({
      ...{ provider: "bedrock", api: "invoke-model", providerModelId: "anthropic.claude-x" },
      quirks: { ...plainTarget().quirks, family: "anthropic" },
    });
    const { whole, streaming } = routed(settings, { targets: [known], environment: { AWS_REGION: "us-east-1" } });
    expect([whole.api, streaming.api]).toEqual(apis);
  });
});

describe("under which id", () => {
  test.each([
    [{}, "own-name"],
    [{ model: "gpt-4o" }, "gpt-4o"],
    [{ model: "bedrock/gpt-4o" }, "bedrock/gpt-4o"],
    [{ provider: "bedrock" }, "own-name"],
    [{ provider: "bedrock", model: "bedrock/amazon.nova-lite-v1:0" }, "amazon.nova-lite-v1:0"],
    [{ provider: "bedrock", model: "us.x.bedrock/y" }, "us.x.bedrock/y"],
  ])("%j is %s", (settings, id) => {
    const { whole, streaming } = routed(settings, { environment: { AWS_REGION: "us-east-1" } });
    expect([whole.providerModelId, streaming.providerModelId]).toEqual([id, id]);
  });
});

test.each([
  [{ provider: "bedrock", aws_region: "eu-west-3" }, { AWS_REGION: "us-east-1" }, "eu-west-3"],
  [{ provider: "bedrock" }, { AWS_REGION: "us-east-1" }, "us-east-1"],
  [{ provider: "bedrock", aws_region: null }, { AWS_DEFAULT_REGION: "us-east-2" }, "us-east-2"],
  [{ provider: "openai", aws_region: "eu-west-3" }, { AWS_REGION: "us-east-1" }, null],
])("the region of %j with %j is %s", (settings, environment, region) => {
  expect(routed(settings, { environment }).whole.region).toBe(region);
});

test("an endpoint of which nothing is known is asked for reasoning in OpenAI's words, a known one in its own", () => {
  const dialect = (settings: object, targets: readonly Target[] = []) => {
    const { whole } = routed({ ...settings }, { targets, environment: { AWS_REGION: "us-east-1" } });
    return whole.quirks;
  };
  const quirks = { ...plainTarget().quirks, reasoningDialect: "moonshot-thinking", toolCallIdPattern: "x" };
  const known = plainTarget({ provider: "openai-chat", providerModelId: "own-name", quirks });
  expect(dialect({})).toEqual({ ...plainTarget().quirks, reasoningDialect: "effort-flat" });
  expect(dialect({}, [known])).toEqual(quirks);
  const other = { ...known, quirks: { ...quirks, reasoningDialect: null } };
  expect(dialect({}, [other])).toEqual({ ...quirks, reasoningDialect: "effort-flat" });
  expect(dialect({ provider: "openrouter" }).reasoningDialect).not.toBe("effort-flat");
  expect(dialect({ provider: "bedrock" }).reasoningDialect).toBeNull();
});

describe("a target of models.yaml", () => {
  const whole = plainTarget({
    ...{ id: "m/p/whole", providerModelId: "m-1", region: "us-east-1", upstreamPin: "u", baseUrl: "https://p.test" },
    provider: "p",
  });
  const streaming = { ...whole, id: "m/p/streaming", api: "chat-completions-stream" } as const;
  const others = (["provider", "providerModelId", "region", "upstreamPin", "baseUrl"] as const).flatMap((member) =>
    [whole, streaming].map((target) => ({ ...target, id: `${target.id}/${member}`, [member]: "other" })),
  );

  test.each(["m/p/whole", "m/p/streaming"])("that is named %s stands for both ways of asking", (target) => {
    const model = routed({ target }, { targets: [...others, whole, streaming] });
    expect([model.whole.id, model.streaming.id]).toEqual(["m/p/whole", "m/p/streaming"]);
    expect([...model.measured].sort()).toEqual(["m/p/streaming", "m/p/whole"]);
  });

  test.each([
    ["m/p/whole", whole],
    ["m/p/streaming", streaming],
  ])("that has only %s is asked the other way by the same facts", (id, target) => {
    const model = routed({ target: id }, { targets: [...others, target] });
    expect(model.whole).toEqual({ ...target, api: "chat-completions" });
    expect(model.streaming).toEqual({ ...target, api: "chat-completions-stream" });
    expect(model.measured).toEqual([id]);
  });

  test("that is none is told", () => {
    expect(() => routed({ target: "m/p" }, { targets: [whole] })).toThrow('there is no target "m/p"');
  });

  test("is evidence of a model that is the same without being named", () => {
    const known = plainTarget({
      ...{ id: "k", provider: "openai-chat", providerModelId: "gpt-4o", baseUrl: "https://api.openai.com/v1" },
    });
    const streamed = { ...known, id: "k-stream", api: "chat-completions-stream" } as const;
    const elsewhere = { ...known, id: "e", baseUrl: "https://other.test/v1" };
    const otherApi = { ...known, id: "o", api: "converse" } as const;
    const targets = [streamed, elsewhere, otherApi, known];
    expect(routed({ model: "gpt-4o" }, { targets }).measured).toEqual(["k-stream", "k"]);
    expect(routed({ model: "gpt-5" }, { targets }).measured).toEqual([]);
  });
});

describe("who we are there", () => {
  const tokens = (settings: Readonly<Record<string, unknown>>, change: Parameters<typeof routed>[1] = {}) =>
    routed(settings, change).credentials.map((one) => (one.kind === "bearer" ? one.token : one.kind));
  const environment = { OWN: "from-own", OPENAI_API_KEY: "from-provider", ACME_AI_2_API_KEY: "from-acme" };
  const keys = { openai: "from-keys" };

  test.each([
    ["the entry's key", { api_key: "k", api_key_env: "OWN" }, { environment, keys }, ["k"]],
    ["its variable", { api_key_env: "OWN" }, { environment, keys }, ["from-own"]],
    ["the provider's keys", {}, { environment, keys }, ["from-keys"]],
    ["also where the variable is not set", { api_key_env: "GONE" }, { environment, keys }, ["from-keys"]],
    ["also where the entry's key is empty", { api_key: "" }, { environment, keys }, ["from-keys"]],
    ["the provider's variable", {}, { environment }, ["from-provider"]],
    [
      "whose name is spelled in letters and digits",
      { provider: "acme.ai-2", base_url: "https://acme.test" },
      { environment },
      ["from-acme"],
    ],
    ["several keys in their order", {}, { keys: { openai: ["one", "", "two"] } }, ["one", "two"]],
    ["no key, where there is none", {}, {}, ["none"]],
    ["no key, where all are empty", {}, { keys: { openai: ["", ""] } }, ["none"]],
    ["no key for a local model", { local: true, api_key: "k" }, { environment, keys }, ["none"]],
    ["no key where none is to be sent", { auth_mode: "none", api_key: "k" }, { environment, keys }, ["none"]],
    ["the key where one is to be sent", { auth_mode: "bearer", api_key: "k" }, {}, ["k"]],
    ["AWS's own on Bedrock", { provider: "bedrock", api_key: "k", local: true }, { environment }, ["aws"]],
    [
      "or Bedrock's key",
      { provider: "bedrock" },
      { environment: { AWS_BEARER_TOKEN_BEDROCK: "bedrock-key" } },
      ["bedrock-key"],
    ],
  ])("%s", (_title, settings, change, expected) => {
    expect(tokens(settings, change)).toEqual(expected);
  });
});

test("name, description and token limit are the entry's", () => {
  expect(routed({ description: "d", max_tokens: 7 })).toMatchObject({
    ...{ name: "own-name", description: "d", maxOutputTokens: 7 },
  });
  expect(routed({})).toMatchObject({ description: "", maxOutputTokens: null });
});
