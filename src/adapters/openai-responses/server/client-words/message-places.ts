import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Message } from "../../../../chat/message.js";
import { decodeInput } from "../../decode-request/input.js";
import { offeredTools } from "../offered-tools.js";
import { lowerInput } from "../read-request/lower-input.js";
import { replaysIn } from "../replayed-reasoning.js";

/** Where a message of a chat request stands in the client's body: its first item, what holds its content, and each of its parts. */
export type MessagePlace = { readonly item: string; readonly content: string; readonly parts: readonly string[] };

/** The places of the messages, in the order in which the door reads them. */
export function messagePlaces(body: JsonObject): readonly MessagePlace[] {
  const before = typeof body["instructions"] === "string" ? [placeOf("instructions")] : [];
  const { input } = body;
  if (!Array.isArray(input)) return [...before, placeOf("input")];
  const items = lowerInput(input, offeredTools(body["tools"]), []);
  const replays = replaysIn(input);
  const isLeftOut = (index: number) => {
    const replay = replays.get(index);
    return replay?.kind === "part" && replay.part === null;
  };
  const found = (Array.isArray(items) ? items : []).flatMap((item, index) =>
    placesOf(item, `input[${index}]`, isLeftOut(index)),
  );
  return [...before, ...joined(found)];
}

type Found = MessagePlace & { readonly isTurn: boolean };

/** The items of one turn of the assistant are one message. */
function joined(found: readonly Found[]): readonly MessagePlace[] {
  const places: Found[] = [];
  for (const one of found) {
    const last = places.at(-1);
    if (one.isTurn && last?.isTurn === true)
      places[places.length - 1] = { ...last, parts: [...last.parts, ...one.parts] };
    else places.push(one);
  }
  return places;
}

function placesOf(item: JsonValue, at: string, isLeftOut: boolean): readonly Found[] {
  const message = messageOf(item);
  if (message === null) return [];
  const holder = holderOf(item);
  const content = holder === null ? at : `${at}.${holder}`;
  const parts = isLeftOut ? [] : partsIn(item, { at, holder, count: message.parts.length });
  return [{ item: at, content, parts, isTurn: message.role === "assistant" }];
}

/** The member that holds the content of an item; null: its parts are the item itself. */
function holderOf(item: JsonValue): "content" | "output" | null {
  if (!isJsonObject(item)) return null;
  if (item["type"] === "function_call_output") return "output";
  return typeof item["role"] === "string" && item["type"] !== "reasoning" ? "content" : null;
}

type Holding = { readonly at: string; readonly holder: "content" | "output" | null; readonly count: number };

function partsIn(item: JsonValue, { at, holder, count }: Holding): readonly string[] {
  const list = isJsonObject(item) && holder !== null ? item[holder] : null;
  if (!isJsonObject(item) || holder === null) return Array.from({ length: count }, () => at);
  if (!Array.isArray(list)) return Array.from({ length: count }, () => `${at}.${holder}`);
  return list.flatMap((part, index) => {
    const alone = messageOf({ ...item, [holder]: [part] })?.parts.length ?? 0;
    return Array.from({ length: alone }, () => `${at}.${holder}[${index}]`);
  });
}

function messageOf(item: JsonValue): Message | null {
  return decodeInput([item], () => undefined)[0] ?? null;
}

function placeOf(member: string): MessagePlace {
  return { item: member, content: member, parts: [member] };
}
