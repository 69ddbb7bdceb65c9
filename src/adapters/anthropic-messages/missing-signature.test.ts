import { expect, test } from "vitest";
import { foldAsync } from "../../chat/fold.js";
import type { JsonObject } from "../../chat/json.js";
import { noQuirks } from "../../chat/unset.js";
import { noAliases } from "../adapter.js";
import { readResponse } from "./read-response.js";
import { messageStart, messageStop, noteIds, sse, targetOf } from "./stream.fixture.js";

const usage = { input_tokens: 1, output_tokens: 9 };
const whole = (block: JsonObject): string =>
  JSON.stringify({
    ...{ id: "msg_01", type: "message", role: "assistant", model: "claude-sonnet-5" },
    ...{ content: [block, { type: "text", text: "Hi" }], stop_reason: "end_turn", stop_sequence: null, usage },
  });
const stream = (block: JsonObject, ...deltas: readonly JsonObject[]): string =>
  sse(
    messageStart(),
    { type: "content_block_start", index: 0, content_block: block },
    ...deltas.map((delta) => ({ type: "content_block_delta", index: 0, delta })),
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage },
    messageStop,
  );
const begun = { type: "thinking", thinking: "", signature: "" };
const thought = { type: "thinking_delta", thinking: "Hm." };

test.each<[string, boolean, string, boolean, readonly string[]]>([
  ["no signature", false, whole({ type: "thinking", thinking: "Hm." }), true, ["signature-missing"]],
  ["no signature, of a model that signs none", false, whole({ type: "thinking", thinking: "Hm." }), false, []],
  ["a signature", false, whole({ type: "thinking", thinking: "Hm.", signature: "c2ln" }), true, []],
  ["a signature and no text", false, whole({ type: "thinking", thinking: "", signature: "c2ln" }), true, []],
  ["redacted thinking", false, whole({ type: "redacted_thinking", data: "x" }), true, []],
  ["a stream without its signature", true, stream(begun, thought), true, ["signature-missing"]],
  ["a stream with it", true, stream(begun, thought, { type: "signature_delta", signature: "c2ln" }), true, []],
])("%s", async (_what, streaming, body, signsReasoning, notes) => {
  const target = { ...targetOf(streaming), quirks: { ...noQuirks, signsReasoning } };
  const headers = [["content-type", streaming ? "text/event-stream" : "application/json"]] as const;
  async function* chunks() {
    yield Buffer.from(body);
  }
  const reply = await foldAsync(
    readResponse({ status: 200, headers, chunks: chunks() }, { target, aliases: noAliases }),
  );
  expect(reply.completeness).toBe("complete");
  expect(noteIds(reply)).toEqual(notes);
});
