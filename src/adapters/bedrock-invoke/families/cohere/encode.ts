import type { JsonObject } from "../../../../chat/json.js";
import type { ChatRequest } from "../../../../chat/request.js";
import { writeTurns } from "../../encode/prompt.js";
import { type SettingPlaces, writeSettings } from "../../encode/settings.js";
import {
  type FamilyBody,
  type FamilyOptions,
  type FamilyRefusal,
  familyBody,
  isRefusal,
  unsupported,
} from "../family.js";

/** The members of a Command R body for settings (AWS "Cohere Command R and R+", read 2026-08). */
export const coherePlaces: SettingPlaces = {
  family: "cohere",
  places: {
    maxOutputTokens: "max_tokens",
    temperature: "temperature",
    topP: "p",
    topK: "k",
    seed: "seed",
    presencePenalty: "presence_penalty",
    frequencyPenalty: "frequency_penalty",
    stopSequences: "stop_sequences",
  },
  maxTemperature: 1,
  shaped: [],
};

/** Encodes the last user message as `message`, the conversation before it as `chat_history`, and system text as `preamble`. */
export function encodeCohere(request: ChatRequest, options: FamilyOptions): FamilyBody | FamilyRefusal {
  const written = writeTurns(request, [], { family: "cohere", options });
  if (isRefusal(written)) return written;
  const last = written.turns.at(-1);
  if (last === undefined || last.role !== "user") {
    return unsupported(
      "messages",
      "the conversation must end with a user message for the cohere body",
      "invalid-request",
    );
  }
  const history = written.turns.slice(0, -1).map(({ role, text }) => ({
    role: role === "user" ? "USER" : "CHATBOT",
    message: text,
  }));
  const settings = writeSettings(request, coherePlaces, options);
  const body: JsonObject = {
    message: last.text,
    ...(history.length === 0 ? {} : { chat_history: history }),
    ...(written.system === null ? {} : { preamble: written.system }),
    ...settings.members,
  };
  return familyBody(body, [...written.warnings, ...settings.warnings]);
}
