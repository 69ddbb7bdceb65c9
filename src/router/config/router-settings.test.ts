import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { wireApis } from "../../chat/api.js";
import type { Catalog } from "../../scenario/catalog.js";
import { builtInProviders } from "../../scenario/provider.js";
import { SourceError } from "../../source/source-error.js";
import { loadRouter } from "./load-router.js";
import { isLoopback } from "./serve-config.js";

const folder = mkdtempSync(join(tmpdir(), "llm-parity-router-settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "router.yaml");

const catalog: Catalog = {
  ...{ file: "models.yaml", apis: wireApis, providers: builtInProviders(), models: [], targets: [], suites: [] },
  defaults: { replay: "", live: "" },
};
const two = "models:\n  a: { api_key: ka }\n  b: {}\n";

function load(text: string, environment: { readonly [name: string]: string } = {}) {
  writeFileSync(file, text);
  return loadRouter(file, { catalog, environment });
}

function issuesOf(text: string, environment: { readonly [name: string]: string } = {}) {
  try {
    load(text, environment);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return error.issues.map(({ line, column, message }) => `${line}:${column} ${message}`);
  }
  return [];
}

test("of a file that says nothing but its models, all else has its default", () => {
  expect(load(two)).toMatchObject({
    file,
    serve: {
      ...{ host: "127.0.0.1", port: 8000, showModelPrefix: false, apiKey: null, allowedOrigins: [], allowedHosts: [] },
      ...{ maxBodyBytes: 10_485_760, maxMessages: 2000, maxConnections: 2000, maxRequests: 2000 },
      ...{ headersTimeoutMs: 10_000, requestTimeoutMs: 120_000, keepAliveMs: 15_000 },
    },
    strategy: { kind: "random", section: { strategy: "random", fallback_models: [], weights: {}, rules: [] } },
    fallback: [],
    reliability: {
      ...{ retries: 1, backoffMs: 250, maxBackoffMs: 8000, cooldownFailures: 3, cooldownMs: 30_000 },
      ...{ deadlines: { firstByteMs: 60_000, idleMs: 60_000, totalMs: 600_000 } },
    },
    compatibility: { matrix: "reports/compatibility-matrix.json", history: "history", maxAgeDays: 30, filter: false },
    warnings: [],
  });
});

test("what the file says stands in its own place", () => {
  const serve = `serve:
  host: localhost
  port: 1
  show_model_prefix: true
  api_key: sixteen-letters-
  allowed_origins: [https://a.test]
  allowed_hosts: [h.test, Chat.Example.ORG]
  max_body_bytes: 1024
  max_messages: 2
  max_connections: 3
  max_requests: 4
  headers_timeout_ms: 5
  request_timeout_ms: 6
  keep_alive_ms: 0
`;
  const rest = `router: { fallback_models: [b, a] }
reliability:
  retries: 0
  backoff_ms: 1
  max_backoff_ms: 2
  cooldown_failures: 4
  cooldown_ms: 5
  first_byte_ms: 6
  idle_ms: 7
  total_ms: 8
  empty_reply_guard: false
compatibility: { matrix: m.json, history: h, max_age_days: 0.5, filter: true }
`;
  const config = load(two + serve + rest);
  expect(config.serve).toEqual({
    ...{ host: "localhost", port: 1, showModelPrefix: true, apiKey: "sixteen-letters-" },
    ...{ allowedOrigins: ["https://a.test"], allowedHosts: ["h.test", "chat.example.org"] },
    ...{ maxBodyBytes: 1024, maxMessages: 2, maxConnections: 3, maxRequests: 4 },
    ...{ headersTimeoutMs: 5, requestTimeoutMs: 6, keepAliveMs: 0 },
  });
  expect(config.fallback).toEqual(["b", "a"]);
  expect(config.reliability).toEqual({
    ...{ retries: 0, backoffMs: 1, maxBackoffMs: 2, cooldownFailures: 4, cooldownMs: 5 },
    deadlines: { firstByteMs: 6, idleMs: 7, totalMs: 8 },
  });
  expect(config.compatibility).toEqual({ matrix: "m.json", history: "h", maxAgeDays: 0.5, filter: true });
});

describe("the guard against empty replies", () => {
  const guards = (text: string) => load(text).models.map(({ emptyReplyGuard }) => emptyReplyGuard);
  const models = (a: string) => `models: { a: { local: true, base_url: "http://h/v1"${a} }, b: { local: true } }\n`;

  test.each([
    ["", ["early", "early"]],
    ["true", ["early", "early"]],
    ["false", ["off", "off"]],
    ["hold", ["hold", "hold"]],
    ["early", ["early", "early"]],
    ["off", ["off", "off"]],
  ])("is for every model what the file says: %j", (word, expected) => {
    expect(guards(models("") + (word === "" ? "" : `reliability: { empty_reply_guard: ${word} }\n`))).toEqual(expected);
  });

  test.each([
    ["hold", "hold"],
    ["early", "early"],
    ["off", "off"],
    ["true", "early"],
    ["false", "off"],
  ])("is for one model what its entry says: %j", (word, expected) => {
    const text = `${models(`, empty_reply_guard: ${word}`)}reliability: { empty_reply_guard: hold }\n`;
    expect(guards(text)).toEqual([expected, "hold"]);
  });

  test.each(["late", "on", "1", "[]"])("is none with %j", (word) => {
    expect(issuesOf(`${two}reliability: { empty_reply_guard: ${word} }\n`)).toHaveLength(1);
  });
});

test("reasoning in the text is separated for the models of which the file or models.yaml says so", () => {
  const config = load(
    'models: { a: { local: true, base_url: "http://h/v1", separate_thinking: true }, b: { local: true } }\n',
  );
  const quirks = config.models.map(({ whole, streaming }) =>
    [whole, streaming].map(({ quirks: q }) => q.thoughtsInText),
  );
  expect(quirks).toEqual([
    [true, true],
    [null, null],
  ]);
});

test.each(["-1", "3600001", "true"])("%s is no interval of comments", (ms) => {
  expect(issuesOf(`${two}serve: { keep_alive_ms: ${ms} }\n`)).toHaveLength(1);
});

describe("the server's key", () => {
  test.each([
    ["api_key: 0123456789abcde", ":4:19 the key has fewer than 16 characters"],
    ["api_key: ''", ":4:19 the key has fewer than 16 characters"],
    ["api_key_env: GONE", ":4:23 the key has fewer than 16 characters"],
    ["api_key_env: SHORT", ":4:23 the key has fewer than 16 characters"],
    ["host: 0.0.0.0", ":4:16 0.0.0.0 can be reached from other machines, and no API key is set"],
    ["host: '::'", ":4:16 :: can be reached from other machines, and no API key is set"],
  ])("%s is refused: %s", (setting, issue) => {
    expect(issuesOf(`${two}serve: { ${setting} }\n`, { SHORT: "short" })).toEqual([issue.slice(1)]);
  });

  test.each([
    ["api_key: 0123456789abcdef", "0123456789abcdef"],
    ["api_key_env: LONG", "fedcba9876543210"],
    ["api_key: 0123456789abcdef, api_key_env: LONG", "0123456789abcdef"],
    ["host: 0.0.0.0, api_key_env: LONG", "fedcba9876543210"],
    ["host: '::1'", null],
  ])("%s is taken: %s", (setting, apiKey) => {
    expect(load(`${two}serve: { ${setting} }\n`, { LONG: "fedcba9876543210" }).serve.apiKey).toBe(apiKey);
  });
});

test.each([
  ["localhost", true],
  ["::1", true],
  ["127.0.0.1", true],
  ["127.255.255.255", true],
  ["127.0.0.1234", false],
  ["127.0.0", false],
  ["127.0.0.1.2", false],
  ["1127.0.0.1", false],
  ["x127.0.0.1", false],
  ["127.0.0.1x", false],
  ["128.0.0.1", false],
  ["localhost.test", false],
  ["::", false],
  ["::11", false],
  ["", false],
])("%j is an address of this machine alone: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

describe("the strategy", () => {
  test.each([
    ["strategy: round_robin", "round_robin", {}],
    ["strategy: compatibility", "compatibility", {}],
    ["strategy: random, weights: { a: 0, b: 2 }", "random", { weights: { a: 0, b: 2 } }],
    ["strategy: llm, model: b", "llm", { model: "b" }],
    [
      "strategy: rules, rules: [{ keywords: [x, y], model: a }, { default: b }]",
      "rules",
      { rules: [{ keywords: ["x", "y"], model: "a" }, { default: "b" }] },
    ],
    ["strategy: llmrouter, model_path: m.json", "llmrouter", { model_path: "m.json" }],
    [
      "strategy: llmrouter, llmrouter: { model_path: own.json }, embedding: { kind: hashing, dimensions: 8 }",
      "llmrouter",
      { llmrouter: { model_path: "own.json" }, embedding: { kind: "hashing", dimensions: 8 } },
    ],
  ])("%s", (text, kind, keys) => {
    const { strategy } = load(`${two}router: { ${text} }\n`);
    expect(strategy).toMatchObject({ kind, section: { strategy: kind, ...keys } });
  });

  const nobody = 'there is no model "z" in this file';
  test.each([
    ["strategy: rules", ["4:21 the strategy rules has no rules"]],
    ["strategy: llm", ["4:21 llm needs a model that decides"]],
    ["strategy: llm, model: z", [`4:33 ${nobody}`]],
    ["strategy: random, model: z", []],
    ["strategy: llmrouter", ["4:21 llmrouter needs a model file"]],
    ["strategy: llmrouter, llmrouter: { name: knn }", ["4:21 llmrouter needs a model file"]],
    ["strategy: llmrouter, llmrouter: { model_path: m }", []],
    ["rules: [{ default: a }, { default: z }]", [`4:46 ${nobody}`]],
    ["weights: { z: 1 }", [`4:22 ${nobody}`]],
    ["weights: { a: 0 }", []],
    ["weights: { a: 0, b: 0 }", ["4:20 every model has weight 0"]],
    ["strategy: round_robin, weights: { a: 0, b: 0 }", []],
    ["fallback_models: [a, z]", [`4:32 ${nobody}`]],
    ["strategy: llm, fallback_models: [z]", ["4:21 llm needs a model that decides", `4:44 ${nobody}`]],
  ])("%s: %j", (text, issues) => {
    expect(issuesOf(`${two}router: { ${text} }\n`).toSorted()).toEqual(issues);
  });

  test.each(["{ keywords: [x] }", "{ model: a }", "{ default: a, model: a }", "{ keywords: [], model: a }", "{}"])(
    "a rule %s is none",
    (rule) => {
      expect(issuesOf(`${two}router: { rules: [${rule}] }\n`)).not.toEqual([]);
    },
  );
});

describe("what is ignored is told at its place", () => {
  const shown = (text: string) => load(text).warnings.map((line) => line.slice(file.length));
  const judge = "is ignored: only the strategy llm has a model that decides";

  test.each(["provider", "base_url", "provider_type", "auth_mode", "chat_path"])("router.%s", (name) => {
    expect(shown(`${two}router: { ${name}: x }\n`)).toEqual([`:4:11: router.${name} ${judge}`]);
  });

  test("a local judge, blocks of the seed and limits of context, under either name of the models", () => {
    expect(shown(`${two}router: { local: false }\n`)).toEqual([`:4:11: router.local ${judge}`]);
    expect(shown("llms:\n  a: { context_limit: 7 }\n  b: {}\nmedia: {}\n")).toEqual([
      ":4:1: media is ignored: this router has no memory and does not describe media",
      ":2:8: llms.a.context_limit is ignored: the service itself rejects what is too long",
    ]);
    expect(shown("models:\n  a: { context_limit: 7 }\n")).toEqual([
      ":2:8: models.a.context_limit is ignored: the service itself rejects what is too long",
    ]);
  });

  test("the address of a judge, where one of the models decides", () => {
    expect(shown(`${two}router: { strategy: llm, model: a, provider: openai }\n`)).toEqual([
      ":4:36: router.provider is ignored: the deciding model is one of the configured models",
    ]);
  });

  test("a price without the other", () => {
    expect(
      shown("llms:\n  a: { input_price: 1 }\n  b: { output_price: 0 }\n  c: { input_price: 0, output_price: 0 }\n"),
    ).toEqual([
      ":2:8: llms.a.input_price gives no cost without output_price",
      ":3:8: llms.b.output_price gives no cost without input_price",
    ]);
  });

  const aws = "models:\n  a: {}\n  k: { provider: bedrock }\n";
  const warnings = ["AWS_REGION is us-east-1 and AWS_DEFAULT_REGION is us-west-2: AWS_REGION is used"];
  test.each([
    ["two regions", aws, "us-east-1", "us-west-2", warnings],
    ["one region twice", aws, "us-east-1", "us-east-1", []],
    ["an empty second one", aws, "us-east-1", "", []],
    ["an empty first one", aws, "", "us-west-2", []],
    ["two regions that no model asks for", two, "us-east-1", "us-west-2", []],
  ])("%s", (_title, text, region, other, warnings) => {
    expect(load(text, { AWS_REGION: region, AWS_DEFAULT_REGION: other }).warnings).toEqual(warnings);
  });
});

test("every mistake is told at once, in the order of the file", () => {
  const text = `router: { strategy: rules, fallback_models: [y] }
serve: { host: 0.0.0.0 }
models:
  a: { provider: acme }
  b: { target: nowhere }
`;
  try {
    load(text);
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    expect(error.issues.map(({ line, column, message }) => [line, column, message])).toEqual([
      [1, 21, "the strategy rules has no rules"],
      [1, 46, 'there is no model "y" in this file'],
      [2, 16, "0.0.0.0 can be reached from other machines, and no API key is set"],
      [4, 3, 'no address is known for "acme"'],
      [5, 3, 'there is no target "nowhere"'],
    ]);
    expect(error.where).toBe(`${file}:1:21`);
  }
});

describe("a judge in the seed's shape", () => {
  const config = (section: string, environment = {}) =>
    load(`${two}router: { strategy: llm, ${section} }\n`, environment);

  test("is a model of its own, which clients do not see", () => {
    const { judge, models, warnings } = config(
      "provider: openai, model: gpt-4o-mini, base_url: https://api.openai.com/v1",
      { OPENAI_API_KEY: "sk-judge" },
    );
    expect(judge).toMatchObject({
      name: "gpt-4o-mini",
      whole: { provider: "openai-chat", providerModelId: "gpt-4o-mini", baseUrl: "https://api.openai.com/v1" },
      credentials: [{ kind: "bearer", token: "sk-judge" }],
    });
    expect(models.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(warnings).toEqual([]);
  });

  test.each([
    ["a provider alone", "provider: openai, model: gpt-4o-mini", "https://api.openai.com/v1"],
    ["an address alone", "model: m, base_url: http://127.0.0.1:9/v1, local: true", "http://127.0.0.1:9/v1"],
  ])("needs no more than %s", (_what, section, baseUrl) => {
    expect(config(section).judge?.whole.baseUrl).toBe(baseUrl);
  });

  test("may be on Bedrock", () => {
    const { judge } = config("provider: bedrock, model: amazon.nova-lite-v1:0", { AWS_REGION: "us-east-1" });
    expect(judge?.whole).toMatchObject({ provider: "bedrock", region: "us-east-1" });
  });

  test("is one of the models where it has the name of one", () => {
    expect(config("model: b").judge).toBeNull();
  });

  test.each([
    ["model: gpt-4o-mini", ':4:33: there is no model "gpt-4o-mini" in this file'],
    ["model: m, base_url: nowhere", ":4:46: router.base_url: Invalid URL"],
    ["model: m, provider: acme", ':4:26: no address is known for "acme"'],
  ])("%s is a mistake", (section, message) => {
    expect(() => config(section)).toThrow(message);
  });

  test("says what to write for a model that is none", () => {
    try {
      config("model: gpt-4o-mini");
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      expect(error.hint).toBe(
        "known models: a, b; or say where it is: add router.provider, such as openai, or router.base_url",
      );
    }
  });
});

test("a refusal of a model keeps its hint, and none is made up", () => {
  const hintOf = (text: string) => {
    try {
      load(text);
    } catch (error) {
      if (error instanceof SourceError) return [error.where.slice(file.length), error.hint];
      throw error;
    }
    return [];
  };
  expect(hintOf("models:\n  a: { provider: acme }\n")).toEqual([":2:3", "add base_url, e.g. https://host/v1"]);
  expect(hintOf("models: {}\n")).toEqual([":1:9", "add one under a name"]);
  expect(hintOf("llms: {}\n")).toEqual([":1:7", "add one under a name"]);
});

test.each(["ftp://host/v1", "xhttp://host/v1", "httpsx://host/v1", "host/v1"])("the address %s is none", (url) => {
  expect(issuesOf(`models:\n  a: { base_url: '${url}' }\n`)).toHaveLength(1);
});
