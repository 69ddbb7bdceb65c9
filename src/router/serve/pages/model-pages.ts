import type { JsonObject } from "../../../chat/json.js";
import type { Router } from "../router.js";

/** How an API tells of the models that it may be asked for. */
export type ModelPages = {
  readonly one: (model: ListedModel) => JsonObject;
  readonly list: (models: readonly ListedModel[]) => JsonObject;
};

/** A model that a request may name. */
export type ListedModel = { readonly name: string; readonly description: string; readonly provider: string };

/** The models of the configuration, and `auto`. */
export function listedModels({ config }: Pick<Router, "config">): readonly ListedModel[] {
  const models = config.models.map(({ name, description, whole }) => ({ name, description, provider: whole.provider }));
  return [...models, { name: "auto", description: "The router chooses.", provider: "llm-parity" }];
}

/** OpenAI's model objects. `created` is 0, since nothing says when a model of the file was made. */
export const openAiModels: ModelPages = {
  one: openAiModel,
  list: (models) => ({ object: "list", data: models.map(openAiModel) }),
};

function openAiModel({ name, description, provider }: ListedModel): JsonObject {
  return { id: name, object: "model", created: 0, owned_by: provider, description };
}

/**
 * Anthropic's model objects, all on one page. What the router does not know is null, and the date is the epoch, as the API has it for an
 * unknown one (`@anthropic-ai/sdk` 1.14.0, resources/models, read 2026-11-29).
 */
export const anthropicModels: ModelPages = {
  one: anthropicModel,
  list: (models) => ({
    data: models.map(anthropicModel),
    has_more: false,
    first_id: models[0]?.name ?? null,
    last_id: models.at(-1)?.name ?? null,
  }),
};

function anthropicModel({ name }: ListedModel): JsonObject {
  return {
    ...{ type: "model", id: name, display_name: name, created_at: "1970-01-01T00:00:00Z" },
    ...{ lifecycle: "active", deprecated_at: null, retires_at: null },
    ...{ line: null, capabilities: null, max_input_tokens: null, max_tokens: null },
  };
}
