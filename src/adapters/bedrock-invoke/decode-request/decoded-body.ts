import type { JsonObject } from "../../../chat/json.js";
import type { Message } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../../chat/request.js";
import { numberIn, stringsIn } from "../../draft/read-json.js";
import type { DecodedBody } from "../families/family.js";

type NumberSetting =
  | "maxOutputTokens"
  | "temperature"
  | "topP"
  | "topK"
  | "seed"
  | "presencePenalty"
  | "frequencyPenalty";

/** The members of each plain setting in a body; several names are tried in order. */
export type SettingNames = {
  readonly [setting in NumberSetting | "stopSequences"]?: readonly string[];
};

/** Reads the plain settings back. A member that is absent, or of another type, is null. */
export function readSettings(body: JsonObject, names: SettingNames): Partial<ChatRequest> {
  const number = (setting: NumberSetting) => firstOf(names[setting], (name) => numberIn(body, name));
  return {
    maxOutputTokens: number("maxOutputTokens"),
    temperature: number("temperature"),
    topP: number("topP"),
    topK: number("topK"),
    seed: number("seed"),
    presencePenalty: number("presencePenalty"),
    frequencyPenalty: number("frequencyPenalty"),
    stopSequences: firstOf(names.stopSequences, (name) => stringsIn(body, name)),
  };
}

/** All names that {@link readSettings} may have read. */
export function namesOf(names: SettingNames): readonly string[] {
  return Object.values(names).flat();
}

/** Builds a decoded body: what was read, with every other member in `extra`. */
export function decodedBody(
  body: JsonObject,
  read: {
    readonly messages: readonly Message[];
    readonly settings: Partial<ChatRequest>;
    readonly members: readonly string[];
    readonly warnings?: readonly Warning[];
  },
): DecodedBody {
  const { model: _model, ...plain } = plainRequest("", read.messages);
  const known = new Set(read.members);
  const extra = Object.fromEntries(Object.entries(body).filter(([member]) => !known.has(member)));
  return { request: { ...plain, ...read.settings, extra }, warnings: read.warnings ?? [] };
}

function firstOf<Value>(names: readonly string[] | undefined, read: (name: string) => Value | null): Value | null {
  for (const name of names ?? []) {
    const value = read(name);
    if (value !== null) return value;
  }
  return null;
}
