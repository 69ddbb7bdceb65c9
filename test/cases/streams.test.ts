import { describe, expect, test } from "vitest";
import { textOf } from "../../src/chat/read-reply.js";
import { eventFrame, frame, join } from "../support/converse-wire.js";
import { findingsOf, type JudgedBody, judgedBody, judgedInput } from "../support/judged-body.js";
import { claude, claudeRecords, converseStream, found, invokeStream, seenOf } from "../support/judged-streams.js";

/** Streams that ended in one way or another, and what their bytes have lost. */

const head = { id: "gen-1", object: "chat.completion.chunk", created: 1, model: "m" };
const usage = { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 };
const chunk = (delta: object, finish: string | null = null, more: object = {}) => ({
  ...head,
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
});
const line = (value: unknown) => `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`;
const said = chunk({ role: "assistant", content: "High water is at noon." });
const stop = chunk({}, "stop", { usage });
const done = line("[DONE]");

/** Latin-1, so that a test can write any byte. */
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

function chatStream(body: string | Uint8Array): Promise<JudgedBody> {
  const tools = [{ type: "function", function: { name: "tides", parameters: {} } }];
  const request = { model: "m", stream: true, messages: [{ role: "user", content: "When is high water?" }], tools };
  const url = "https://openrouter.ai/api/v1/chat/completions";
  return judgedBody({ url, request, contentType: "text/event-stream", body });
}

describe("the inputs", () => {
  test.each<[name: string, findings: readonly (readonly string[])[]]>([
    ["blank-stream-with-done.yaml", [["bad empty-reply silent"], ["bad empty-reply silent"]]],
    ["calls-without-finish.har", [["bad finish-missing", "note usage-missing"]]],
    ["not-utf8.yaml", [["note not-utf8"], ["note not-utf8"]]],
    ["line-of-unknown-field.yaml", [["note line-ignored"], ["note line-ignored"]]],
    [
      "after-done.yaml",
      [
        ["bad midstream-error error-after-done"],
        ["bad event-after-finish content-after-done"],
        ["note event-after-finish bytes-after-done"],
      ],
    ],
    [
      "block-order.yaml",
      [
        ["note block-broken block-end-missing"],
        ["note block-broken message-start-missing"],
        ["note block-broken message-start-repeated"],
        // The delta came after the end of its block.
        ["bad block-broken block-index-reused", "note metadata-missing"],
        ["note block-broken block-start-repeated", "note metadata-missing"],
        ["note block-broken delta-without-start", "note metadata-missing"],
      ],
    ],
  ])("%s", async (name, findings) => {
    const exchanges = await judgedInput(name);
    expect(exchanges.map((one) => findingsOf(one.findings))).toEqual(findings);
  });
});

describe("a stream that ended", () => {
  const blank = line(
    chunk({ role: "assistant", content: "" }, null, { usage: { ...usage, completion_tokens: 0, total_tokens: 3 } }),
  );
  const counted = line(chunk({ content: "" }, null, { usage }));
  const call = { index: 0, id: "c1", type: "function", function: { name: "tides", arguments: '{"port":"Brest"}' } };

  test.each<[how: string, body: string, findings: readonly string[], complete: boolean]>([
    ["by [DONE] with a blank delta", blank + done, ["bad empty-reply silent"], true],
    ["by [DONE] alone", done, ["bad empty-reply tokens-unknown", "note usage-missing"], true],
    [
      "by [DONE] with reasoning alone",
      line(chunk({ reasoning: "Hm." })) + blank + done,
      ["bad reasoning-only", "bad finish-missing"],
      true,
    ],
    ["by [DONE] with a text", line(said) + counted + done, ["bad finish-missing"], true],
    ["by [DONE] with a whole call", line(chunk({ tool_calls: [call] })) + counted + done, ["bad finish-missing"], true],
    ["by [DONE] with a finish", line(said) + line(stop) + done, [], true],
    ["without [DONE], after its finish", line(said) + line(stop), ["note done-missing"], true],
    ["with a blank delta", blank, ["bad truncated before-content"], false],
    ["with white space", line(chunk({ content: " \n" })), ["bad truncated before-content"], false],
    ["with comments", ": OPENROUTER PROCESSING\n\n", ["bad truncated before-content"], false],
    ["with half a text", line(said), ["bad truncated inside-content"], false],
    ["with a whole call", line(chunk({ tool_calls: [call] })), ["bad truncated inside-content"], false],
    ["inside an event, blank before it", `${blank}data: {"id`, ["bad truncated before-content"], false],
  ])("%s", async (_, body, findings, complete) => {
    const judged = await chatStream(body);
    expect(found(judged)).toEqual(findings);
    expect(judged.reply.completeness === "complete").toBe(complete);
  });

  test("says what is missing after whole calls, and reads them", async () => {
    const judged = await chatStream(line(chunk({ tool_calls: [call] }, null, { usage })) + done);
    expect(seenOf(judged)).toEqual(["the stream ended with [DONE] but without a finish_reason"]);
    expect(judged.reply.parts).toMatchObject([{ kind: "tool-call", argumentsText: '{"port":"Brest"}' }]);
  });
});

