import { wholeOf } from "../../../../chat/api.js";
import type { ChatRequest } from "../../../../chat/request.js";
import type { Target } from "../../../../chat/target.js";
import { serverOf } from "../../../attribution/places.js";
import { bodyShapeOf } from "../body-shape.js";
import { type FailingCall, type Flip, type Level, level, type Unasked, unasked } from "../flip.js";

/** The limits that are asked: enough for an answer, enough for long reasoning, and too little for either. */
const limits = [1024, 8192, 64] as const;

/** The limit of output tokens. */
export const tokenLimit: Flip = {
  id: "token-limit",
  name: "the limit of output tokens",
  pointers: {
    converse: ["/inferenceConfig/maxTokens", "/inferenceConfig"],
    chat: ["/max_tokens", "/max_completion_tokens"],
    messages: ["/max_tokens"],
  },
  source: { source: "TRIBE-INC/claw-bench debug/test-consistency.mjs (a limit of 100)", date: "2026-02-10" },
  offer: (call) => {
    // A reply that was cut needs room before anything else.
    const isCut = call.findings.includes("cut-by-max-tokens");
    const asked = isCut ? limits.filter((limit) => limit > (call.request.maxOutputTokens ?? 0)) : limits;
    return asked.filter((limit) => limit !== call.request.maxOutputTokens).map((limit) => limitLevel(limit, call));
  },
  apply: (request, id) => ({ ...request, maxOutputTokens: Number(id) }),
};

function limitLevel(limit: number, { request, target }: FailingCall): Level | Unasked {
  const most = target.capabilities.maxOutputTokens;
  if (most !== null && limit > most) return unasked(String(limit), `this target gives at most ${most} tokens`);
  if (limit === 64 && target.capabilities.reasoning !== false && request.reasoning?.mode !== "off") {
    return unasked("64", "a model that reasons is cut at 64 tokens, which is a failure of its own");
  }
  return level(String(limit), `a limit of ${limit} tokens`, Math.max(0, limit - (request.maxOutputTokens ?? 0)));
}

/** Temperatures that are asked, the usual recommendations first. */
const temperatures = [1, 0.6, 0] as const;

/** Temperature, topP and the other sampling settings. A level with a temperature sends it alone. */
export const sampling: Flip = {
  id: "sampling",
  name: "the sampling settings",
  pointers: {
    converse: [
      "/inferenceConfig",
      "/inferenceConfig/temperature",
      "/inferenceConfig/topP",
      "/additionalModelRequestFields",
      "/additionalModelRequestFields/top_k",
      "/additionalModelRequestFields/inferenceConfig/**",
    ],
    chat: ["/temperature", "/top_p", "/top_k", "/seed", "/presence_penalty", "/frequency_penalty"],
    messages: ["/temperature", "/top_p", "/top_k"],
  },
  source: { source: "https://platform.kimi.ai/docs/api/models-overview", date: "2026-11-29" },
  offer: (call) => {
    const { request, target } = call;
    const plain = sentSampling(request, target).length === 0;
    const asked = temperatures
      .filter((one) => !(request.temperature === one && sentSampling(request, target).length === 1))
      .map((one) => temperatureLevel(one, call));
    const isTopP = request.topP === 0.95 && request.temperature === null;
    const topP = isTopP ? [] : [level("top-p-0.95", "a topP of 0.95, and nothing beside it")];
    return [...(plain ? [] : [level("default", "no sampling settings")]), ...asked, ...topP];
  },
  apply: (request, id) => ({
    ...request,
    ...{ topK: null, seed: null, presencePenalty: null, frequencyPenalty: null },
    topP: id === "top-p-0.95" ? 0.95 : null,
    temperature: id.startsWith("temperature-") ? Number(id.slice("temperature-".length)) : null,
  }),
};

function temperatureLevel(temperature: number, { request, target }: FailingCall): Level | Unasked {
  const only = fixedTemperature(target, request);
  const id = `temperature-${temperature}`;
  if (only === null || only === temperature) return level(id, `a temperature of ${temperature}, and nothing beside it`);
  return unasked(id, `this service takes a temperature of ${only} alone`);
}

/**
 * The one temperature that a service takes; null: any. Moonshot's is 1 with thinking on and 0.6 with thinking off (platform.kimi.ai,
 * models overview, 2026-11-29; "only 1 is allowed for this model", Warma10032/VideoAdGuard#34, 2026-04-21).
 */
export function fixedTemperature(target: Target, { reasoning }: Pick<ChatRequest, "reasoning">): number | null {
  const place = { ...target, served: [], client: "http" } as const;
  if (serverOf(place) !== "moonshot") return null;
  return reasoning?.mode === "off" ? 0.6 : 1;
}

/** The names of the sampling settings that reach the wire. */
function sentSampling(request: ChatRequest, target: Target): readonly string[] {
  const { temperature, topP, topK, seed, presencePenalty, frequencyPenalty } = request;
  const hasAll = wholeOf(target.api) === "chat-completions";
  const others = hasAll ? { seed, presencePenalty, frequencyPenalty } : {};
  return Object.entries({ temperature, topP, topK, ...others }).flatMap(([name, value]) =>
    value === null ? [] : [name],
  );
}

/** The stop sequences. */
export const stopSequences: Flip = {
  id: "stop-sequences",
  name: "the stop sequences",
  pointers: {
    converse: ["/inferenceConfig/stopSequences/**", "/inferenceConfig"],
    chat: ["/stop/**"],
    messages: ["/stop_sequences/**"],
  },
  source: {
    source: "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InferenceConfiguration.html",
    date: "2026-11-29",
  },
  offer: ({ request: { stopSequences: stops } }) => (stops === null ? [] : [level("absent", "no stop sequences")]),
  apply: (request) => ({ ...request, stopSequences: null }),
};

/** The form of the answer that the request asks for. */
export const responseFormat: Flip = {
  id: "response-format",
  name: "the form of the answer",
  pointers: {
    converse: ["/outputConfig", "/outputConfig/textFormat/**"],
    chat: ["/response_format/**"],
    messages: ["/output_config/**", "/output_format/**"],
  },
  source: { source: "https://platform.openai.com/docs/guides/structured-outputs", date: "2026-11-29" },
  offer: ({ request: { responseFormat: format }, target }) => {
    if (format === null || (format.kind !== "json-schema" && bodyShapeOf(target) !== "chat")) return [];
    return [level("absent", "no form asked for")];
  },
  apply: (request) => ({ ...request, responseFormat: null }),
};
