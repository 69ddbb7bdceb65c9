import { isJsonObject } from "../../../chat/json.js";
import type { Message } from "../../../chat/message.js";
import type { Turn } from "../../../transcript/transcript.js";
import { dialects } from "../../serialised-call/dialects/dialects.js";
import { parseObject } from "../../serialised-call/json-objects.js";
import type { SerialisedCall } from "../../serialised-call/serialised-call.js";
import { schemaBreaches } from "../arguments-schema.js";
import type { JudgedTurn } from "../check.js";

/** What was asked in a turn: all that decides whether a text makes a call. */
export type AskedTurn = Pick<JudgedTurn, "tools" | "earlierCalls"> & { readonly turn: Pick<Turn, "request"> };

/** True when the last words of the user ask to see a call as text: "Show me the tool call that you would make." */
export function asksToSeeCall(judged: AskedTurn): boolean {
  const words = lastUserText(judged);
  return (
    wants.test(words) && !/\b(?:don't|do not|never|without)\b[^.?!]{0,40}\b(?:write|print|show|output)\b/i.test(words)
  );
}

/** True when the user or the system asks for JSON. */
export function asksForJson({ turn: { request } }: AskedTurn): boolean {
  const last = request.messages.findLast(({ role }) => role === "user");
  return request.messages.some(
    (message) => (isSystem(message) || message === last) && /\bjson\b/i.test(textOf(message)),
  );
}

/**
 * True when the user's last words have a mark of the call's dialect, so that the text answers about it; without declared tools
 * also the system's words, which then teach the format.
 */
export function showsMark(judged: AskedTurn, call: SerialisedCall): boolean {
  const marks = dialects.filter(({ id, mark }) => id === call.dialect && mark !== null);
  if (marks.length === 0) return false;
  const system = judged.turn.request.messages.filter(isSystem).map(textOf);
  const words = [lastUserText(judged), ...(judged.tools.length === 0 ? system : [])];
  return marks.some(({ mark }) => words.some((text) => mark?.test(text) === true));
}

/** True when the request asked for JSON by its format and the text is such JSON; a request that forces a call asks for a call. */
export function isAskedJson({ turn: { request } }: AskedTurn, text: string): boolean {
  const format = request.responseFormat;
  if (format === null || format.kind === "text") return false;
  if (request.toolChoice?.kind === "required" || request.toolChoice?.kind === "tool") return false;
  const value = parseObject(text.trim().replace(/^```(?:json)?|```$/g, ""));
  if (!isJsonObject(value)) return false;
  return format.kind === "json-object" || schemaBreaches(value, format.schema).length === 0;
}

const wants =
  /\b(?:show|writes?|print|explain|describe|example|sample|format|syntax)\b(?:(?!\b(?:using|use|with|via|through|by|make|and)\b)[^.?!\n]){0,80}\b(?:tool|function)[ _-]?(?:calls?|calling)\b|\b(?:tool|function)[ _-]?(?:calls?|calling)\b[^.?!\n]{0,60}\b(?:as text|in text|syntax|markup|looks? like)\b/i;

function isSystem({ role }: Message): boolean {
  return role === "system" || role === "developer";
}

function lastUserText({ turn: { request } }: AskedTurn): string {
  const last = request.messages.findLast(({ role }) => role === "user");
  return last === undefined ? "" : textOf(last);
}

function textOf(message: Message): string {
  const texts: string[] = [];
  for (const part of message.parts) if (part.kind === "text") texts.push(part.text);
  return texts.join("\n");
}
