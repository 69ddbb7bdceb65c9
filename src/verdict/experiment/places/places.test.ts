import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askedRequests } from "../../../../test/samples/asked-requests.js";
import { catalog, targetNamed } from "../../../../test/samples/catalog-targets.js";
import { sentBody, writtenBody } from "../../../../test/support/written-body.js";
import type { JsonObject } from "../../../chat/json.js";
import type { Message } from "../../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import type { FailingCall } from "../levels/flip.js";
import { sentinelsOf } from "../levels/sentinels.js";
import { cannotAsk } from "./cannot-ask.js";
import { makeSpace } from "./make-space.js";
import { partBetween } from "./part-between.js";
import type { PlaceOptions } from "./place.js";
import { placeChoices } from "./place-choices.js";
import { placeRequest } from "./place-request.js";

const converse = targetNamed("kimi-k2.5/bedrock/converse-stream");
const mantle = targetNamed("kimi-k2.5/bedrock-mantle/chat-completions-stream");
const moonshot = targetNamed("kimi-k2.5/moonshot/chat-completions-stream");
const pinned = targetNamed("kimi-k2.5/openrouter/chat-completions-stream@moonshotai");
const unpinned = targetNamed("kimi-k2.5/openrouter/chat-completions");
const profile = targetNamed("deepseek-r1/bedrock/converse-stream@us-profile");
const bare = targetNamed("deepseek-r1/bedrock/converse-stream");
const haiku = targetNamed("claude-haiku-4.5/bedrock/converse-stream");

/** OpenRouter with Bedrock as its upstream, as a typed target has it. */
const throughBedrock: Target = {
  ...pinned,
  ...{ id: "kimi-k2.5/openrouter/chat-completions-stream@amazon-bedrock", upstreamPin: "amazon-bedrock" },
  extra: { usage: { include: true }, provider: { only: ["amazon-bedrock"], allow_fallbacks: false } },
};

const messages: readonly Message[] = [
  { role: "user", parts: [{ kind: "text", text: "[ref 0a1b2c] Weather?" }], name: null },
  {
    role: "assistant",
    parts: [{ kind: "tool-call", id: "callSF001", name: "get_weather", argumentsText: "{}" }],
    name: null,
  },
  {
    ...{ role: "tool", toolCallId: "callSF001", toolName: null, status: null },
    parts: [{ kind: "text", text: "65" }],
  },
];
const tools = [{ name: "get_weather", description: null, parameters: { type: "object" }, strict: null }];
const request: ChatRequest = { ...plainRequest("kimi", messages), tools, maxOutputTokens: 1024, temperature: 1 };

const callAt = (target: Target, change: Partial<ChatRequest> = {}): FailingCall => ({
  request: { ...request, model: target.providerModelId, ...change },
  ...{ target, client: "http", sentinels: ["65"], findings: [] },
});

const vendors: { readonly [model: string]: string } = { "kimi-k2.5": "Moonshot AI", "kimi-k2-thinking": "Moonshot AI" };
const options: PlaceOptions = {
  targets: [
    converse,
    ...catalog.targets.filter(({ id }) => id.includes("kimi") || id.includes("haiku")),
    throughBedrock,
  ],
  vendorOf: (model) => vendors[model] ?? null,
  lacks: () => null,
  regions: [],
  served: [],
  write: writtenBody,
  counts: { bad: 4, eligible: 10 },
};

const placesOf = (target: Target, change: Partial<PlaceOptions> = {}) =>
  placeChoices(callAt(target), { ...options, ...change });
const shown = (target: Target, change: Partial<PlaceOptions> = {}) =>
  placesOf(target, change).places.map(({ part, id }) => `${part} ${id}`);

