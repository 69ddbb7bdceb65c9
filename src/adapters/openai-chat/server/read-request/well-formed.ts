import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";

/**
 * Replaces lone surrogates in every text of a body by U+FFFD, each text with a warning. They are half of a character, as a
 * client leaves it that cuts text by UTF-16 units. JSON carries them, but strict readers refuse the whole request, and every
 * later one of the conversation (anthropics/claude-code#69927, anomalyco/opencode#17758; 2026-11-28). Returns the body
 * itself where nothing is to mend, which costs one pass without a copy.
 */
export function mendText(body: JsonObject, warnings: Warning[]): JsonObject {
  return isWellFormed(body) ? body : mendObject(body, "", warnings);
}

/**
 * Replaces the escapes of lone surrogates in the arguments of calls by that of U+FFFD. Arguments are a JSON text of their own,
 * and a service that parses them (Converse takes an object) meets the same half of a character.
 */
export function mendArguments(messages: readonly JsonValue[], warnings: Warning[]): readonly JsonValue[] {
  if (!messages.some(hasHalfInArguments)) return messages;
  return messages.map((message, at) => {
    const calls = isJsonObject(message) ? message["tool_calls"] : null;
    if (!isJsonObject(message) || !Array.isArray(calls)) return message;
    const mended = calls.map((call, index) => mendCall(call, `messages[${at}].tool_calls[${index}]`, warnings));
    return { ...message, tool_calls: mended };
  });
}

function hasHalfInArguments(message: JsonValue): boolean {
  const calls = isJsonObject(message) ? message["tool_calls"] : null;
  return Array.isArray(calls) && calls.some(hasSurrogateEscape);
}

function hasSurrogateEscape(call: JsonValue): boolean {
  const text = argumentsOf(call);
  return text !== null && /\\u[dD][89a-fA-F]/.test(text);
}

function argumentsOf(call: JsonValue): string | null {
  const called = isJsonObject(call) ? call["function"] : null;
  const text = isJsonObject(called) ? called["arguments"] : null;
  return typeof text === "string" ? text : null;
}

function mendCall(call: JsonValue, at: string, warnings: Warning[]): JsonValue {
  const text = argumentsOf(call);
  if (text === null || !isJsonObject(call) || !isJsonObject(call["function"])) return call;
  const mended = mendEscapes(text, `${at}.function.arguments`, warnings);
  return mended === text ? call : { ...call, function: { ...call["function"], arguments: mended } };
}

/** A JSON text with the escapes of lone surrogates replaced by that of U+FFFD, with a warning where there was one. `at`: its path. */
export function mendEscapes(text: string, at: string, warnings: Warning[]): string {
  const mended = text.replace(escapes, (one) => (/^\\u[dD][89a-fA-F]..$/.test(one) ? "\\ufffd" : one));
  if (mended !== text) warnings.push(mendedWarning(at));
  return mended;
}

/** One escape of a JSON text; both halves of a pair are one. */
const escapes = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs;

/** A loop over names, since it runs on every request: an iterator of pairs takes twice as long (Node 20.20, 2026-11). */
function isWellFormed(value: JsonValue | undefined): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  if (isJsonObject(value)) {
    for (const name in value) {
      if (!name.isWellFormed() || !isWellFormed(value[name])) return false;
    }
    return true;
  }
  return value.every(isWellFormed);
}

function mendObject(object: JsonObject, at: string, warnings: Warning[]): JsonObject {
  const path = (name: string) => (at === "" ? name : `${at}.${name}`);
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      const mended = mendString(name, path(name.toWellFormed()), warnings);
      return [mended, mend(value, path(mended), warnings)];
    }),
  );
}

function mend(value: JsonValue, at: string, warnings: Warning[]): JsonValue {
  if (typeof value === "string") return mendString(value, at, warnings);
  if (Array.isArray(value)) return value.map((item, index) => mend(item, `${at}[${index}]`, warnings));
  return isJsonObject(value) ? mendObject(value, at, warnings) : value;
}

function mendString(text: string, at: string, warnings: Warning[]): string {
  if (text.isWellFormed()) return text;
  warnings.push(mendedWarning(at));
  return text.toWellFormed();
}

function mendedWarning(at: string): Warning {
  const message = "a lone surrogate (half of a character) is sent as U+FFFD";
  return { id: "text-mended", field: at.slice(0, 100), message };
}
