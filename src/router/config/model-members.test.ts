import { describe, expect, test } from "vitest";
import { routerOf } from "../../../test/support/router-run.js";
import { SourceError } from "../../source/source-error.js";

const only = (members: string) => {
  const [model] = routerOf(`models:\n  m: { ${members} }\n`, { OPENROUTER_API_KEY: "k" }).models;
  if (model === undefined) throw new TypeError("no model");
  return model;
};
const kimi = "provider: openrouter, model: moonshotai/kimi-k2.5";

function mistakes(members: string): readonly string[] {
  try {
    only(members);
  } catch (error) {
    if (error instanceof SourceError) return error.issues.map(({ message }) => message);
    throw error;
  }
  return [];
}

describe("a model's upstream", () => {
  test.each([
    ["upstream: moonshotai", { only: ["moonshotai"], allow_fallbacks: false }, "moonshotai"],
    ["upstream: { only: [moonshotai] }", { only: ["moonshotai"] }, "moonshotai"],
    ["upstream: { order: [novita], allow_fallbacks: false }", { order: ["novita"], allow_fallbacks: false }, "novita"],
    ["upstream: { order: [novita] }", { order: ["novita"] }, null],
    ["upstream: { only: [a, b], sort: price }", { only: ["a", "b"], sort: "price" }, null],
    [
      "upstream: { ignore: [x], quantizations: [fp8], zdr: true, data_collection: deny, max_price: { prompt: 1 } }",
      { ignore: ["x"], quantizations: ["fp8"], zdr: true, data_collection: "deny", max_price: { prompt: 1 } },
      null,
    ],
    ["upstream: { sort: { by: latency, partition: none } }", { sort: { by: "latency", partition: "none" } }, null],
  ])("%s is sent with every request, whole and streamed", (members, provider, pin) => {
    const { whole, streaming } = only(`${kimi}, ${members}`);
    for (const target of [whole, streaming]) {
      expect(target.extra["provider"]).toEqual(provider);
      expect(target.extra["usage"]).toEqual({ include: true });
      expect(target.upstreamPin).toBe(pin);
    }
  });

  test("that is one finds its cells in the compatibility matrix, and those of no other", () => {
    expect(only(kimi).measured).toContain("kimi-k2.5/openrouter/chat-completions");
    const pinned = only(`${kimi}, upstream: moonshotai`).measured;
    expect(pinned).toContain("kimi-k2.5/openrouter/chat-completions@moonshotai");
    expect(pinned).not.toContain("kimi-k2.5/openrouter/chat-completions");
    expect(only(`${kimi}, upstream: { order: [moonshotai] }`).measured).toEqual([]);
    const target = "target: kimi-k2.5/openrouter/chat-completions";
    expect(only(`${kimi}, ${target}, upstream: { ignore: [x] }`).measured).toEqual([]);
    expect(only(`${kimi}, ${target}`).measured).toContain("kimi-k2.5/openrouter/chat-completions");
  });

  test("is taken at another address of OpenRouter's API, and not on Bedrock", () => {
    expect(only(`provider: openrouter, base_url: "http://127.0.0.1:9/v1", upstream: x`).whole.extra).toEqual({
      provider: { only: ["x"], allow_fallbacks: false },
    });
    expect(mistakes("provider: bedrock, model: moonshotai.kimi-k2.5, aws_region: us-east-1, upstream: x")).toEqual([
      "bedrock has no upstreams to choose from",
    ]);
    expect(mistakes("provider: moonshot, model: kimi-k2.5, upstream: x")).toEqual([
      "moonshot has no upstreams to choose from",
    ]);
  });

  test.each([
    "upstream: { onyl: [x] }",
    "upstream: { only: [] }",
    "upstream: { sort: cheap }",
    "upstream: ''",
    "upstream: 7",
  ])("%s is a mistake", (members) => {
    expect(mistakes(`${kimi}, ${members}`)).not.toEqual([]);
  });
});

describe("a model's extra", () => {
  test("is sent with every request, beside what the provider's requests carry", () => {
    const { whole } = only(`${kimi}, extra: { plugins: [{ id: web }], service_tier: flex }`);
    expect(whole.extra).toEqual({ usage: { include: true }, plugins: [{ id: "web" }], service_tier: "flex" });
    expect(only(kimi).whole.extra).toEqual({ usage: { include: true } });
  });

  test.each(["model", "messages", "stream", "tools"])("sets no %s, which the router writes", (name) => {
    expect(mistakes(`${kimi}, extra: { ${name}: x }`)).toEqual([expect.stringContaining("the router writes itself")]);
  });
});

describe("a model's allow", () => {
  test("lists names, and is empty by default", () => {
    expect(only(`${kimi}, allow: [plugins, x_new]`).allow).toEqual(["plugins", "x_new"]);
    expect(only(kimi).allow).toEqual([]);
  });

  test.each(["api_key", "apiBase", "aws_region", "extra_headers", "mcp_servers", "__proto__"])(
    "names no address and no key: %s",
    (name) => {
      expect(mistakes(`${kimi}, allow: ["${name}"]`)).toEqual([expect.stringContaining("never a request's")]);
    },
  );

  test("names no member that the router reads itself", () => {
    expect(mistakes(`${kimi}, allow: [messages]`)).toEqual([expect.stringContaining("the router reads itself")]);
  });
});