describe("the widest part in which two places differ", () => {
  const at = (target: Target, client: "http" | "sdk" = "http", served: readonly string[] = []) => ({
    target,
    client,
    served,
  });
  test.each([
    ["the same", at(converse), at(converse), null],
    ["streaming", at(converse), at({ ...converse, api: "converse" }), "stream"],
    ["the client", at(converse), at(converse, "sdk"), "transport"],
    ["the address", at(converse), at({ ...converse, baseUrl: "http://127.0.0.1:8080" }), "transport"],
    ["the region", at(converse), at({ ...converse, region: "us-west-2" }), "region"],
    ["a profile instead of a bare id", at(bare), at(profile), "region"],
    ["another API", at(converse), at({ ...converse, api: "invoke-model" }), "api"],
    ["another endpoint of Bedrock", at(converse), at(mantle), "api"],
    ["Bedrock behind OpenRouter", at(converse), at(throughBedrock), "api"],
    ["OpenRouter that names Bedrock", at(converse), at(unpinned, "http", ["Amazon Bedrock"]), "api"],
    ["Moonshot behind OpenRouter", at(moonshot), at(pinned), "api"],
    ["Moonshot", at(converse), at(moonshot), "provider"],
    ["OpenRouter with another upstream", at(throughBedrock), at(pinned), "provider"],
    ["OpenRouter that chooses", at(pinned), at(unpinned), "provider"],
    ["OpenRouter that chooses, streamed", at(unpinned), at({ ...unpinned, api: "chat-completions-stream" }), "stream"],
    ["another model", at(converse), at(haiku), "model"],
  ] as const)("%s", (_, one, other, part) => {
    expect(partBetween(one, other)).toBe(part);
    expect(partBetween(other, one)).toBe(part);
  });
});

