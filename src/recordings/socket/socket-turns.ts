import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import { listOf, type Members, memberOf, objectOf, textOf } from "../members.js";

/** A text message of a recorded WebSocket. `atMs`: milliseconds of any clock; null: not recorded. */
type SocketMessage = { readonly from: "client" | "server"; readonly text: string; readonly atMs: number | null };

/** A WebSocket as it was recorded, with the address that it was opened at. */
export type RecordedSocket = { readonly url: string; readonly messages: readonly SocketMessage[] };

/** A question that was asked over a socket, as the HTTP request that it stands for, and the messages that answered it. */
export type SocketTurn = {
  readonly body: JsonObject;
  readonly startedMs: number | null;
  readonly answers: readonly SocketMessage[];
};

/**
 * The socket that a record holds; null: it holds none. `record` has its messages in one list, each with its direction and its
 * text, and the address beside them: `_webSocketMessages` in Chrome's HAR, `events` beside a `connection` in
 * anomalyco/opencode (packages/ai/test/fixtures/recordings/openai-responses-websocket, read 2026-11-30).
 */
export function socketIn(record: unknown): RecordedSocket | null {
  const url = addressOf(record);
  if (url === null || !/^(?:ws|http)s?:/i.test(url)) return null;
  const list = listNames.map((name) => listOf(memberOf(record, name))).find((one) => one !== null && isMessages(one));
  if (list === undefined || list === null) return null;
  const messages = list.map(messageOf).filter((one) => one !== null);
  return { url: url.replace(/^ws/i, "http"), messages };
}

const listNames = ["_webSocketMessages", "webSocketMessages", "messages", "events", "frames"];

function addressOf(record: unknown): string | null {
  const holders = [record, memberOf(record, "connection"), memberOf(record, "request")];
  return holders.map((holder) => textOf(memberOf(holder, "url"))).find((url) => url !== null) ?? null;
}

/** True for a list whose first item says which way it went; a list of stream events does not. */
function isMessages(list: readonly unknown[]): boolean {
  return list.length > 0 && messageOf(list[0]) !== null;
}

const directions: ReadonlyMap<string, SocketMessage["from"]> = new Map([
  ...["client", "send", "sent", "out", "outgoing", "outbound"].map((word) => [word, "client"] as const),
  ...["server", "receive", "received", "in", "incoming", "inbound"].map((word) => [word, "server"] as const),
]);

/** null: no text, or no direction. The type of a message is its direction in HAR. */
function messageOf(value: unknown): SocketMessage | null {
  const message: Members | null = objectOf(value);
  if (message === null) return null;
  const word = textOf(message["direction"]) ?? textOf(message["type"]);
  const from = directions.get(word?.toLowerCase() ?? "");
  const text = ["body", "data", "payload", "text"].map((name) => textOf(message[name])).find((one) => one !== null);
  if (from === undefined || text === undefined || text === null) return null;
  // HAR counts in seconds since 1970.
  const { time } = message;
  return { from, text, atMs: typeof time === "number" && Number.isFinite(time) ? time * 1000 : null };
}

/**
 * The turns of a socket of the Responses API: each `response.create`, and what the server said until the next one. A creation that
 * asks for no reply (`generate: false`, which warms a cache) and other messages of the client are no turns. Messages that came
 * before the first question are left out. (developers.openai.com/api/docs/guides/websocket-mode, read 2026-11-29)
 */
export function socketTurns({ messages }: RecordedSocket): readonly SocketTurn[] {
  const turns: { body: JsonObject; startedMs: number | null; answers: SocketMessage[] }[] = [];
  let isOpen = false;
  for (const message of messages) {
    if (message.from === "server") {
      if (isOpen) turns.at(-1)?.answers.push(message);
      continue;
    }
    const asked = askedIn(message.text);
    if (asked === null) continue;
    isOpen = asked["generate"] !== false;
    if (isOpen) turns.push({ body: asked, startedMs: message.atMs, answers: [] });
  }
  return turns;
}

/** The body of a `response.create`: beside its type, or in its member `response`; null: another message. */
function askedIn(text: string): JsonObject | null {
  const parsed = parseJson(text);
  if (!parsed.ok || !isJsonObject(parsed.value) || parsed.value["type"] !== "response.create") return null;
  const { type: _, response, ...flat } = parsed.value;
  return { ...(isJsonObject(response) ? response : flat), stream: true };
}
