import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { parsedMessage } from "./talk.js";

/** A response that a message may continue: its items and those of its request. `sizeBytes`: how long they are as JSON. */
type Remembered = { readonly id: string; readonly items: readonly JsonValue[]; readonly sizeBytes: number };

/** A request, and how long it is as JSON. `isContinued`: it goes on from the last response. */
export type Continued = { readonly body: JsonObject; readonly sizeBytes: number; readonly isContinued: boolean };

/**
 * The last response of a connection, in memory while it is open (Open Responses 2026-04-24, "WebSocket Continuation": a continuation that
 * fails makes it forget the response that it named).
 */
export class Continuation {
  private remembered: Remembered | null = null;

  /** A message's request, with the whole conversation where it names the last response. `sentBytes`: the length of the message. */
  asked(body: JsonObject, sentBytes: number): Continued {
    const { remembered } = this;
    const { previous_response_id: named, ...rest } = body;
    const items = itemsOf(body["input"]);
    if (remembered === null || named !== remembered.id || items === null) {
      return { body, sizeBytes: sentBytes, isContinued: false };
    }
    const sizeBytes = remembered.sizeBytes + sentBytes;
    return { body: { ...rest, input: [...remembered.items, ...items] }, sizeBytes, isContinued: true };
  }

  /** A response has ended with this event, as JSON; null: it was refused. It is kept in place of the one before, if it came whole. */
  ended({ body, sizeBytes, isContinued }: Continued, last: string | null): void {
    const event = last === null ? null : parsedMessage(last);
    const response = event?.["response"];
    const isWhole = event?.["type"] === "response.completed" || event?.["type"] === "response.incomplete";
    const items = itemsOf(body["input"]);
    if (last === null || !isWhole || !isJsonObject(response) || items === null) {
      if (isContinued) this.remembered = null;
      return;
    }
    const { id, output } = response;
    if (typeof id !== "string" || !Array.isArray(output)) return;
    this.remembered = { id, items: [...items, ...output], sizeBytes: sizeBytes + last.length };
  }
}

/** The items of an input; null: it is neither a text nor a list, and is refused. */
function itemsOf(input: JsonValue | undefined): readonly JsonValue[] | null {
  if (typeof input === "string") return [{ type: "message", role: "user", content: input }];
  if (input === undefined || input === null) return [];
  return Array.isArray(input) ? input : null;
}
