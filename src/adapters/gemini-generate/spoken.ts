import { generateContent } from "../../chat/apis/generate-content.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { type Signs, valueAt } from "../signs.js";
import type { SpokenApi } from "../spoken-api.js";

const signs: Signs = {
  // A chunk has the form of a reply; only one that begins and ends in one piece has a finish.
  reply: { name: (body) => isGemini(body) && isFinished(body) },
  payload: { name: isGemini },
  damaged: {
    reply: /^\s*\{\s*"candidates": ?\[\s*\{/,
    events: /(?:^|\n)data: ?\{"candidates": ?\[/,
    payload: /^\{"candidates": ?\[/,
  },
  endMark: null,
  // With code execution one reply has several finishes, all under its id.
  several: {
    ends: isFinished,
    begins: ({ responseId: id }, ended) => typeof id === "string" && id !== ended["responseId"],
  },
};

/** `candidates` of content, or the refusal of a prompt. */
function isGemini(body: JsonObject): boolean {
  const { candidates, usageMetadata } = body;
  if (Array.isArray(candidates)) return isJsonObject(valueAt(candidates, 0, "content")) || isFinished(body);
  return isJsonObject(usageMetadata) && (isBlocked(body) || typeof body["modelVersion"] === "string");
}

function isFinished(body: JsonObject): boolean {
  return isEnumValue(valueAt(body, "candidates", 0, "finishReason")) || isBlocked(body);
}

function isBlocked({ promptFeedback }: JsonObject): boolean {
  return isJsonObject(promptFeedback) && isEnumValue(promptFeedback["blockReason"]);
}

/** A word, or its number. */
function isEnumValue(value: JsonValue | undefined): boolean {
  return typeof value === "string" || typeof value === "number";
}

/** Gemini's generateContent, for the registry. */
export const spokenGenerateContent: SpokenApi = {
  api: generateContent,
  speaks: { asks: false, load: async () => (await import("./reader.js")).geminiGenerate },
  signs,
  familyOf: null,
};
