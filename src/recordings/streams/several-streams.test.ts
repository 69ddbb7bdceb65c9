import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../test/support/read-format.js";
import { eventList } from "../formats/dumps/event-list.js";
import { responseChunks } from "../formats/response-chunks.js";
import { responseSse } from "../formats/response-sse.js";
import { recordingFile } from "../recording-file.js";

type Payload = { readonly [member: string]: unknown };

const message = (id: string): readonly Payload[] => [
  { type: "message_start", message: { id } },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "message_stop" },
];
const response = (id: string, end = "completed"): readonly Payload[] => [
  { type: "response.created", response: { id } },
  { type: `response.${end}`, response: { id } },
];
const chat = (id: string): readonly Payload[] => [
  {
    id,
    object: "chat.completion.chunk",
    choices: [{ delta: { role: "assistant", content: "a" }, finish_reason: null }],
  },
  { id, object: "chat.completion.chunk", choices: [{ delta: {}, finish_reason: "stop" }] },
  { id, object: "chat.completion.chunk", choices: [{ delta: { role: "assistant", content: "" } }], usage: {} },
];
const cohere = (id: string): readonly Payload[] => [{ type: "message-start", id }, { type: "message-end" }];
const gemini = (id: string): readonly Payload[] => [
  { responseId: id, candidates: [{ content: { parts: [] } }] },
  { responseId: id, candidates: [{ content: { parts: [] }, finishReason: "STOP" }] },
  { responseId: id, candidates: [{ content: { parts: [] }, finishReason: "STOP" }] },
];
const converse = (role: string): readonly Payload[] => [
  { messageStart: { role } },
  { messageStop: { stopReason: "end_turn" } },
  { metadata: { usage: {} } },
];

const fileOf = (text: string) => recordingFile("a.txt", new TextEncoder().encode(text));
const lines = (payloads: readonly Payload[]) => payloads.map((one) => `${JSON.stringify(one)}\n`).join("");
const sse = (payloads: readonly Payload[], end = "\n") =>
  payloads.map((one) => `event: ${String(one["type"])}${end}data: ${JSON.stringify(one)}${end}${end}`).join("");

type Read = ReturnType<typeof interactionsOf>[number];
const textOf = ({ chunks }: Read) => Buffer.concat(chunks.map(([, bytes]) => bytes)).toString();
const placesOf = (read: readonly Read[]) => read.map(({ interaction }) => interaction);

describe("a file of streams one after another", () => {
  test.each([
    ["Messages", message],
    ["Responses", response],
    ["Chat Completions", chat],
    ["Cohere's chat", cohere],
    ["generateContent", gemini],
    ["Converse", converse],
  ])("%s: each is an interaction of its own, and one stream is one", (_, of) => {
    const read = interactionsOf(responseChunks(), fileOf(lines([...of("m1"), ...of("m2"), ...of("m3")])));
    expect(placesOf(read)).toEqual([0, 1, 2]);
    expect(read.map((one) => ["m1", "m2", "m3"].filter((id) => textOf(one).includes(id)))).toEqual([
      ["m1"],
      ["m2"],
      ["m3"],
    ]);
    expect(placesOf(interactionsOf(responseChunks(), fileOf(lines(of("m1")))))).toEqual([0]);
  });

  test("each says which of how many it is; a file of one says nothing", () => {
    const read = interactionsOf(responseChunks(), fileOf(lines([...message("m1"), ...message("m2")])));
    expect(read.map(({ notes }) => notes)).toEqual([
      ["the file holds 2 streams, one after another; this is number 1"],
      ["the file holds 2 streams, one after another; this is number 2"],
    ]);
    expect(interactionsOf(responseChunks(), fileOf(lines(message("m1"))))[0]?.notes).toEqual([]);
  });

  test.each(["incomplete", "failed"])("a response that ends as %s is followed by the next", (end) => {
    const payloads = [...response("r1", end), ...response("r2")];
    expect(placesOf(interactionsOf(responseChunks(), fileOf(lines(payloads))))).toEqual([0, 1]);
  });

  test("a second beginning inside a stream is damage, and stays in it", () => {
    const [start, ...rest] = message("m1");
    const spliced = [start, ...message("m2").slice(0, 1), ...rest].filter((one) => one !== undefined);
    expect(placesOf(interactionsOf(responseChunks(), fileOf(lines(spliced))))).toEqual([0]);
  });

  test("events after the end that begin no stream stay in the one that has ended", () => {
    const stray = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "late" } };
    const [first, second] = interactionsOf(
      responseChunks(),
      fileOf(lines([...message("m1"), stray, ...message("m2")])),
    );
    expect([first, second].map((one) => one !== undefined && textOf(one).includes("late"))).toEqual([true, false]);
  });

  test("a JSON list and SSE are read alike, and the bytes of SSE stay as they are", () => {
    const payloads = [...message("m1"), ...message("m2")];
    expect(placesOf(interactionsOf(eventList(), fileOf(JSON.stringify(payloads))))).toEqual([0, 1]);
    for (const end of ["\n", "\r\n"]) {
      const read = interactionsOf(responseSse(), fileOf(sse(payloads, end)));
      expect(read.map(textOf)).toEqual([sse(message("m1"), end), sse(message("m2"), end)]);
      expect(read[0]?.losses).not.toContain("frames");
    }
  });

  test("[DONE] belongs to the stream before it", () => {
    const text = `${sse(chat("m1"))}data: [DONE]\n\n${sse(chat("m2"))}data: [DONE]\n\n`;
    const read = interactionsOf(responseSse(), fileOf(text));
    expect(read.map((one) => textOf(one).match(/\[DONE\]/g)?.length)).toEqual([1, 1]);
  });
});
