import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { logprobsAsked } from "./logprobs-asked.js";
import { memberOf } from "./members.js";

/** The settings that a request has, as each body writes them; null: it has none. */
export type AskedSettings = { readonly [setting in SettingName]: JsonValue };

/** A setting that the simulator reads. */
export type SettingName = keyof typeof places;

/**
 * Where the bodies of the APIs and of their families have each setting, the first that is there counts. A path is written as
 * its members, joined by dots.
 */
const places = {
  maxOutputTokens: [
    "max_completion_tokens",
    "max_tokens",
    "max_output_tokens",
    "max_gen_len",
    "inferenceConfig.maxTokens",
    "inferenceConfig.max_new_tokens",
    "textGenerationConfig.maxTokenCount",
  ],
  temperature: ["temperature", "inferenceConfig.temperature", "textGenerationConfig.temperature"],
  topP: ["top_p", "p", "inferenceConfig.topP", "inferenceConfig.top_p", "textGenerationConfig.topP"],
  topK: [
    "top_k",
    "k",
    "inferenceConfig.topK",
    "inferenceConfig.top_k",
    "additionalModelRequestFields.top_k",
    "additionalModelRequestFields.inferenceConfig.topK",
  ],
  seed: ["seed", "additionalModelRequestFields.seed"],
  presencePenalty: ["presence_penalty", "additionalModelRequestFields.presence_penalty"],
  frequencyPenalty: ["frequency_penalty", "additionalModelRequestFields.frequency_penalty"],
  choices: ["n"],
  // Two members together: see logprobsAsked.
  logprobs: [],
  stopSequences: ["stop", "stop_sequences", "inferenceConfig.stopSequences", "textGenerationConfig.stopSequences"],
} as const satisfies { readonly [setting: string]: readonly string[] };

export const settingNames = Object.keys(places) as readonly SettingName[];

/** Reads the settings of a body by the table above. One stop sequence may be written without its list. */
export function readSettings(body: JsonObject): AskedSettings {
  return {
    maxOutputTokens: firstAt(body, places.maxOutputTokens),
    temperature: firstAt(body, places.temperature),
    topP: firstAt(body, places.topP),
    topK: firstAt(body, places.topK),
    seed: firstAt(body, places.seed),
    presencePenalty: firstAt(body, places.presencePenalty),
    frequencyPenalty: firstAt(body, places.frequencyPenalty),
    choices: firstAt(body, places.choices),
    logprobs: logprobsAsked(body),
    stopSequences: listed(firstAt(body, places.stopSequences)),
  };
}

function firstAt(body: JsonObject, paths: readonly string[]): JsonValue {
  for (const path of paths) {
    const found = path.split(".").reduce<JsonValue | undefined>(memberOf, body);
    // A member of the same name that holds other members is no setting.
    if (found !== undefined && found !== null && !isJsonObject(found)) return found;
  }
  return null;
}

function listed(stop: JsonValue): JsonValue {
  return typeof stop === "string" ? [stop] : stop;
}