describe("the places of a failing target", () => {
  test("on Converse: one for each difference, streamed as the failing call is", () => {
    expect(shown(converse)).toEqual([
      "stream kimi-k2.5/bedrock/converse",
      "provider kimi-k2.5/openrouter/chat-completions-stream@moonshotai",
      "api kimi-k2.5/bedrock/invoke-model-stream",
      "api kimi-k2.5/bedrock-openai/chat-completions-stream",
      "api kimi-k2.5/bedrock-mantle/chat-completions-stream",
      "model claude-haiku-4.5/bedrock/converse-stream",
      "api kimi-k2.5/openrouter/chat-completions-stream@amazon-bedrock",
      "transport kimi-k2.5/bedrock/converse-stream#sdk",
    ]);
    expect(placesOf(converse).missing.map(({ control }) => control)).toEqual(["the same request in another region"]);
  });

  test("Bedrock behind OpenRouter is Bedrock through another door, and no other provider", () => {
    const door = placesOf(converse).places.find(({ id }) => id.endsWith("@amazon-bedrock"));
    expect(door?.says).toBe(
      "another API of the same provider: openrouter chat-completions-stream → amazon-bedrock (bedrock through another door)",
    );
  });

  test("a gateway that chooses its upstream is no control of another provider, and is told to pin one", () => {
    const loose = placesOf(converse).notAsked.filter(({ id }) => id === unpinned.id);
    expect(loose).toEqual([
      {
        ...{ id: unpinned.id, part: "provider", obstacle: "routing" },
        why: "a gateway without a pinned upstream: each call may be served by another one",
      },
    ]);
    const own = placesOf(unpinned);
    expect(own.places.map(({ part }) => part)).toEqual(["stream", "provider", "provider", "model", "transport"]);
    expect(own.missing[0]?.control).toBe("the failing request itself, pinned to one upstream");
    expect(own.places.find(({ id }) => id.endsWith("@moonshotai"))?.says).toMatch(
      /\(the failing calls name no single upstream; it rewrites tool-call ids/,
    );
  });

  test("what lacks a credential is a missing control with its words and its price", () => {
    const { places, missing } = placesOf(converse, {
      lacks: ({ provider }) => (provider === "openrouter" || provider === "moonshot" ? "set its key" : null),
    });
    expect(places.some(({ part }) => part === "provider")).toBe(false);
    const [first] = missing;
    expect(first?.control).toBe(
      "the same request at another provider, its upstream pinned (not asked: kimi-k2.5/openrouter/chat-completions@moonshotai and 3 more: set its key; kimi-k2.5/openrouter/chat-completions and 5 more: a gateway without a pinned upstream: each call may be served by another one)",
    );
    expect(first?.tells).toBe("separates the provider from the model");
    const rarer = placesOf(converse, { counts: { bad: 1, eligible: 10 } }).missing[0]?.calls ?? 0;
    const always = placesOf(converse, { counts: { bad: 10, eligible: 10 } }).missing[0]?.calls ?? 0;
    expect([always < (first?.calls ?? 0), (first?.calls ?? 0) < rarer]).toEqual([true, true]);
  });

  test("regions that are named, within the world of a profile", () => {
    const regions = ["us-east-1", "us-west-2", "eu-west-1"];
    const inRegions = (target: Target) => shown(target, { regions }).filter((one) => one.startsWith("region"));
    expect(inRegions(converse)).toEqual([
      "region kimi-k2.5/bedrock/converse-stream@us-west-2",
      "region kimi-k2.5/bedrock/converse-stream@eu-west-1",
    ]);
    expect(inRegions(profile)).toEqual(["region deepseek-r1/bedrock/converse-stream@us-profile@us-west-2"]);
    expect(inRegions(moonshot)).toEqual([]);
    const [west] = placesOf(mantle, { regions: ["us-west-2"] }).places.filter(({ part }) => part === "region");
    expect(west?.target.baseUrl).toBe("https://bedrock-mantle.us-west-2.api.aws/v1");
  });

  test("the bare id of a profile, and a profile that chooses its region", () => {
    const [other] = placesOf(bare, { targets: [bare, profile], lacks: () => null }).places.filter(
      ({ part }) => part === "region",
    );
    expect(other).toBeUndefined();
    const plain = { ...callAt(bare), request: plainRequest("m", messages.slice(0, 1)) };
    const [asked] = placeChoices(plain, { ...options, targets: [bare, profile] }).places.filter(
      ({ part }) => part === "region",
    );
    expect(asked?.says).toBe(
      "the same by the model id us.deepseek.r1-v1:0 (a cross-region profile: the region is not controlled)",
    );
  });

  test("the usual address, where another one was asked", () => {
    const proxied = { ...mantle, baseUrl: "http://127.0.0.1:8080/v1" };
    const { places } = placesOf(proxied);
    const usual = places.find(({ id }) => id.endsWith("#usual-endpoint"));
    expect(usual).toMatchObject({ part: "transport", says: "the same at the provider's usual address" });
    expect(usual?.target.baseUrl).toBe(mantle.baseUrl);
    expect(places.find(({ part }) => part === "stream")?.target.baseUrl).toBe("http://127.0.0.1:8080/v1");
  });

  test("a body that has no member for what the request needs is in the way", () => {
    const llama = { ...callAt(converse), target: { ...haiku, model: "llama-3.3-70b" } };
    const raw = { ...targetNamed("llama-3.3-70b/bedrock/invoke-model@us-profile") };
    const open = { ...raw, capabilities: { ...raw.capabilities, tools: null, streamingTools: null } };
    expect(placeChoices(llama, { ...options, targets: [open] }).notAsked).toEqual([
      { id: raw.id, part: "api", obstacle: "limit", why: "the llama body of InvokeModel is written without tools" },
    ]);
  });

  test("models of other makers, at most two", () => {
    const made = (id: string, model: string): Target => ({ ...haiku, id, model });
    const targets = [
      ...["b", "c", "d"].map((name) => made(`${name}/x`, name)),
      targetNamed("kimi-k2-thinking/bedrock/converse-stream"),
    ];
    const vendorOf = (model: string) => ({ ...vendors, b: "B", c: "B", d: "D" })[model] ?? null;
    const found = placesOf(converse, { targets, vendorOf }).places.filter(({ part }) => part === "model");
    expect(found.map(({ id }) => id)).toEqual(["b/x", "d/x"]);
  });
});

describe("what is known to be in the way", () => {
  const able = { ...converse, quirks: { ...converse.quirks, toolCallIdPattern: null } };
  const lacking = (capabilities: Partial<Target["capabilities"]>): Target => ({
    ...able,
    capabilities: { ...able.capabilities, ...capabilities },
  });
  test.each([
    [able, {}, null],
    [lacking({ tools: false }), {}, "it takes no tools"],
    [lacking({ streamingTools: false }), {}, "it takes no tools while streaming"],
    [lacking({ stopSequences: false }), { stopSequences: ["x"] }, "it takes no stop sequences"],
    [lacking({ maxOutputTokens: 512 }), {}, "it gives at most 512 tokens, and 1024 are asked for"],
    [lacking({ toolChoice: ["auto"] }), { toolChoice: { kind: "required" } }, "it takes no tool choice required"],
    [haiku, { topP: 0.9 }, "it refuses temperature and topP together"],
    [moonshot, { temperature: 0.6 }, "it takes a temperature of 1 alone, and 0.6 is sent"],
    [moonshot, { temperature: null }, null],
    [
      { ...able, quirks: { ...able.quirks, toolCallIdPattern: "^[a-z]+$" } },
      {},
      "it takes only call ids that match ^[a-z]+$, and the history has callSF001",
    ],
  ] as const)("%#", (target, change, expected) => {
    expect(cannotAsk({ ...request, ...change }, target)).toBe(expected);
  });

  test("is no reason where it is in the way of the failing call too", () => {
    const strict = { ...converse, quirks: { ...converse.quirks, toolCallIdPattern: "^[a-z]+$" } };
    expect(shown(strict)).toContain("transport kimi-k2.5/bedrock/converse-stream#sdk");
  });
});

describe("the request of an arm", () => {
  const ask = (call: FailingCall, changed: { readonly [factor: string]: string }, place: string | null) => {
    const { places } = placeChoices(call, options);
    const placed = placeRequest({ changed, place }, call, places);
    return { ...placed, body: sentBody(placed.request, placed.target) };
  };

  test("without a change is the failing request, body for body", () => {
    for (const target of [converse, mantle, moonshot, pinned, unpinned, profile]) {
      const call = callAt(target, { extra: target === converse ? { guardrailConfig: { a: 1 } } : {} });
      expect(ask(call, {}, null).body).toEqual(sentBody(call.request, target));
    }
  });

  test("carries the members of the target and of the request as the adapters merge them", () => {
    const claude = {
      ...haiku,
      extra: { additionalModelRequestFields: { a: { x: 1 }, b: 2 }, serviceTier: { type: "flex" } },
    };
    const extras: readonly JsonObject[] = [
      {},
      { additionalModelRequestFields: { a: { y: 3 }, b: 4 }, serviceTier: { type: "priority" } },
      { usage: { include: false }, provider: { sort: "price" } },
    ];
    fc.assert(
      fc.property(
        askedRequests,
        fc.constantFrom(...extras),
        fc.constantFrom(claude, pinned, mantle),
        (asked, extra, target) => {
          const call = { ...callAt(target), request: { ...asked, extra } };
          expect(placeRequest({ changed: {}, place: null }, call, []).target.extra).toEqual({});
          expect(ask(call, {}, null).body).toEqual(sentBody(call.request, target));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("at a pinned upstream asks that one alone, with the preferences of the request and without its order", () => {
    const prefers = { provider: { order: ["a", "b"], sort: "price" }, transforms: ["middle-out"] };
    const { body, target, leftOut } = ask(callAt(unpinned, { extra: prefers }), {}, pinned.id.replace("-stream", ""));
    expect(body["provider"]).toEqual({ sort: "price", only: ["moonshotai"], allow_fallbacks: false });
    expect(body).toMatchObject({ model: "moonshotai/kimi-k2.5", transforms: ["middle-out"], usage: { include: true } });
    expect([target.upstreamPin, target.extra, leftOut]).toEqual(["moonshotai", {}, []]);
  });

  test("leaves out what only the failing place has", () => {
    const guarded = callAt(converse, { extra: { guardrailConfig: { guardrailIdentifier: "g" } } });
    const elsewhere = ask(guarded, { "id-form": "native" }, mantle.id);
    expect(elsewhere.leftOut).toEqual(["guardrailConfig"]);
    expect(elsewhere.body).toMatchObject({ model: "moonshotai.kimi-k2.5", stream: true });
    expect(JSON.stringify(elsewhere.body)).not.toContain("guardrail");
    expect(JSON.stringify(elsewhere.body)).toContain("functions.get_weather:0");
    expect(ask(guarded, {}, "kimi-k2.5/bedrock/converse").body["guardrailConfig"]).toEqual({
      guardrailIdentifier: "g",
    });
    const routed = callAt(pinned, { extra: { transforms: [], service_tier: "flex" } });
    const direct = ask(routed, {}, "kimi-k2.5/bedrock-openai/chat-completions-stream");
    expect(direct.leftOut.toSorted()).toEqual(["provider", "transforms"]);
    expect(direct.body).toMatchObject({ service_tier: "flex" });
    expect(Object.keys(direct.body)).not.toContain("usage");
  });

  test("by the other client is the same body", () => {
    const call = callAt(converse);
    const other = ask(call, {}, "kimi-k2.5/bedrock/converse-stream#sdk");
    expect([other.client, other.body]).toEqual(["sdk", sentBody(call.request, converse)]);
  });

  test("of a place or a factor that is not in the space is a mistake", () => {
    expect(() => ask(callAt(converse), {}, "nowhere")).toThrow("there is no place nowhere in this experiment");
    expect(() => ask(callAt(converse), { shape: "round" }, null)).toThrow("no factor shape can be changed");
  });
});

test("the words that an answer must use are those of its expectations", () => {
  expect(
    sentinelsOf([
      { kind: "uses-result", groups: [["65"], ["sunny", "clear"]] },
      { kind: "no-calls" },
      { kind: "says", anyOf: ["65", "degrees"] },
    ]),
  ).toEqual(["65", "sunny", "clear", "degrees"]);
});

test("a level that means nothing at a place is named there, unless it only adds to what fails", () => {
  const json: Message = {
    ...{ role: "tool", toolCallId: "callSF001", toolName: null, status: null },
    parts: [{ kind: "json", value: { temperature: 65 } }],
  };
  const call = callAt(converse, { messages: [...messages.slice(0, 2), json] });
  const { idle, space } = makeSpace(call, { ...options, mostTokens: null });
  // The request fails without a word about thinking, and there is none at the other place either.
  expect(idle[mantle.id]).toEqual(["result-form=json-text"]);
  expect(space.idle?.[mantle.id]).toEqual(["result-form=json-text", "thinking=off-additional"]);
});

test("a space has the factors and the places, with what is not asked and why", () => {
  const made = makeSpace(callAt(converse), { ...options, mostTokens: 4096 });
  expect(made.space.factors.map(({ id }) => id)).toEqual([
    ...["text-before-call", "id-form", "text-after-result", "argument-form", "tool-choice", "sampling", "thinking"],
    "system-message",
  ]);
  expect(made.space.places.map(({ id }) => id)).toEqual(made.places.map(({ id }) => id));
  expect(made.factorsNotAsked.map(({ factor, level }) => `${factor}=${level}`)).toEqual([
    ...[
      "blank-text=present",
      "reasoning-history=kept",
      "id-form=own",
      "text-after-result=new-turn",
      "tool-status=success",
      "tool-count=none",
    ],
    ...["token-limit=8192", "token-limit=64", "cache-points=present"],
  ]);
  expect(made.placesNotAsked.length).toBeGreaterThan(0);
  // Where only Chat Completions is spoken, Converse's additional fields are left out.
  expect(made.space.idle?.[mantle.id]).toEqual(["thinking=off-additional"]);
  expect(made.idle[mantle.id]).toEqual([]);
  expect(made.space.idle?.["kimi-k2.5/bedrock/converse"]).toEqual([]);
  expect(made.missing.map(({ control }) => control)).toEqual(["the same request in another region"]);
});