describe("after [DONE]", () => {
  const whole = line(said) + line(stop) + done;

  test.each<[what: string, more: string, findings: readonly string[]]>([
    ["nothing", "", []],
    ["blank lines", "\r\n\n\n", []],
    ["a comment", ": bye\n\n", []],
    [
      "an error of a choice",
      line({ choices: [{ error: { message: "gone" } }] }),
      ["bad midstream-error error-after-done"],
    ],
    ["an error event", line({ error: { message: "gone", code: 502 } }), ["bad midstream-error error-after-done"]],
    ["a call", line(chunk({ tool_calls: [{ index: 0, id: "c" }] })), ["bad event-after-finish content-after-done"]],
    ["reasoning", line(chunk({ reasoning: "So." })), ["bad event-after-finish content-after-done"]],
    ["counts", line({ ...head, choices: [], usage }), ["note event-after-finish event-after-done"]],
    ["[DONE] again", done, ["note event-after-finish event-after-done"]],
    ["an empty delta", line(chunk({ content: "" })), ["note event-after-finish event-after-done"]],
    ["a word", line("bye"), ["note event-after-finish event-after-done"]],
    ["half an event", 'data: {"er', ["note event-after-finish bytes-after-done"]],
  ])("%s", async (_, more, findings) => {
    const judged = await chatStream(whole + more);
    expect(found(judged)).toEqual(findings);
    expect([textOf(judged.reply), judged.reply.completeness]).toEqual(["High water is at noon.", "complete"]);
  });
});

describe("a line of an event stream", () => {
  const around = (one: string) => `${line(said)}${one}${line(stop)}${done}`;

  test.each<[what: string, one: string, findings: readonly string[]]>([
    ["that says event, id and retry", `event: message\nid: 7\nretry: 3000\n${line(chunk({ content: "" }))}`, []],
    ["that is a field without a value", "id\nretry\nevent\n\n", []],
    ["that is a comment", ": data: lost\n:\n\n", []],
    ["that is white space", "   \n\n", []],
    ["with another name", `dat: {"choices":[]}\n\n`, ["note line-ignored"]],
    ["with a capital", `Data: {"choices":[]}\n\n`, ["note line-ignored"]],
    ["with a blank before it", ` data: {"choices":[]}\n\n`, ["note line-ignored"]],
    ["behind a byte order mark", `\xef\xbb\xbfdata: {"choices":[]}\n\n`, ["note line-ignored"]],
    ["that is bare JSON", `${JSON.stringify(chunk({ content: " not" }))}\n\n`, ["note line-ignored"]],
  ])("%s", async (_, one, findings) => {
    expect(found(await chatStream(bytesOf(around(one))))).toEqual(findings);
  });

  test("is quoted, and shortly", async () => {
    const judged = await chatStream(around(`dat: ${"x".repeat(500)}\n\n`));
    expect(seenOf(judged)).toEqual([`a line that is no field of an event was not read: dat: ${"x".repeat(114)}…`]);
  });

  test("that was lost is told beside the cut that it caused", async () => {
    const judged = await chatStream(`${line(said)}dat: ${JSON.stringify(stop)}\n\n`);
    expect(found(judged)).toEqual(["bad truncated inside-content", "note line-ignored"]);
  });

  test("of 1.2 MB and of 30 MB is read: an image comes in one", async () => {
    for (const size of [1_200_000, 30_000_000]) {
      const images = [{ type: "image_url", image_url: { url: `data:image/png;base64,${"A".repeat(size)}` } }];
      const judged = await chatStream(line(said) + line(chunk({ images })) + line(stop) + done);
      expect(found(judged)).toEqual([]);
      expect(judged.reply.parts.map(({ kind }) => kind)).toEqual(["text", "other"]);
    }
  });

  test("beyond our limit is excluded as ours, in words, and never the provider's protocol", async () => {
    const judged = await chatStream(`${line(said)}data: ${"x".repeat(64 * 1024 * 1024)}\n\n`);
    expect(judged.verdict).toMatchObject({ outcome: "excluded", reason: "too-large", findings: [] });
    expect(judged.verdict.reasonText).toContain("an SSE line is longer than 67108864 bytes, the most that we read");
  });
});

