import type { JsonObject } from "../chat/json.js";
import { behaviourFor, type Profile } from "./profile.js";
import { openStatus } from "./refuse/open-refusals.js";
import { jsonRefusal, type Refusal } from "./refuse/refusal.js";
import type { Route } from "./request/route.js";

/** A model id that exists somewhere, and the provider that has it. */
export type KnownModel = { readonly id: string; readonly provider: "openrouter" | "bedrock" | "openai" };

type ModelsRoute = Extract<Route, { kind: "models" }>;

/**
 * The list of models, or one model, in the words of the service. Listed are the ids that a profile names whole, and of the known
 * ones those that it answers. A pattern such as `*` names none.
 */
export function modelsReply(route: ModelsRoute, profiles: readonly Profile[], known: readonly KnownModel[]): Refusal {
  const { service, dialect, modelId } = route;
  const provider = service === "bedrock-openai" ? "bedrock" : service;
  const ids = idsOf(provider, profiles, known);
  if (modelId === null) {
    if (dialect === "messages") return jsonRefusal(200, anthropicList(ids));
    if (service === "openrouter") return jsonRefusal(200, { data: ids.map(openRouterModel) });
    return jsonRefusal(200, { object: "list", data: ids.map(openAiModel) });
  }
  if (behaviourFor(profiles, modelId, provider) !== null) {
    return jsonRefusal(200, dialect === "messages" ? anthropicModel(modelId) : openAiModel(modelId));
  }
  const message = dialect === "messages" ? `model: ${modelId}` : `The model '${modelId}' does not exist`;
  return openStatus({ service, dialect }, 404, message);
}

function idsOf(
  provider: KnownModel["provider"],
  profiles: readonly Profile[],
  known: readonly KnownModel[],
): readonly string[] {
  const named = profiles.flatMap(({ models }) =>
    models.flatMap(({ providers, models }) =>
      providers === null || providers.includes(provider) ? models.filter((id) => !id.includes("*")) : [],
    ),
  );
  const offered = known.filter((model) => model.provider === provider).map(({ id }) => id);
  return [...new Set([...named, ...offered])].filter((id) => behaviourFor(profiles, id, provider) !== null).sort();
}

/** OpenAI's form (API reference, "List models", 2026-11-28). A simulated model was never created: 0. */
function openAiModel(id: string): JsonObject {
  return { id, object: "model", created: 0, owned_by: "simulator" };
}

/** Anthropic's form (platform.claude.com: List Models, read 2026-11): pages of models, of which this is the only one. */
function anthropicList(ids: readonly string[]): JsonObject {
  const data = ids.map(anthropicModel);
  return { data, has_more: false, first_id: ids[0] ?? null, last_id: ids.at(-1) ?? null };
}

function anthropicModel(id: string): JsonObject {
  return { type: "model", id, display_name: id, created_at: "1970-01-01T00:00:00Z" };
}

/** OpenRouter's form: the members that its SDK requires (openrouter.ai/docs/models and client-sdks/typescript/models/model, 2026-11-28). */
function openRouterModel(id: string): JsonObject {
  return {
    id,
    canonical_slug: id,
    name: id,
    created: 0,
    description: "A simulated model.",
    context_length: contextLength,
    architecture: {
      modality: "text->text",
      input_modalities: ["text"],
      output_modalities: ["text"],
      tokenizer: "Other",
      instruct_type: null,
    },
    pricing: { prompt: "0", completion: "0", request: "0", image: "0" },
    top_provider: { context_length: contextLength, max_completion_tokens: null, is_moderated: false },
    per_request_limits: null,
    supported_parameters: ["max_tokens", "temperature", "tool_choice", "tools", "top_p"],
    default_parameters: null,
    supported_voices: null,
    links: { details: `/api/v1/models/${id}/endpoints` },
  };
}

const contextLength = 262_144;
