import { spokenApi, spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import type { Api } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import { noQuirks, unknownCapabilities } from "../../chat/unset.js";
import type { Identity } from "./identify.js";

/**
 * The target that a recording shows: what the adapters need to read it, and nothing that the recording does not say.
 * No capability, quirk or price is assumed. `answered`: the model that the reply names, for a recording without request.
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

/** What a model is called by the id that a provider gives it. Default: by that id. */
export type ModelName = (providerModelId: string) => string;

/** Names of the catalog for the ids that it knows, whatever the geography before a Bedrock id (`us.`, `global.`). */
export function catalogNames(targets: readonly Pick<Target, "providerModelId" | "model">[]): ModelName {
  const names = new Map(targets.map(({ providerModelId, model }) => [plainId(providerModelId), model]));
  return (id) => names.get(plainId(id)) ?? id;
}

function plainId(id: string): string {
  return id.replace(/^(?:us-gov|us|eu|apac|au|jp|ca|global)\./, "");
}