describe("JSON nested deeper than we read is excluded as ours", () => {
  const deep = `${"[".repeat(200)}${"]".repeat(200)}`;
  const excluded = { outcome: "excluded", reason: "too-large", findings: [] };

  test("in a chunk, in a completion, in an event and in a record", async () => {
    const inChunk = await chatStream(line(said) + line(`{"choices":[],"x":${deep}}`) + done);
    const url = "https://openrouter.ai/api/v1/chat/completions";
    const request = { model: "m", messages: [{ role: "user", content: "When is high water?" }] };
    const body = `{"choices":[],"x":${deep}}`;
    const inBody = await judgedBody({ url, request, contentType: "application/json", body });
    const nested = { contentBlockIndex: 0, delta: { toolUse: { input: JSON.parse(deep) } } };
    const inEvent = await converseStream(["messageStart", { role: "assistant" }], ["contentBlockDelta", nested]);
    const inRecord = await invokeStream(claude, [{ type: "content_block_delta", x: JSON.parse(deep) }]);
    for (const { verdict } of [inChunk, inBody, inEvent, inRecord]) expect(verdict).toMatchObject(excluded);
  });

  test("but 100 levels are read", async () => {
    const judged = await chatStream(
      line(said) + line(`{"choices":[],"x":${"[".repeat(100)}${"]".repeat(100)}}`) + line(stop) + done,
    );
    expect(found(judged)).toEqual([]);
  });
});

describe("bytes that are not UTF-8", () => {
  const broken = bytesOf(line(said).replace("noon", "n\xf6on") + line(stop) + done);

  test("are noted with their place, and read as U+FFFD", async () => {
    const judged = await chatStream(broken);
    expect(seenOf(judged)).toEqual([`byte ${broken.indexOf(0xf6)} of the body is not UTF-8, and is read as U+FFFD`]);
    expect(textOf(judged.reply)).toBe("High water is at n\ufffdon.");
  });

  test("in an event of Converse, and in a record of InvokeModel", async () => {
    const lossy = Buffer.from('{"contentBlockIndex":0,"delta":{"text":"n\xf6on"}}', "latin1");
    const events = join(
      eventFrame("messageStart", { role: "assistant" }),
      rawFrame("contentBlockDelta", lossy),
      ...(
        [
          ["contentBlockStop", { contentBlockIndex: 0 }],
          ["messageStop", { stopReason: "end_turn" }],
          ["metadata", { usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 }, metrics: { latencyMs: 1 } }],
        ] as const
      ).map(([type, payload]) => eventFrame(type, payload)),
    );
    const url = "https://bedrock-runtime.us-east-1.amazonaws.com/model/moonshotai.kimi-k2.5/converse-stream";
    const request = { messages: [{ role: "user", content: [{ text: "When?" }] }] };
    const contentType = "application/vnd.amazon.eventstream";
    const inEvent = await judgedBody({ url, request, contentType, body: events });
    expect(seenOf(inEvent)).toEqual(["byte 41 of the payload of event 2 is not UTF-8, and is read as U+FFFD"]);
    const [start, begin, delta, ...rest] = claudeRecords;
    const record = Uint8Array.from(Buffer.from(JSON.stringify(delta).replace("noon", "n\xf6on"), "latin1"));
    const inRecord = await invokeStream(claude, [start, begin, record, ...rest]);
    expect(seenOf(inRecord)).toEqual(["byte 95 of the record in event 3 is not UTF-8, and is read as U+FFFD"]);
    expect(textOf(inRecord.reply)).toBe("High water is at n\ufffdon.");
  });

  test.each<[what: string, text: string]>([
    ["characters of two, three and four bytes", "é漢\u{1f600}"],
    ["a replacement character that was sent as itself", "n\ufffdon"],
    ["an escaped half of a pair", "n\\ud800on"],
  ])("are not %s", async (_, text) => {
    expect(found(await chatStream(line(JSON.stringify(said).replace("noon", text)) + line(stop) + done))).toEqual([]);
  });
});

function rawFrame(type: string, payload: Uint8Array): Uint8Array {
  return frame({ ":event-type": type, ":content-type": "application/json", ":message-type": "event" }, payload);
}
