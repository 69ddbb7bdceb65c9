import { expect, test } from "vitest";
import { messagesTarget } from "../../../../test/support/messages-encode.js";
import { bytes, event, sse } from "../../../../test/support/messages-wire.js";
import type { ChatEvent } from "../../../chat/event.js";
import { createSseParser } from "../../../wire/frames/sse.js";
import { noAliases } from "../../adapter.js";
import { finishStream, stepFrame } from "../decode-stream.js";
import { readResponse } from "../read-response.js";
import { startState } from "./stream-state.js";

const start = (index: number, type: "text" | "thinking") =>
  event({ type: "content_block_start", index, content_block: { type, [type]: "" } });
const delta = (index: number, of: "text" | "thinking", text: string) =>
  event({ type: "content_block_delta", index, delta: { type: `${of}_delta`, [of]: text } });
const stop = (index: number) => event({ type: "content_block_stop", index });
const opening = event({ type: "message_start", message: { id: "m", content: [], usage: { input_tokens: 1 } } });
const ending =
  event({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 9 } }) +
  event({ type: "message_stop" });

/** Every event read in full, as an SDK's are. */
function readInFull(body: string): readonly ChatEvent[] {
  let state = startState({ status: 200, requestId: "req_011", aliases: noAliases });
  const parser = createSseParser({ tellsEmpty: true });
  const events = parser.push(bytes(body)).flatMap((frame) => {
    const step = stepFrame(state, frame);
    state = step.state;
    return step.events;
  });
  return [...events, ...finishStream(state, { kind: "eof", ...parser.end() }).events];
}

async function readAsBody(body: string): Promise<readonly ChatEvent[]> {
  const chunks = (async function* () {
    yield bytes(body);
  })();
  const target = messagesTarget({}, {}, "messages-stream");
  const events: ChatEvent[] = [];
  for await (const one of readResponse({ status: 200, headers: sse, chunks }, { target, aliases: noAliases })) {
    events.push(one);
  }
  return events.slice(1);
}

const text = (...pieces: readonly string[]) => pieces.map((piece) => delta(0, "text", piece)).join("");

test.each<[what: string, body: string]>([
  ["like pieces", text("a", "b", "", "c")],
  ["escapes, quotes and letters beyond ASCII", text("a", 'say "hi"', "\\", "\n", "é", "\u2028", '"text":"')],
  ["a byte order mark inside a piece", text("a", "b", "\ufeff", "c")],
  ["a piece of another block", `${text("a", "b")}${delta(1, "text", "c")}${text("d")}`],
  ["thinking among text", `${text("a", "b")}${delta(0, "thinking", "c")}${delta(0, "thinking", "d")}${text("e")}`],
  ["an event without its name", text("a", "b") + delta(0, "text", "c").replace(/^event: .*\n/, "") + text("d")],
  [
    "an event with another name",
    text("a", "b") + delta(0, "text", "c").replace(/^event: .*/, "event: ping") + text("d"),
  ],
  ["a further member", text("a", "b") + delta(0, "text", "c").replace('"index":0', '"index":0,"x":1') + text("d")],
  ["bytes that are no JSON", text("a", "b") + delta(0, "text", "c").replace('"c"', '"c""') + text("d")],
  ["pieces after the block's end", `${text("a", "b")}${stop(0)}${text("c", "d")}`],
  ["pieces after the stop reason", `${text("a")}${ending.split("event: message_stop")[0]}${text("b", "c")}`],
])("%s read fast are the same events as read in full", async (_what, body) => {
  const whole = opening + start(0, "text") + body + ending;
  expect(await readAsBody(whole)).toEqual(readInFull(whole));
});
