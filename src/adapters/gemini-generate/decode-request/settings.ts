import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest, ReasoningSetting, ResponseFormat } from "../../../chat/request.js";
import { memberOf, numberAt, objectAt, textAt } from "../wire.js";
import { decodeSchema } from "./schema.js";

type Settings = Partial<Omit<ChatRequest, "model" | "messages" | "tools" | "toolChoice" | "extra">>;

/** Decodes `generationConfig`; a member that no setting has is a warning. */
export function decodeSettings(value: JsonValue | undefined, warnings: Warning[]): Settings {
  if (!isJsonObject(value)) return {};
  for (const name of Object.keys(value)) {
    if (!isRead(name) && value[name] !== null) {
      warnings.push({ id: "not-read", field: `generationConfig.${name}`, message: "a setting that is not read" });
    }
  }
  const stops = memberOf(value, "stopSequences");
  return {
    maxOutputTokens: numberAt(value, "maxOutputTokens"),
    temperature: numberAt(value, "temperature"),
    topP: numberAt(value, "topP"),
    topK: numberAt(value, "topK"),
    seed: numberAt(value, "seed"),
    presencePenalty: numberAt(value, "presencePenalty"),
    frequencyPenalty: numberAt(value, "frequencyPenalty"),
    stopSequences: Array.isArray(stops) ? stops.filter((one) => typeof one === "string") : null,
    choices: numberAt(value, "candidateCount"),
    logprobs: memberOf(value, "responseLogprobs") === true ? (numberAt(value, "logprobs") ?? 0) : null,
    responseFormat: formatOf(value),
    reasoning: reasoningOf(objectAt(value, "thinkingConfig")),
  };
}

const readNames: ReadonlySet<string> = new Set([
  ...["maxoutputtokens", "temperature", "topp", "topk", "seed", "presencepenalty", "frequencypenalty"],
  ...["stopsequences", "candidatecount", "responselogprobs", "logprobs", "responsemimetype", "responseschema"],
  ...["responsejsonschema", "thinkingconfig"],
]);

function isRead(name: string): boolean {
  return readNames.has(name.replaceAll("_", "").toLowerCase());
}

function formatOf(config: JsonObject): ResponseFormat | null {
  const type = textAt(config, "responseMimeType");
  const asGoogle = objectAt(config, "responseSchema");
  const schema = objectAt(config, "responseJsonSchema") ?? (asGoogle === null ? null : decodeSchema(asGoogle));
  if (schema !== null) return { kind: "json-schema", name: "response", schema, strict: null };
  if (type === "application/json") return { kind: "json-object" };
  return type === "text/plain" ? { kind: "text" } : null;
}

/** A budget of 0 switches thinking off; -1 leaves it to the model (ai.google.dev/gemini-api/docs/thinking, read 2026-11-29). */
function reasoningOf(config: JsonObject | null): ReasoningSetting | null {
  if (config === null) return null;
  const budget = numberAt(config, "thinkingBudget");
  const effort = textAt(config, "thinkingLevel")?.toLowerCase() ?? null;
  if (budget === 0) return { mode: "off", effort: null, budgetTokens: null };
  return { mode: "on", effort, budgetTokens: budget === -1 ? null : budget };
}
