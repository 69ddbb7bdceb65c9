import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { afterTool, call, reply, turn, userAsks } from "../../../test/samples/transcripts.js";
import type { Message } from "../../chat/message.js";
import { plainRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { noQuirks } from "../../chat/unset.js";
import { loadModels } from "../../scenario/load-models.js";
import type { Turn } from "../../transcript/transcript.js";
import { idForm, nativeCallIdAt } from "./factors/id-form.js";
import { factorsOf } from "./factors/registry.js";
import { isPinned, type Place, rewrites, serverOf } from "./places.js";
import { hasReference, questionOf } from "./question.js";
import { askOf } from "./samples.js";

const withId = (id: string | null): readonly Message[] =>
  afterTool.map((message) => {
    if (message.role === "tool") return { ...message, toolCallId: id };
    if (message.role !== "assistant") return message;
    return { ...message, parts: message.parts.map((part) => (part.kind === "tool-call" ? { ...part, id } : part)) };
  });

const said = (words: string): Message => ({ role: "user", parts: [{ kind: "text", text: words }], name: null });
const request = (messages: readonly Message[]) => plainRequest("some.model", messages);

describe("a question", () => {
  test.each<[string, readonly Message[]]>([
    ["the ids of its calls", withId("functions.get_weather:0")],
    ["a system message", [{ role: "system", parts: [{ kind: "text", text: "Be brief." }], name: null }, ...afterTool]],
    ["a reference", [said("[ref 00abcd] Weather in SF?"), ...afterTool.slice(1)]],
    [
      "how its result is written",
      afterTool.map((one) => (one.role === "tool" ? { ...one, parts: [{ kind: "json", value: "65°F, Sunny" }] } : one)),
    ],
  ])("is the same whatever %s", (what, messages) => {
    const plain = what.startsWith("how") ? result('"65°F, Sunny"') : afterTool;
    expect(questionOf(request(messages))).toBe(questionOf(request(plain)));
  });

  function result(words: string): readonly Message[] {
    return afterTool.map((one) => (one.role === "tool" ? { ...one, parts: [{ kind: "text", text: words }] } : one));
  }

  test.each<[string, readonly Message[]]>([
    ["what the user says", [said("Weather in LA?"), ...afterTool.slice(1)]],
    ["a result", result("70°F")],
    ["a further turn", [...afterTool, said("Thanks")]],
  ])("is another with %s", (_, messages) => {
    expect(questionOf(request(messages))).not.toBe(questionOf(request(afterTool)));
  });

  test("knows whether a prompt carries a reference", () => {
    expect(hasReference(request([said("[ref 00abcd] Hello")]))).toBe(true);
    expect(hasReference(request([said("[ref nothing] Hello")]))).toBe(false);
    expect(hasReference(request([]))).toBe(false);
  });
});

describe("the missing control of the form of ids", () => {
  const source = { source: "a document", date: "2026-11-29" };
  const kimi = { form: "functions.NAME:N", example: "functions.get_weather:0", ...source };
  const mistral = { form: "nine letters and digits", example: "callSF001", ...source };
  const claude = { form: "tooluse_ and 22 characters", example: "tooluse_kZJMlvQmRJ6eAyJE5GIl7Q", ...source };

  test.each([
    [
      "neutral",
      kimi,
      "the same history with the model's own ids, functions.NAME:N, such as functions.get_weather:0 (response-after-native-id)",
    ],
    ["native", kimi, "the same history with neutral ids (response-after-tool)"],
    ["provider-minted native", kimi, "the same history with neutral ids (response-after-tool)"],
    [
      "provider-minted call_",
      kimi,
      "the same history with the model's own ids, functions.NAME:N, such as functions.get_weather:0 (response-after-native-id)",
    ],
    [
      "neutral",
      claude,
      "the same history with the model's own ids, tooluse_ and 22 characters, such as tooluse_kZJMlvQmRJ6eAyJE5GIl7Q (response-after-own-call)",
    ],
    [
      "neutral",
      mistral,
      "the same history with ids of another form, such as functions.get_weather:0 (response-after-native-id)",
    ],
    [
      "native",
      mistral,
      "the same history with the model's own ids, nine letters and digits, such as callSF001 (response-after-tool)",
    ],
    [
      "neutral",
      null,
      "the same question after the model's own call, with the ids that its service mints (response-after-own-call)",
    ],
    [
      "native",
      null,
      "the same question after the model's own call, with the ids that its service mints (response-after-own-call)",
    ],
    ["provider-minted tooluse_", null, "the same history with neutral ids (response-after-tool)"],
    [null, kimi, null],
  ])("where it is %s, by the model's own form (%o)", (value, nativeCallId, way) => {
    const scenario = /\((response-[\w-]+)\)$/.exec(way ?? "")?.[1];
    expect(idForm.flip(value, { nativeCallId })).toEqual(way === null ? null : { way, scenario });
  });

  test("knows the form that a model has at an API, streamed or not; another API has the row without APIs", () => {
    const rows = [{ ...claude, apis: ["converse"] }, kimi];
    const at = (api: Target["api"], nativeCallIds: Target["quirks"]["nativeCallIds"]) =>
      nativeCallIdAt({ api, quirks: { ...noQuirks, nativeCallIds } })?.example ?? null;
    expect(at("converse-stream", rows)).toBe(claude.example);
    expect(at("invoke-model", rows)).toBe(kimi.example);
    expect(at("invoke-model", rows.slice(0, 1))).toBeNull();
    expect(at("converse", null)).toBeNull();
  });

  test("is the shipped one of each model", () => {
    const { targets } = loadModels(fileURLToPath(new URL("../../../scenarios/models.yaml", import.meta.url)));
    const forms = new Map(targets.map((one) => [one.id, nativeCallIdAt(one)?.form ?? null]));
    expect(forms.get("kimi-k2.5/bedrock/converse-stream")).toBe("functions.NAME:N");
    expect(forms.get("kimi-k2-thinking/openrouter/chat-completions")).toBe("functions.NAME:N");
    expect(forms.get("claude-haiku-4.5/bedrock/converse")).toBe("tooluse_ and 22 characters");
    expect(forms.get("claude-haiku-4.5/bedrock/invoke-model")).toBe("toolu_ and about 24 characters");
    expect(forms.get("mistral-large-3/bedrock/converse-stream")).toBe("nine letters and digits");
    expect(forms.get("gpt-4o/openrouter/chat-completions")).toBe("call_ and 24 characters");
    expect(forms.get("llama-3.3-70b/bedrock/converse-stream")).toBeNull();
  });
});

describe("factors", () => {
  const read = (messages: readonly Message[], change: Partial<Turn> = {}) =>
    askOf(turn("ask", reply([]), { messages, ...change }), [], {}).factors;

  test.each([
    ["functions.get_weather:0", "native"],
    ["functions_get_weather_0", "native, sanitised"],
    ["functionsget_weather0", "native, sanitised"],
    ["tooluse_AbC", "tooluse_"],
    ["toolu_01", "toolu_"],
    ["call_0", "call_"],
    ["callSF001", "neutral"],
    ["turn1_0", "other"],
    [null, "none"],
  ])("the id %s is of the form %s", (id, form) => {
    expect(read(withId(id))["id-form"]).toBe(form);
  });

  test("an id that the service gave in this conversation is minted, and one that the adapter changed is rewritten", () => {
    const first = turn("call", reply([call("{}", "get_weather", "tooluse_1")]));
    const second = turn("answer", reply([]), { messages: withId("tooluse_1") });
    expect(askOf(second, [first], {}).factors["id-form"]).toBe("provider-minted tooluse_");
    const warnings = [{ id: "tool-call-id-aliased", field: "messages[1].parts[0].id", message: "sent as a1" }];
    const aliased = turn("answer", reply([], { warnings }), { messages: withId("tooluse_1") });
    expect(askOf(aliased, [], {}).factors["id-form"]).toBe("rewritten");
  });

  test("a request without calls has none of the factors of a history", () => {
    const values = read([userAsks]);
    for (const id of ["id-form", "reasoning-history", "result-form", "blank-text", "call-count"]) {
      expect(values[id]).toBeNull();
    }
  });

  test("reasoning is kept, dropped or absent", () => {
    const leftOut = [
      { id: "history-left-out", field: "messages[assistant].parts[0]", message: "reasoning is not put back" },
    ];
    expect(read(afterTool)["reasoning-history"]).toBe("absent");
    expect(read(afterTool, { leftOut })["reasoning-history"]).toBe("dropped");
  });

  test("members of the body that a vendor asks about first are factors, a pin is not", () => {
    const extra = {
      guardrailConfig: { guardrailIdentifier: "g1" },
      performanceConfig: { latency: "optimized" },
      service_tier: "flex",
      transforms: ["middle-out"],
      provider: { only: ["moonshotai"], data_collection: "deny" },
    };
    const asked = { request: request([userAsks]), warnings: [], minted: new Set<string>(), extra };
    expect(factorsOf(asked)).toMatchObject({
      guardrail: '{"guardrailIdentifier":"g1"}',
      latency: "optimized",
      "service-tier": "flex",
      transforms: '["middle-out"]',
      "provider-preferences": '{"data_collection":"deny"}',
    });
    expect(factorsOf({ ...asked, extra: { provider: { only: ["moonshotai"] } } })["provider-preferences"]).toBeNull();
  });
});

describe("places", () => {
  const gateway: Place = {
    model: "kimi-k2.5",
    provider: "openrouter",
    api: "chat-completions",
    providerModelId: "moonshotai/kimi-k2.5",
    region: null,
    upstreamPin: null,
    served: [],
    client: "http",
  };

  test.each<[string, Partial<Place>, string | null, boolean]>([
    ["a provider", { provider: "moonshot" }, "moonshot", true],
    ["another endpoint of a provider", { provider: "bedrock-mantle" }, "bedrock", true],
    ["a gateway that names nobody", {}, null, false],
    ["a gateway that names one", { served: ["Amazon Bedrock"] }, "bedrock", false],
    ["a gateway that names two", { served: ["Amazon Bedrock", "Together"] }, null, false],
    ["a pinned gateway", { upstreamPin: "moonshotai/int4", served: ["Moonshot AI"] }, "moonshot", true],
  ])("the server of %s", (_, change, server, pinned) => {
    expect(serverOf({ ...gateway, ...change })).toBe(server);
    expect(isPinned({ ...gateway, ...change })).toBe(pinned);
  });

  test("a server that rewrites ids does so where there are ids", () => {
    const moonshot = { ...gateway, upstreamPin: "moonshotai" };
    expect(rewrites(moonshot, { "id-form": "neutral" })).toContain("MoonshotAI/kimi-code#3429");
    expect(rewrites(moonshot, { "id-form": null })).toBeNull();
    expect(rewrites({ ...gateway, upstreamPin: "parasail" }, { "id-form": "neutral" })).toBeNull();
  });
});
