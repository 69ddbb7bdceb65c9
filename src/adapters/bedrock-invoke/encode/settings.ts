import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { FamilyOptions } from "../families/family.js";

/** The settings that are a number or a list of strings in every family. */
type PlainSetting =
  | "maxOutputTokens"
  | "temperature"
  | "topP"
  | "topK"
  | "seed"
  | "presencePenalty"
  | "frequencyPenalty"
  | "stopSequences";

type ShapedSetting = "reasoning" | "responseFormat" | "parallelToolCalls" | "toolChoice";

/**
 * Where a family's body takes each setting: the member's name. A setting that is not listed has no place and becomes a
 * `setting-dropped` warning. `maxTemperature` is the family's documented upper limit, null: none is documented.
 * `shaped` are the settings with a form of their own, which the family writes itself.
 */
export type SettingPlaces = {
  readonly family: string;
  readonly places: { readonly [setting in PlainSetting]?: string };
  readonly maxTemperature: number | null;
  readonly shaped: readonly ShapedSetting[];
};

export type WrittenSettings = { readonly members: JsonObject; readonly warnings: readonly Warning[] };

/** The body members of the plain settings. Limits are kept under `repair` only; a broken one is always a warning. */
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

/** The warning for a setting that a family's body cannot say. */
export function dropped(family: string, setting: string, why = "the body has no place for it"): Warning {
  return { id: "setting-dropped", field: setting, message: `${family}: ${setting} is not sent, ${why}` };
}

const shapedSettings = ["reasoning", "responseFormat", "parallelToolCalls", "toolChoice"] as const;

function isSet(request: ChatRequest, setting: ShapedSetting): boolean {
  switch (setting) {
    case "reasoning":
      return request.reasoning !== null && request.reasoning.mode !== "default";
    case "responseFormat":
      return request.responseFormat !== null && request.responseFormat.kind !== "text";
    case "toolChoice":
      // Without tools there is nothing to choose: tools that have no place are refused as such.
      return request.toolChoice !== null && request.tools !== null;
    case "parallelToolCalls":
      return request.parallelToolCalls !== null;
  }
}

type Entry = readonly [PlainSetting, number | readonly string[] | null];

/** What the limits of a setting depend on, and where a broken one is reported. */
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
    message: `${where.family} takes temperatures up to ${limit}; ${temperature} is sent as ${repaired ? limit : temperature}`,
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
    message: `an empty stop sequence is ${repaired ? "not sent" : "sent as it is"}`,
  });
  const kept = repaired ? stops.filter((stop) => stop !== "") : stops;
  return kept.length === 0 ? null : kept;
}
