import type { JsonObject, JsonValue } from "../../../../chat/json.js";
import type { Flip } from "../flip.js";
import { level, unasked } from "../flip.js";
import { objectIn, withExtra, without } from "./members.js";
import { absentWhere } from "./serving-options.js";

const date = "2026-11-29";

/** How OpenRouter shortens prompts; the older name of a plugin. */
export const transforms: Flip = absentWhere({
  id: "transforms",
  name: "OpenRouter's transforms",
  members: ["transforms"],
  source: { source: "https://openrouter.ai/docs/transforms", date },
});

const compression = "context-compression";

/** OpenRouter's plugins. An account can have some by default, so that one that changes prompts is switched off by name. */
export const plugins: Flip = {
  ...absentWhere({
    id: "plugins",
    name: "OpenRouter's plugins",
    members: ["plugins"],
    source: { source: "https://openrouter.ai/docs/guides/features/message-transforms", date },
  }),
  offer: ({ request, target }) => {
    if (target.provider !== "openrouter") return [];
    if ("plugins" in request.extra) return [level("absent", "without OpenRouter's plugins")];
    return [level("no-compression", `the plugin ${compression} switched off`)];
  },
  apply: (request, id) => {
    const { plugins: before, ...others } = request.extra;
    const off: JsonValue = [{ id: compression, enabled: false }];
    if (id === "absent") return { ...request, extra: others };
    return before === undefined ? { ...request, extra: { ...others, plugins: off } } : request;
  },
};

/** Models that OpenRouter asks where the first fails. */
export const models: Flip = absentWhere({
  id: "models",
  name: "OpenRouter's list of fallback models",
  members: ["models", "route"],
  source: { source: "https://openrouter.ai/docs/guides/routing/llms-full.txt", date },
});

/** Settings that OpenRouter keeps under a name. */
export const preset: Flip = absentWhere({
  id: "preset",
  name: "OpenRouter's preset",
  members: ["preset"],
  source: { source: "microsoft/vscode#297863 (presets of OpenRouter)", date },
});

/** The members of `provider` that choose the upstream: they are the place, not a factor. */
const pin = ["only", "order", "allow_fallbacks"];

/** OpenRouter's provider preferences, data policy included, apart from the pin. */
export const providerPreferences: Flip = {
  id: "provider-preferences",
  name: "OpenRouter's provider preferences",
  pointers: { converse: [], chat: ["/provider", "/provider/**"], messages: [] },
  source: { source: "https://openrouter.ai/docs/features/provider-routing", date },
  offer: ({ request, target }) => {
    if (target.provider !== "openrouter") return [];
    const names = Object.keys(without(objectIn(request.extra, "provider"), pin));
    const others = [
      ...(names.length === 0 ? [] : [level("pin-only", `without the preferences ${names.join(", ")}`)]),
      ...(names.includes("require_parameters")
        ? []
        : [level("require-parameters", "only where every parameter is supported: others are ignored without it")]),
      ...(names.includes("data_collection") ? [] : [level("deny-data", "the data policy deny")]),
    ];
    if (target.upstreamPin !== null) return others;
    const why = "it can change the upstream, and routing is no factor: pin one upstream first";
    return others.map(({ id }) => unasked(id, why));
  },
  apply: (request, id) => {
    const preferences = objectIn(request.extra, "provider");
    if (id === "pin-only") return withExtra(request, "provider", pinOf(preferences));
    const added: JsonObject = id === "deny-data" ? { data_collection: "deny" } : { require_parameters: true };
    return withExtra(request, "provider", { ...preferences, ...added });
  },
};

function pinOf(preferences: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(preferences).filter(([name]) => pin.includes(name)));
}
