import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { type Factor, memberText } from "./factor.js";
import type { FactorId } from "./factor-ids.js";

/** Members of a Bedrock body that choose what stands around the model. A vendor's engineer asks about these first. */
export const servingOptions: readonly Factor[] = [
  option("guardrail", "the guardrail", (extra) => memberText(extra, "guardrailConfig")),
  option("latency", "the performance setting", (extra) => {
    const performance = extra["performanceConfig"];
    return isJsonObject(performance) ? memberText(performance, "latency") : null;
  }),
  option(
    "service-tier",
    "the service tier",
    (extra) => memberText(extra, "serviceTier") ?? memberText(extra, "service_tier"),
  ),
  option("model-fields", "the member additionalModelRequestFields", (extra) =>
    memberText(extra, "additionalModelRequestFields"),
  ),
];

/** Members of an OpenRouter body that change the request or choose the upstream (openrouter.ai/docs, 2026-11-20); no other provider has them. */
export const gatewayOptions: readonly Factor[] = [
  option("transforms", "OpenRouter's transforms", (extra) => memberText(extra, "transforms")),
  option("plugins", "OpenRouter's plugins", (extra) => memberText(extra, "plugins")),
  option("models", "OpenRouter's list of fallback models", (extra) => memberText(extra, "models")),
  option("preset", "OpenRouter's preset", (extra) => memberText(extra, "preset")),
  option("provider-preferences", "OpenRouter's provider preferences", preferences),
].map((factor) => ({ ...factor, isTranslated: true }));

/** The preferences without the pin, which is a part of the place. */
function preferences(extra: JsonObject): string | null {
  const { provider } = extra;
  if (!isJsonObject(provider)) return null;
  const { order: _, only: __, allow_fallbacks: ___, ...others } = provider;
  return Object.keys(others).length === 0 ? null : JSON.stringify(others);
}

function option(id: FactorId, name: string, read: (extra: JsonObject) => string | null): Factor {
  return {
    id,
    name,
    read: ({ extra }) => read(extra),
    flip: (value) => (value === null ? null : `the same request without ${name}`),
  };
}
