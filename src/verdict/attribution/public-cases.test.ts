import { describe, expect, test } from "vitest";
import { failing, sample } from "../../../test/samples/attribution.js";
import { attribute } from "./attribute.js";
import type { Party } from "./attribution.js";
import type { Failing } from "./failing.js";
import type { Sample } from "./samples.js";

/**
 * Public threads whose truth is public: what was seen there, as samples, and the party that the table has to name. `fits`: whether
 * that is what the thread established. Counts are the thread's where it gives any, else 10 trials.
 */
type Case = {
  readonly name: string;
  readonly source: string;
  readonly failing: Failing;
  readonly samples?: readonly Sample[];
  readonly party: Party;
  readonly rule: string;
  readonly leans?: Party;
  readonly truth: string;
  readonly fits: "yes" | "partly" | "open";
};

const silent = sample(0, 10);
/** A first request: its history has no ids yet. */
const firstCall = { factors: { "id-form": null } };
const native = { factors: { "id-form": "native" } };
const refusedWith = (kind: string, text: string, of: Sample = sample(0, 0)) => failing(of, { refusal: { kind, text } });
const changed = (by: "us" | "client", what: string, given: Partial<Failing> = {}) =>
  failing(silent, { changes: [{ by, what }], ...given });

const cases: readonly Case[] = [
  {
    name: "Kimi ids on mantle, 42 of 42 against 0 of 22, the ids rewritten by the client",
    source: "public log of a provider bake-off, 2026-08-07",
    failing: failing(sample(0, 22, { factors: { "id-form": "native, sanitised" } }), {
      changes: [{ by: "client", what: "the call id functions.Read:0 went out as functions_Read_0" }],
    }),
    samples: [sample(42, 0, native)],
    party: "client",
    rule: "changed-on-the-way",
    truth: "the clients rewrote the ids",
    fits: "yes",
  },
  {
    name: "the same ids unchanged by a client, failing at an independent provider too",
    source: "MoonshotAI/Kimi-K2#128, 2026-05-20",
    failing: failing(sample(0, 22, { factors: { "id-form": "native, sanitised" } })),
    samples: [
      sample(42, 0, native),
      sample(1, 9, { at: "openrouterParasail", factors: { "id-form": "native, sanitised" } }),
    ],
    party: "model",
    rule: "factor-everywhere",
    truth: "the model copies the ids of its prompt",
    fits: "yes",
  },
  {
    name: "the official endpoint normalises the ids that a client's normaliser wrote",
    source: "MoonshotAI/kimi-code#2503, 2026-11-28",
    failing: changed("client", "the call id functions.get_weather:0 went out as functions_get_weather_0"),
    samples: [sample(10, 0, native), sample(10, 0, { at: "moonshot" })],
    party: "client",
    rule: "changed-on-the-way",
    truth: "the client's normaliser",
    fits: "yes",
  },
  {
    name: "DeepSeek R1 by its bare id",
    source: "Mintplex-Labs/anything-llm#3441, 2026-11-20",
    failing: refusedWith(
      "inference-profile",
      "HTTP 400 ValidationException: Invocation of model ID deepseek.r1-v1:0 with on-demand throughput isn't supported.",
    ),
    party: "our-request",
    rule: "refused",
    truth: "the id needs an inference profile",
    fits: "yes",
  },
  {
    name: "blank text blocks that came from the service are replayed and refused",
    source: "vercel/ai#11409, 2026-07-22",
    failing: refusedWith(
      "invalid-history",
      "The text field in the ContentBlock object at messages.1.content.0 is blank.",
    ),
    party: "our-request",
    rule: "refused",
    truth: "clients filter them, and the service refuses what it sent",
    fits: "partly",
  },
  {
    name: "Mistral's nine-character ids, where our history has another id",
    source: "vercel/ai#11802, #11863; anomalyco/opencode#48843, 2026-11-20",
    failing: refusedWith(
      "invalid-history",
      "Tool call id was callSF0001 but must be a-z, A-Z, 0-9, with a length of 9.",
    ),
    party: "our-request",
    rule: "refused",
    truth: "ours is not legal",
    fits: "yes",
  },
  {
    name: "Mistral's nine-character ids, where Converse minted the longer one",
    source: "vercel/ai#11802, #11863; anomalyco/opencode#48843, 2026-11-20",
    failing: failing(sample(0, 10, { factors: { "id-form": "provider-minted tooluse_" } }), {
      refusal: { kind: "invalid-history", text: "Tool call id was tooluse_abc but must have a length of 9." },
    }),
    samples: [
      sample(10, 0),
      sample(10, 0, { at: "openrouterParasail", factors: { "id-form": "provider-minted tooluse_" } }),
    ],
    party: "provider-serving",
    rule: "factor-at-provider",
    truth: "the provider refuses its own id",
    fits: "yes",
  },
  {
    name: "Nova refuses a top_k that the adapter wrote as another field",
    source: "UKGovernmentBEIS/inspect_ai#3939, 2026-11-28",
    failing: changed("us", "topK went out as top_k inside additionalModelRequestFields", {
      refusal: { kind: "parameter-unsupported", text: "extraneous key [top_k] is not permitted" },
    }),
    party: "adapter",
    rule: "changed-on-the-way",
    truth: "the adapter's field",
    fits: "yes",
  },
  {
    name: "Claude refuses temperature and topP together, both asked for",
    source: "Bedrock's ValidationException texts, src/adapters/errors, 2026-11-20",
    failing: refusedWith("invalid-request", "`temperature` and `top_p` cannot both be specified for this model."),
    party: "our-request",
    rule: "refused",
    truth: "gateways drop one",
    fits: "yes",
  },
  {
    name: "OpenRouter's upstreams pass 84.6 to 100 % of the vendor's verifier",
    source: "MoonshotAI/K2-Vendor-Verifier, 2026-11-20",
    failing: failing(sample(846, 154, { at: "openrouterParasail", ...firstCall })),
    samples: [sample(1000, 0, { at: "moonshot", ...firstCall })],
    party: "provider-serving",
    rule: "other-provider-fine",
    truth: "the vendor's serving; quantisation cannot be told apart",
    fits: "yes",
  },
  {
    name: "Kimi's template and parser in vLLM 0.11",
    source:
      "vllm.ai/blog/2025-10-28-kimi-k2-accuracy (218 of about 1,290 calls parsed; the vendor's own endpoint: all), 2025-10-28",
    failing: failing(sample(218, 1072, { at: "openrouterParasail", ...firstCall })),
    samples: [sample(1286, 0, { at: "moonshot", ...firstCall })],
    party: "provider-serving",
    rule: "other-provider-fine",
    truth: "three bugs of vLLM",
    fits: "yes",
  },
  {
    name: "gpt-oss writes channel markers into names, whoever serves it",
    source: "vllm-project/vllm#32587; NVIDIA/TensorRT-LLM#9256; Rapid-MLX#480, 2026-11-28",
    failing: failing(sample(3, 7)),
    samples: [sample(3, 7, { at: "openrouterParasail" }), sample(30, 0, { at: "claudeBedrock" })],
    party: "model",
    rule: "model-everywhere",
    truth: "parsers were patched; vllm#35906 says that the model emits it",
    fits: "open",
  },
  {
    name: "Nova refuses a cachePoint that a client's table put in",
    source: "pi#2053, 2026-11-28",
    failing: changed("client", "a cachePoint stands in the body that nobody asked for", {
      refusal: { kind: "caching-unsupported", text: "This model does not support cachePoint in toolConfig." },
    }),
    party: "client",
    rule: "changed-on-the-way",
    truth: "the client's table",
    fits: "yes",
  },
  {
    name: "a cachePoint is refused with 403",
    source: "BerriAI/litellm#39210, 2026-09-01",
    failing: refusedWith(
      "model-access",
      "HTTP 403 AccessDeniedException: You invoked an unsupported model or your request did not allow prompt caching.",
    ),
    party: "our-request",
    rule: "refused",
    truth: "the gateway's cachePoint, not the account",
    fits: "yes",
  },
  {
    name: "Llama takes no tools while streaming",
    source: "Bedrock's supported features of Converse, 2026-11-20",
    failing: refusedWith("streaming-tools-unsupported", "This model doesn't support tool use in streaming mode."),
    party: "our-request",
    rule: "refused",
    truth: "documented",
    fits: "yes",
  },
  {
    name: "the number of toolResults differs from that of the calls",
    source: "Bedrock's ValidationException texts, src/adapters/errors, 2026-11-20",
    failing: refusedWith(
      "invalid-history",
      "Expected toolResult blocks at messages.2.content for the following Ids: tooluse_a",
    ),
    party: "our-request",
    rule: "refused",
    truth: "our history",
    fits: "yes",
  },
  {
    name: "Claude is fine and Kimi fails 4 of 4 in one client, and boto3 is fine with both",
    source: "NousResearch/hermes-agent#43946, 2026-11-28",
    failing: failing(sample(0, 4), {
      changes: [{ by: "client", what: "the client's body has a blank content that boto3's has not" }],
    }),
    samples: [sample(4, 0, { at: "claudeBedrock" })],
    party: "client",
    rule: "changed-on-the-way",
    truth: 'the client\'s body; "other models pass" would blame the provider',
    fits: "yes",
  },
  {
    name: "raw boto reproduces it, and Mistral's own endpoint does not",
    source: "langchain-ai/langchain-aws#151, 2026-11-28",
    failing: failing(silent),
    samples: [sample(10, 0, { at: "openrouterParasail" }), sample(0, 10, { at: "bedrockSdk" })],
    party: "provider-serving",
    rule: "other-provider-fine",
    truth: "on the side of AWS",
    fits: "yes",
  },
  {
    name: "streaming is switched off by a client's allow-list",
    source: "langchain-ai/langchain-aws#1204, 2026-11-28",
    failing: changed("client", "the request went to /converse, not to /converse-stream"),
    party: "client",
    rule: "changed-on-the-way",
    truth: "the allow-list",
    fits: "yes",
  },
  {
    name: "frames of a stream are swallowed by a decoder",
    source: "vercel/ai#19034, #19035, 2026-11-28",
    failing: failing(silent, {
      second: {
        judged: "@ai-sdk/amazon-bedrock",
        other: "ours",
        otherIsGood: true,
        differences: ['text: "" ≠ "It is sunny."'],
      },
    }),
    samples: [sample(10, 0, { at: "moonshot" })],
    party: "client",
    rule: "read-otherwise",
    truth: "the decoder, fixed",
    fits: "yes",
  },
  {
    name: "Converse against mantle, where the API and the encoding of the history both changed",
    source: "anomalyco/opencode#13807, #14221, 2026-02-19",
    failing: failing(silent),
    samples: [sample(10, 0, { at: "bedrockInvoke", factors: { "id-form": "native", "call-count": "14" } })],
    party: "undetermined",
    rule: "no-rule-fits",
    truth: "unknown",
    fits: "yes",
  },
  // Seven more threads whose truth is public.
  {
    name: "a proxy deletes the thought signature of a tool call, and the same body sent straight is fine",
    source: "router-for-me/CLIProxyAPI#5652, 2026-09-09",
    failing: refusedWith("thinking-signature", "contents[1].parts[0]: Tool call part is missing thought_signature"),
    party: "our-request",
    rule: "refused",
    truth: "the proxy; only the bytes that it sent show that (the row below)",
    fits: "partly",
  },
  {
    name: "the same proxy, with what the service sent beside what went out",
    source: "router-for-me/CLIProxyAPI#5652, 2026-09-09",
    failing: changed("client", "the thoughtSignature of the call did not go back", {
      refusal: { kind: "thinking-signature", text: "Tool call part is missing thought_signature" },
    }),
    party: "client",
    rule: "changed-on-the-way",
    truth: "the proxy",
    fits: "yes",
  },
  {
    name: "a client's proxy protocol loses the signature of a call, direct requests keep it",
    source: "earendil-works/pi#6414, 2026-07-08",
    failing: changed("client", "the thoughtSignature of the call did not go back", {
      refusal: { kind: "invalid-history", text: "Function call is missing a thought_signature in functionCall parts." },
    }),
    samples: [sample(10, 0, { at: "bedrockSdk" })],
    party: "client",
    rule: "changed-on-the-way",
    truth: "the client's proxy",
    fits: "yes",
  },
  {
    name: "a client normalises Kimi's ids, and the model leaves its format at the third call",
    source: "vybestack/llxprt-code#712, 2025-12-05",
    failing: changed("client", "the call id functions.read_file:3 went out as hist_tool_3"),
    samples: [sample(10, 0, native)],
    party: "client",
    rule: "changed-on-the-way",
    truth: "the client's normaliser",
    fits: "yes",
  },
  {
    name: "Ministral's calls are lost while streaming, and whole replies have them",
    source: "vllm-project/vllm#29968, fixed in #19425, 2025-12-03",
    failing: failing(silent),
    samples: [sample(10, 0, { at: "bedrockWhole" })],
    party: "provider-translation",
    rule: "other-api-fine",
    truth: "the streaming parser",
    fits: "yes",
  },
  {
    name: "a client adds a cachePoint from the second prompt on, for a model without prompt caching",
    source: "zeroclaw-labs/zeroclaw#7315, 2026-06-06",
    failing: changed("client", "a cachePoint stands in the system prompt that nobody asked for", {
      refusal: {
        kind: "caching-unsupported",
        text: "You invoked an unsupported model or your request did not allow prompt caching.",
      },
    }),
    party: "client",
    rule: "changed-on-the-way",
    truth: "the client",
    fits: "yes",
  },
  {
    name: "a client replays reasoning under a member that Converse does not have",
    source: "NousResearch/hermes-agent#115865, 2026-09-19",
    failing: changed("client", "reasoningContent went out with the member text, where reasoningText came in", {
      refusal: {
        kind: "invalid-request",
        text: 'Unknown parameter in messages[1].content[0].reasoningContent: "text"',
      },
    }),
    party: "client",
    rule: "changed-on-the-way",
    truth: "the client",
    fits: "yes",
  },
  {
    name: "a client sends an empty tool_call_id after compaction",
    source: "Gentleman-Programming/gentle-pi#1052, 2026-09-15",
    failing: changed("client", "the tool_call_id of the result went out empty", {
      refusal: { kind: "invalid-history", text: "tool_call_id  is not found" },
    }),
    party: "client",
    rule: "changed-on-the-way",
    truth: "the client",
    fits: "yes",
  },
];

