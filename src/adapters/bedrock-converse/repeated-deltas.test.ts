import fc from "fast-check";
import { expect, test } from "vitest";
import { frame } from "../../../test/support/converse-wire.js";
import { oneChunk } from "../../../test/support/one-chunk.js";
import { plainTarget } from "../../../test/support/plain-values.js";
import type { ChatEvent } from "../../chat/event.js";
import type { JsonObject } from "../../chat/json.js";
import { noAliases } from "../adapter.js";
import { type StreamState, startOfStream } from "./decode/stream-state.js";
import { step } from "./decode-stream.js";
import { readResponse } from "./read-response.js";

/** Events of a stream in any order, as a service, a gateway or a broken one may write them: most are deltas with padding. */
const words = fc.oneof(
  fc.constantFrom("a", "word ", "", '"', "\\", "\n", "\ufffd", "\ufeff", '"text":"', '","p":"', "é", "\u{1f600}"),
  fc.string({ maxLength: 8 }),
);
const padding = fc.oneof(fc.constantFrom("abc", "", "abcdefgh"), fc.string({ maxLength: 4 }));
const deltas: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 6, arbitrary: words.map((text) => ({ text })) },
  words.map((text) => ({ reasoningContent: { text } })),
  words.map((text) => ({ reasoningContent: { reasoningText: { text } } })),
  words.map((signature) => ({ reasoningContent: { signature } })),
  words.map((input) => ({ toolUse: { input } })),
  fc.tuple(words, words).map(([text, more]) => ({ text, more })),
);
const payloads: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.tuple(fc.constantFrom(0, 0, 0, 1), deltas, padding).map(([contentBlockIndex, delta, p]) => ({
    ...{ contentBlockIndex, delta, p },
  })),
  fc.tuple(deltas, padding).map(([delta, p]) => ({ p, delta, contentBlockIndex: 0 })),
  fc.tuple(deltas, padding).map(([delta, p]) => ({ contentBlockIndex: 0, delta, p, q: "r" })),
  deltas.map((delta) => ({ contentBlockIndex: 0, delta })),
);
const events = fc.oneof(
  { weight: 8, arbitrary: payloads.map((payload) => ({ type: "contentBlockDelta", payload })) },
  fc.constantFrom(0, 1).map((contentBlockIndex) => ({ type: "contentBlockStop", payload: { contentBlockIndex } })),
  fc.constant({ type: "messageStop", payload: { stopReason: "end_turn" } }),
);
/** How a payload is written: compact, with spaces, or with a byte that is not UTF-8. */
const forms = fc.constantFrom("compact", "compact", "compact", "spaced", "broken");

function written(payload: JsonObject, form: string): Buffer {
  const text = form === "spaced" ? JSON.stringify(payload, null, 1) : JSON.stringify(payload);
  if (form !== "broken") return Buffer.from(text);
  const at = text.lastIndexOf('"');
  return Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from([0xff]), Buffer.from(text.slice(at))]);
}

type Sent = { readonly type: string; readonly payload: Buffer };

/** What reading each payload for itself gives, without the notes on bytes that are not UTF-8. */
function readEach(sent: readonly Sent[]): readonly ChatEvent[] {
  let state: StreamState = startOfStream;
  return sent.flatMap(({ type, payload }) => {
    const stepped = step(state, { type, payload: JSON.parse(payload.toString()) as JsonObject });
    state = stepped.state;
    return stepped.events;
  });
}

async function readAsStream(sent: readonly Sent[]): Promise<readonly ChatEvent[]> {
  const bytes = sent.map(({ type, payload }) => {
    return frame({ ":message-type": "event", ":event-type": type, ":content-type": "application/json" }, payload);
  });
  const headers = [["content-type", "application/vnd.amazon.eventstream"]] as const;
  const response = { status: 200, headers, chunks: oneChunk(Buffer.concat(bytes)) };
  const target = plainTarget({ api: "converse-stream" });
  const read: ChatEvent[] = [];
  for await (const event of readResponse(response, { target, aliases: noAliases })) read.push(event);
  return read;
}

test("a delta that is read as a repetition gives what reading it for itself gives", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(events, forms), { maxLength: 14 }), async (list) => {
      const sent = list.map(([{ type, payload }, form]) => ({ type, payload: written(payload, form) }));
      const read = await readAsStream(sent);
      const ends = new Set(["reply-start", "reply-end", "reply-failed"]);
      const isOfBytes = (event: ChatEvent) => event.kind === "note" && event.note.id === "not-utf8";
      const content = read.filter((event) => !ends.has(event.kind) && !isOfBytes(event));
      const expected = readEach(sent);
      // What the end adds stands behind it.
      expect(content.slice(0, expected.length)).toEqual(expected);
      const broken = sent.some(({ payload }) => !Buffer.from(payload.toString()).equals(payload));
      expect(read.filter(isOfBytes)).toHaveLength(broken ? 1 : 0);
    }),
    { numRuns: 400 },
  );
});
