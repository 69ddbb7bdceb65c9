import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { FamilyOptions } from "../families/family.js";

/** The settings whose value is a number or a list of strings in every family. */
type PlainSetting =
  | "maxOutputTokens"
  | "temperature"
  | "topP"
  | "topK"
  | "seed"
  | "presencePenalty"
  | "frequencyPenalty"
  | "stopSequences";

type ShapedSetting =
  | "reasoning"
  | "responseFormat"
  | "parallelToolCalls"
  | "toolChoice"
  | "choices"
  | "logprobs"
  | "logitBias";

/**
 * The name of the body member for each setting of a family. A setting that is not listed becomes a `setting-dropped`
 * warning. `maxTemperature` is the family's documented upper limit; null: none is documented. `shaped` lists the
 * settings with a more complex form, which the family writes itself.
 */
export type SettingPlaces = {
  readonly family: string;
  readonly places: { readonly [setting in PlainSetting]?: string };
  readonly maxTemperature: number | null;
  readonly shaped: readonly ShapedSetting[];
};

export type WrittenSettings = { readonly members: JsonObject; readonly warnings: readonly Warning[] };

/** Writes the plain settings as body members. Only `repair` enforces limits; a broken limit is always a warning. */
export function writeSettings(request: ChatRequest, where: SettingPlaces, options: FamilyOptions): WrittenSettings {
  const members: { [member: string]: JsonValue } = {};
  const warnings: Warning[] = [];
  for (const [setting, value] of limitedSettings(request, { where, options, warnings })) {
    if (value === null) continue;
    const member = where.places[setting];
    if (member === undefined) warnings.push(dropped(where.family, setting));
    else members[member] = value;
  }
  for (const setting of shapedSettings) {
    if (isSet(request, setting) && !where.shaped.includes(setting)) warnings.push(dropped(where.family, setting));
  }
  return { members, warnings };
}

/** The warning for a setting that a family's body does not have. */
export function dropped(family: string, setting: string, why = "the body has no member for it"): Warning {
  return { id: "setting-dropped", field: setting, message: `${family}: ${setting} is not sent, ${why}` };
}

const shapedSettings = [
  ...(["reasoning", "responseFormat", "parallelToolCalls", "toolChoice"] as const),
  // No family's documents have these; a model that takes them is given them in `extra`.
  ...(["choices", "logprobs", "logitBias"] as const),
] as const;

function isSet(request: ChatRequest, setting: ShapedSetting): boolean {
  switch (setting) {
    case "reasoning":
      return request.reasoning !== null && request.reasoning.mode !== "default";
    case "responseFormat":
      return request.responseFormat !== null && request.responseFormat.kind !== "text";
    case "toolChoice":
      // Without tools the choice means nothing; tools that the body cannot carry are refused elsewhere.
      return request.toolChoice !== null && request.tools !== null;
    default:
      return request[setting] !== null;
  }
}

type Entry = readonly [PlainSetting, number | readonly string[] | null];

/** What the limits of a setting depend on, and the list that collects warnings. */
type Limits = { readonly where: SettingPlaces; readonly options: FamilyOptions; readonly warnings: Warning[] };

function limitedSettings(request: ChatRequest, limits: Limits): readonly Entry[] {
  const temperature = limitedTemperature(request.temperature, limits);
  return [
    ["maxOutputTokens", request.maxOutputTokens],
    ["temperature", temperature],
    ["topP", limitedTopP(request, temperature, limits)],
    ["topK", request.topK],
    ["seed", request.seed],
    ["presencePenalty", request.presencePenalty],
    ["frequencyPenalty", request.frequencyPenalty],
    ["stopSequences", limitedStops(request.stopSequences, limits)],
  ];
}

function limitedTemperature(temperature: number | null, { where, options, warnings }: Limits): number | null {
  const limit = where.maxTemperature;
  if (temperature === null || limit === null || temperature <= limit) return temperature;
  const repaired = options.policy === "repair";
  warnings.push({
    id: repaired ? "temperature-clamped" : "limit-exceeded",
    field: "temperature",
    message: `${where.family} accepts temperatures up to ${limit}; ${temperature} is sent as ${repaired ? limit : temperature}`,
  });
  return repaired ? limit : temperature;
}

function limitedTopP(request: ChatRequest, temperature: number | null, { options, warnings }: Limits): number | null {
  if (request.topP === null || temperature === null || options.target.quirks.temperatureOrTopP !== true) {
    return request.topP;
  }
  const repaired = options.policy === "repair";
  warnings.push({
    id: repaired ? "top-p-dropped" : "limit-exceeded",
    field: "topP",
    message: `${options.target.id} refuses temperature and topP together; ${repaired ? "topP is not sent" : "both are sent"}`,
  });
  return repaired ? null : request.topP;
}

function limitedStops(stops: readonly string[] | null, { options, warnings }: Limits): readonly string[] | null {
  if (stops === null || !stops.includes("")) return stops;
  const repaired = options.policy === "repair";
  warnings.push({
    id: repaired ? "empty-stop-dropped" : "limit-exceeded",
    field: "stopSequences",
    message: `an empty stop sequence is ${repaired ? "not sent" : "sent unchanged"}`,
  });
  const kept = repaired ? stops.filter((stop) => stop !== "") : stops;
  return kept.length === 0 ? null : kept;
}
