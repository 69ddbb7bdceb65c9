import { spokenApi, spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import type { Api } from "../../chat/api.js";
import { foundationModelId } from "../../chat/bedrock-url.js";
import type { Target } from "../../chat/target.js";
import { noQuirks, unknownCapabilities } from "../../chat/unset.js";
import type { Identity } from "./identify.js";

/**
 * The target of a recording: what the adapters need to read it, from the recording alone. Assumes no capability, quirk or
 * price. `answered`: the model that the reply names, for a recording without a request.
 */
export function recordedTarget(
  identity: Identity & { readonly api: Api },
  {
    answered,
    responseBody,
    modelName,
    spoken = spokenApis,
  }: {
    readonly answered: string | null;
    readonly responseBody: () => string;
    readonly modelName: ModelName;
    readonly spoken?: readonly SpokenApi[];
  },
): Target {
  const { api, region } = identity;
  const asked = identity.model ?? answered;
  const model = asked === null || asked === "" ? "unknown" : modelName(asked);
  const provider = identity.provider ?? "unknown";
  const bodies = { model: identity.model, request: identity.body, response: responseBody };
  return {
    id: `${model}/${provider}/${api}${region === null ? "" : `@${region}`}`,
    model,
    provider,
    api,
    providerModelId: identity.model ?? "unknown",
    region,
    upstreamPin: null,
    upstreamName: null,
    baseUrl: null,
    keyVariable: null,
    auth: "none",
    signingName: null,
    capabilities: unknownCapabilities,
    quirks: { ...noQuirks, family: spokenApi(api, spoken).familyOf?.(bodies) ?? null },
    extra: {},
    price: null,
    sources: [],
  };
}

/** Returns the name of a model for a provider's model id. */
export type ModelName = (providerModelId: string) => string;

/** Names models as the catalog does, ignoring the geography before a Bedrock id (`us.`, `global.`). An unknown id is its own name. */
export function catalogNames(targets: readonly Pick<Target, "providerModelId" | "model">[]): ModelName {
  const names = new Map(targets.map(({ providerModelId, model }) => [foundationModelId(providerModelId), model]));
  return (id) => names.get(foundationModelId(id)) ?? id;
}
