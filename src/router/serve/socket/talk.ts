import type { WebSocket } from "ws";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { StopSignal } from "../../../chat/stop-signal.js";
import { endsByGrace } from "../grace.js";
import type { Occupancy } from "../occupancy.js";
import type { Router } from "../router.js";

/** What a socket's requests are answered with. */
export type Serving = {
  readonly current: () => Router;
  readonly isDraining: () => boolean;
  readonly occupancy: Occupancy;
  readonly log: (line: string) => void;
};

/** One connection, in the words of its API. */
export type Talk = {
  /** Takes a message; `""`: it was not text. */
  readonly receive: (text: string) => void;
  /** Closes the socket, if no request is under way. */
  readonly drain: () => void;
  /** Ends what is under way with an error, since the grace is over. */
  readonly end: () => void;
  /** The client has left: what is under way ends, and is not answered. */
  readonly leave: () => void;
};

/** Begins to talk on a connection that was opened. */
export type OpenTalk = (socket: WebSocket, serving: Serving) => Talk;

/** Whether the client has cancelled a request, or has left. */
export function isCancelled(signal: StopSignal): boolean {
  return signal.aborted && !endsByGrace(signal);
}

/** Closes a socket because the router stops. */
export function closeForDrain(socket: WebSocket): void {
  socket.close(1001, "the router is shutting down");
}

/** A message as a JSON object; null: it is none. */
export function parsedMessage(text: string): JsonObject | null {
  try {
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Waits for a client that reads slowly, so that no more than 1 MiB piles up here. */
export async function untilDrained(socket: WebSocket, signal: StopSignal): Promise<void> {
  while (socket.bufferedAmount > 1024 * 1024 && socket.readyState === socket.OPEN && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
