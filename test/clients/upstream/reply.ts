import { completion, converse, event, http, sse } from "../../router-faults/answers.js";
import { bytes, type FaultApi } from "../../router-faults/ask-through.js";
import type { Connection } from "../../support/raw-server.js";

/** What a service does at one request, on each API. */
export type Reply = { readonly [Api in FaultApi]: (connection: Connection) => void };

/** A service that sends these bytes and closes the connection. */
export function reply(answers: { readonly [Api in FaultApi]: Uint8Array }): Reply {
  return {
    chat: bytes(answers.chat),
    "chat-stream": bytes(answers["chat-stream"]),
    converse: bytes(answers.converse),
    "converse-stream": bytes(answers["converse-stream"]),
  };
}

/** A stream of these events, each the data of one. */
export const events = (...list: readonly string[]): Buffer => sse(list.map((data) => event(data)).join(""));

/** A completion with this message. */
export const message = (content: object, finish_reason: string): object => ({
  ...completion,
  choices: [{ index: 0, message: { role: "assistant", ...content }, finish_reason }],
});

/** A reply of Converse with this content. */
export const output = (content: readonly object[], stopReason: string): object => ({
  ...converse,
  output: { message: { role: "assistant", content } },
  stopReason,
});

/** A body that breaks off in front of its end. */
export function shortOf(value: unknown): Buffer {
  const text = JSON.stringify(value);
  return http(200, { "content-type": "application/json", "content-length": `${text.length + 100}` }, text);
}
