import type { ChatRequest } from "../../chat/request.js";
import { Refusal } from "./refusal.js";
import type { RepairContext } from "./repair-step.js";

/** Brings the limit, the sampling and the stop sequences within what the service and the target accept. */
export function repairSettings(request: ChatRequest, context: RepairContext): ChatRequest {
  const temperature = clamp(request.temperature, "temperature", context);
  return {
    ...request,
    maxOutputTokens: limitTokens(request.maxOutputTokens, context),
    temperature,
    topP: repairTopP(request, context),
    stopSequences: repairStops(request.stopSequences, context),
  };
}

function clamp(value: number | null, field: string, { service, warn }: RepairContext): number | null {
  if (value === null) return null;
  const bounded = Math.min(1, Math.max(0, value));
  if (bounded !== value) warn("clamped", field, `${value} is sent as ${bounded}: ${service.name} accepts 0 to 1`);
  return bounded;
}

function repairTopP(request: ChatRequest, context: RepairContext): number | null {
  const { target, warn } = context;
  const topP = clamp(request.topP, "topP", context);
  if (request.temperature === null || topP === null || target.quirks.temperatureOrTopP !== true) return topP;
  warn("dropped", "topP", `this model accepts either temperature or topP; ${topP} is not sent`);
  return null;
}

function limitTokens(tokens: number | null, { target, service, warn }: RepairContext): number | null {
  if (tokens === null) return null;
  if (!Number.isInteger(tokens) || tokens < 1) {
    throw new Refusal("maxOutputTokens", `${service.name} requires a whole number of at least 1, not ${tokens}`);
  }
  const limit = target.capabilities.maxOutputTokens;
  if (limit === null || tokens <= limit) return tokens;
  warn("clamped", "maxOutputTokens", `${tokens} is sent as ${limit}, this model's limit`);
  return limit;
}

function repairStops(
  stops: readonly string[] | null,
  { target, service, warn }: RepairContext,
): readonly string[] | null {
  if (stops === null) return null;
  if (target.capabilities.stopSequences === false) {
    warn("dropped", "stopSequences", "this model does not support stop sequences");
    return null;
  }
  const kept = stops.filter((stop, index) => {
    const isBlank = stop === "" || (service.refusesBlankStops && stop.trim() === "");
    const what = stop === "" ? "an empty stop sequence" : "a stop sequence of white space";
    if (isBlank) warn("dropped", `stopSequences[${index}]`, `${what} is not sent`);
    return !isBlank;
  });
  const { maxStops, name } = service;
  if (maxStops !== null && kept.length > maxStops) {
    throw new Refusal("stopSequences", `${name} accepts at most ${maxStops}, not ${kept.length}`);
  }
  return kept.length === 0 ? null : kept;
}
