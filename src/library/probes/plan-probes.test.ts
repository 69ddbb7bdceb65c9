import { describe, expect, test } from "vitest";
import { loadModels } from "../../scenario/load-models.js";
import { shippedFile } from "../shipped-file.js";
import { requestOf } from "./ask-probes.js";
import { chooseAssumptions, planProbes, refuseAbove } from "./plan-probes.js";
import { assumptions } from "./registry.js";

const catalog = loadModels(shippedFile("scenarios/models.yaml"));
const plan = planProbes(assumptions, { catalog, region: null });

/** The one place of a body that limits the reply, by API. */
function limitIn(body: { readonly [member: string]: unknown }): unknown {
  const settings = body["inferenceConfig"];
  if (typeof settings === "object" && settings !== null && "maxTokens" in settings) return settings.maxTokens;
  return body["max_tokens"];
}

describe("no probe can use more than its plan:", () => {
  test.each(plan.asks)("$ask.name", ({ ask, target, bound }) => {
    const request = requestOf({ ask, target, bound }, null);
    if (ask.body === null) {
      expect(request).toMatchObject({ method: "GET", body: null });
      expect(bound).toEqual({ inputTokens: 0, outputTokens: 0, costUsd: 0, outputPerMillion: 0, price: "none" });
      return;
    }
    const sent = JSON.parse(Buffer.from(request.body ?? []).toString());
    expect(limitIn(sent)).toBe(bound.outputTokens);
    expect(bound.outputTokens).toBeLessThanOrEqual(256);
    // A token is at least one byte.
    expect(bound.inputTokens).toBeGreaterThan(request.body?.length ?? Number.POSITIVE_INFINITY);
    expect(bound.costUsd).toBeGreaterThan(0);
    expect(sent).not.toHaveProperty("n");
  });

  test("all of them fit into the default limit, at prices looked up by hand", () => {
    expect(plan.costUsd).toBeLessThan(0.1);
    const kimi = plan.asks.find(({ ask }) => ask.name === "bedrock-kimi-whole");
    // {"messages":[{"role":"user","content":[{"text":"Say hi."}]}],"inferenceConfig":{"maxTokens":16}} is 96 bytes; $0.6 and $3.
    expect(kimi?.bound).toEqual({
      inputTokens: 196,
      outputTokens: 16,
      costUsd: (196 * 0.6 + 16 * 3) / 1e6,
      outputPerMillion: 3,
      price: "own",
    });
  });

  test("what has no dated price is counted at the dearest, GPT-5.5's", () => {
    const unpriced = plan.asks.filter(({ bound }) => bound.price === "dearest");
    expect(unpriced.map(({ ask }) => ask.name)).toEqual([
      "bedrock-bare-deepseek",
      "bedrock-retired",
      "bedrock-unknown-model",
      "openrouter-pinned",
      "openrouter-unknown-model",
    ]);
    for (const { bound } of unpriced) {
      expect(bound.costUsd).toBeCloseTo((bound.inputTokens * 5.5 + bound.outputTokens * 33) / 1e6, 12);
    }
  });
});

test("each request has a name and an address of its own", () => {
  const names = plan.asks.map(({ ask }) => ask.name);
  expect(new Set(names).size).toBe(names.length);
  const urlOf = (name: string) => {
    const planned = plan.asks.find(({ ask }) => ask.name === name);
    return planned === undefined ? null : requestOf(planned, null).url;
  };
  expect(urlOf("bedrock-kimi-stream")).toBe(
    "https://bedrock-runtime.us-east-1.amazonaws.com/model/moonshotai.kimi-k2.5/converse-stream",
  );
  expect(urlOf("bedrock-openai-route")).toBe(
    "https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1/chat/completions",
  );
  expect(urlOf("bedrock-mantle")).toBe("https://bedrock-mantle.us-east-1.api.aws/v1/chat/completions");
  expect(urlOf("bedrock-mantle-other-route")).toBe(
    "https://bedrock-mantle.us-east-1.api.aws/openai/v1/chat/completions",
  );
  expect(urlOf("openrouter-endpoints")).toBe("https://openrouter.ai/api/v1/models/moonshotai/kimi-k2.5/endpoints");
  expect(urlOf("moonshot-models")).toBe("https://api.moonshot.ai/v1/models");
});

test("two requests of one name are one request", () => {
  const asks = assumptions.flatMap(({ probe }) => (probe.kind === "ask" ? probe.asks : []));
  for (const ask of asks) expect(asks.filter(({ name }) => name === ask.name).every((one) => one === ask)).toBe(true);
});

test("Bedrock is asked in the region that is set", () => {
  const there = planProbes(chooseAssumptions(assumptions, ["bedrock-native-id"]), { catalog, region: "eu-west-1" });
  expect(there.asks.map((one) => requestOf(one, null).url)).toEqual([
    "https://bedrock-runtime.eu-west-1.amazonaws.com/model/moonshotai.kimi-k2.5/converse",
  ]);
});

test("a simulator is asked under the paths of the services", () => {
  const urls = plan.asks.map((one) => requestOf(one, "http://127.0.0.1:9").url);
  expect(urls.filter((url) => !url.startsWith("http://127.0.0.1:9/"))).toEqual([]);
  expect(urls).toContain("http://127.0.0.1:9/openai/v1/chat/completions");
  expect(urls).toContain("http://127.0.0.1:9/api/v1/chat/completions");
});

describe("a choice of assumptions", () => {
  test("suggests the id that was probably meant", () => {
    expect(() => chooseAssumptions(assumptions, ["bedrock-native-di"])).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('did you mean "bedrock-native-id"?') }),
    );
  });

  test("refuses an id without a probe, with the reason", () => {
    expect(() => chooseAssumptions(assumptions, ["bedrock-old-ids"])).toThrow(/it has no probe\. It is about the past/);
  });

  test("has each once, in the order of the registry", () => {
    const ids = chooseAssumptions(assumptions, ["moonshot-model-id", "bedrock-native-id", "moonshot-model-id"]);
    expect(ids.map(({ id }) => id)).toEqual(["bedrock-native-id", "moonshot-model-id"]);
  });
});

test("a plan at its limit is asked, and one above it is refused", () => {
  expect(() => refuseAbove(plan.costUsd, plan)).not.toThrow();
  expect(() => refuseAbove(plan.costUsd - 1e-9, plan)).toThrow(/nothing was asked/);
});

test("a provider at an address of its own is named", () => {
  const providers = catalog.providers.map((one) =>
    one.name === "moonshot" ? { ...one, baseUrl: "https://proxy.test/v1" } : one,
  );
  expect(planProbes(assumptions, { catalog: { ...catalog, providers }, region: null }).moved).toEqual([
    "moonshot at https://proxy.test/v1",
  ]);
  expect(plan.moved).toEqual([]);
});
