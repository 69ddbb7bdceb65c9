import { isJsonObject, type JsonValue } from "../../../chat/json.js";
import type { ChatRequest } from "../../../chat/request.js";
import { clipped } from "../../compare-text.js";
import { compareModels, type ModelDifference } from "../../same-model/compare-models.js";
import { bad, type Check, note } from "../check.js";
import { must, openai } from "../rule.js";

/**
 * The model that answers is the one that was asked for, or one of the request's fallbacks. Only the ids are compared: a family,
 * version, variant, size or date that differs is bad; ids that differ and do not say how (an alias, a deployment) are a note. An
 * error in place of a reply is not compared.
 */
export const envelopeModelAsAsked: Check = {
  id: "envelope/model-as-asked",
  claim: "the model that answers is the one that was asked for",
  rule: must(openai("ChatCompletion.model: the model used for the chat completion")),
  needsWholeReply: false,
  explainedBy: [],
  run: ({ turn: { request, reply } }) => {
    const served = reply.model;
    if (served === null || request.model === "" || (reply.failure !== null && reply.parts.length === 0)) return null;
    const accepted = [request.model, ...fallbacksOf(request)];
    const difference = leastDifference(accepted, served);
    if (difference === null) return [];
    const seen = `asked for ${accepted.map((id) => clipped(id, 200)).join(" or ")}, answered by ${clipped(served, 200)}`;
    if (difference !== "undetermined") return [bad("served-model-differs", difference, seen)];
    return [note("served-model-differs", difference, `${seen}; the ids do not say whether they are one model`)];
  },
};

/** Members of a body that name the models to take if the first one fails: OpenRouter `models`, LiteLLM `fallbacks` (docs, 2026-11-28). */
const fallbackMembers = ["models", "fallbacks", "fallback_models"] as const;

function fallbacksOf({ extra }: ChatRequest): readonly string[] {
  return [...new Set(fallbackMembers.flatMap((member) => textsIn(extra[member] ?? null)))];
}

function textsIn(value: JsonValue): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isJsonObject(value) ? Object.values(value).flatMap((one) => (one === undefined ? [] : textsIn(one))) : [];
}

/** Null as soon as one of the accepted ids names the model; the first one's difference where none can. */
function leastDifference(accepted: readonly string[], served: string): ModelDifference | null {
  const differences = accepted.map((id) => compareModels(id, served));
  if (differences.includes(null)) return null;
  return differences.includes("undetermined") ? "undetermined" : (differences[0] ?? null);
}