describe("public cases", () => {
  test.each(cases)("$name: $party ($source)", ({ failing: cell, samples = [], party, rule, leans }) => {
    const found = attribute(cell, [cell.sample, ...samples]);
    expect({ party: found.party, rule: found.rule, leans: found.leans }).toEqual({ party, rule, leans: leans ?? null });
    expect(found.standing).toBe(
      party === "undetermined"
        ? null
        : party.startsWith("provider-") || isSuspicion(found.rule, cell)
          ? "suspected"
          : "established",
    );
  });

  test("all but three fit what the thread established", () => {
    expect(cases.filter(({ fits }) => fits !== "yes").map(({ fits }) => fits)).toEqual(["partly", "open", "partly"]);
  });

  test("a provider that rewrites ids is no clean control of an id: without the rule for changed requests nobody is named", () => {
    const found = attribute(failing(silent), [silent, sample(10, 0, native), sample(10, 0, { at: "moonshot" })]);
    expect(found).toMatchObject({
      party: "undetermined",
      leans: null,
      decides: { id: "id-form", failing: "neutral", cures: "native" },
    });
    expect(found.controls.find(({ kind }) => kind === "provider")).toMatchObject({ reading: "suggests-fine" });
  });
});

/** A changed request that was not refused accuses without the unchanged one. */
function isSuspicion(rule: string, { refusal }: Failing): boolean {
  return rule === "changed-on-the-way" && refusal === null;
}
