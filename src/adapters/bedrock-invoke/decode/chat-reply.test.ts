import { expect, test } from "vitest";
import { jsonHeaders, streamHeaders } from "../../../../test/support/bedrock-headers.js";
import { chunkFrame, invokeTarget, partsOf } from "../../../../test/support/invoke-frames.js";
import { oneChunk } from "../../../../test/support/one-chunk.js";
import { foldAsync } from "../../../chat/fold.js";
import type { Reply } from "../../../chat/reply.js";
import { noAliases } from "../../adapter.js";
import { readResponse } from "../read-response.js";

const finish = { finish_reason: "stop" };

/** A whole reply of a family with OpenAI's members. */
async function read(body: object): Promise<Reply> {
  const chunks = oneChunk(Buffer.from(JSON.stringify(body)));
  return readAs(chunks, { headers: jsonHeaders, isStream: false });
}

/** A reply that comes as these records. */
async function stream(...records: readonly object[]): Promise<Reply> {
  return readAs(oneChunk(Buffer.concat(records.map(chunkFrame))), { headers: streamHeaders, isStream: true });
}

async function readAs(
  chunks: AsyncIterable<Uint8Array>,
  { headers, isStream }: { readonly headers: typeof jsonHeaders; readonly isStream: boolean },
): Promise<Reply> {
  const target = invokeTarget("deepseek-v3", isStream);
  return foldAsync(readResponse({ status: 200, headers, chunks }, { target, aliases: noAliases }));
}

const message = (members: object) => ({ choices: [{ index: 0, message: members, ...finish }] });
const notesOf = (reply: Reply, id: string) => reply.notes.filter((note) => note.id === id).map((note) => note.message);

test("a choice without an index is the first one, and one with another index is not read", async () => {
  const choices = [
    { message: { content: "a" }, ...finish },
    { index: 1, message: { content: "b" }, ...finish },
  ];
  const reply = await read({ choices });
  expect(partsOf(reply)).toEqual(["text:a"]);
  expect(reply.notes.map(({ id }) => id)).toContain("extra-choices");
});

test.each([
  ["the text of a choice without a message is read", { text: "a" }, ["text:a"]],
  ["the text of a choice with a message is not", { text: "a", message: { content: "b" } }, ["text:b"]],
  ["a choice without both says nothing", {}, []],
])("%s", async (_title, choice, parts) => {
  expect(partsOf(await read({ choices: [{ index: 0, ...choice, ...finish }] }))).toEqual(parts);
});

test.each([
  ["a choice, as text", { message: { content: "a" }, error: "engine down" }, "engine down"],
  ["a choice, as an object", { message: { content: "a" }, error: { message: "engine down" } }, "engine down"],
  ["a message", { message: { content: "a", error: { message: "engine down", code: 502 } } }, "engine down"],
  ["a choice and not on its message", { message: { error: { message: "b" } }, error: { message: "a" } }, "a"],
])("an error on %s fails the reply", async (_title, choice, says) => {
  const reply = await read({ choices: [{ index: 0, ...choice, ...finish }] });
  expect([reply.completeness, reply.failure?.message]).toEqual(["failed", says]);
});

test.each(["", {}, null, 0, false])("an error of %j is none", async (error) => {
  const reply = await read({ choices: [{ index: 0, message: { content: "a" }, error, ...finish }] });
  expect([reply.completeness, reply.failure]).toEqual(["complete", null]);
});

test.each([
  [{ type: "server_error", code: 503, message: "m" }, "503"],
  [{ type: "server_error", code: "busy", message: "m" }, "server_error"],
  [{ code: "busy", message: "m" }, "busy"],
])("the code of the error %j is %s", async (error, code) => {
  expect((await read({ error })).failure?.code).toBe(code);
});

test("an error beside choices does not take their place", async () => {
  const reply = await read({ ...message({ content: "a" }), error: { message: "engine down" } });
  expect(partsOf(reply)).toEqual(["text:a"]);
});

test("a list of content has its texts joined, its reasoning apart, and its other parts whole", async () => {
  const reply = await read(
    message({
      content: [
        { type: "text", text: "a" },
        { type: "thinking", thinking: "hm" },
        { type: "text", text: "b" },
        { type: "chart", data: 1 },
        { one: 1, two: 2, three: 3, four: 4 },
      ],
    }),
  );
  expect(partsOf(reply).slice(0, 1)).toEqual(["reasoning(thinking):hm"]);
  expect(partsOf(reply).at(-1)).toBe("text:ab");
  expect(reply.parts.filter(({ kind }) => kind === "other")).toHaveLength(2);
  const blocks = reply.notes.filter(({ message: says }) => says.includes("content[")).map(({ message: says }) => says);
  expect(blocks).toEqual([
    expect.stringMatching(/choices\[0\]\.message\.content\[3\].*chart/),
    expect.stringMatching(/choices\[0\]\.message\.content\[4\].*one, two, three(?!, four)/),
  ]);
});

test("a reasoning part without reasoning in it is kept whole, not taken for text", async () => {
  const reply = await read(message({ content: [{ type: "thinking", text: 5 }] }));
  expect(partsOf(reply).filter((part) => part.startsWith("text:"))).toEqual(["text:"]);
  expect(reply.parts.map(({ kind }) => kind)).toContain("other");
});

test.each([
  [{ reasoning_content: "hm" }, ["reasoning(reasoning_content):hm"]],
  [{ reasoning: "hm" }, ["reasoning(reasoning):hm"]],
  [{ thinking: "hm" }, ["reasoning(thinking):hm"]],
  [{ thinking: "hm", thoughts: "hm" }, ["reasoning(thinking):hm"]],
  [{ reasoning: "hm", thinking: "hm" }, ["reasoning(reasoning):hm"]],
  [{ reasoning_content: "", thinking: "hm" }, ["reasoning(reasoning_content):", "reasoning(thinking):hm"]],
  [{ reasoning: ["hm"] }, ["reasoning(reasoning):hm"]],
  [{ reasoning_opaque: "EmwK" }, ["reasoning(reasoning_opaque):null"]],
])("the reasoning of a message with %j is read once", async (members, parts) => {
  expect(partsOf(await read(message(members)))).toEqual(parts);
});

test("the signature of reasoning and what is hidden of it are kept", async () => {
  const blocks = [{ type: "thinking", thinking: "hm", signature: "EqQB" }];
  const [signed] = (await read(message({ thinking_blocks: blocks }))).parts;
  expect(signed).toMatchObject({ kind: "reasoning", text: "hm", signature: "EqQB" });
  const [hidden] = (await read(message({ reasoning_opaque: "EmwK" }))).parts;
  expect(hidden).toMatchObject({ kind: "reasoning", text: null, redacted: "EmwK" });
});

test("a member that is not read is noted with its place, and one that holds nothing is not", async () => {
  const nothing = {
    role: "assistant",
    content: "a",
    refusal: null,
    tool_calls: [],
    annotations: [],
    audio: [],
    tone: null,
  };
  expect((await read(message(nothing))).notes.filter(({ id }) => id !== "usage-missing")).toEqual([]);
  const reply = await read(message({ content: "a", mood: "fine", reasoning: "hm", reasoning_content: "hm" }));
  const unread = reply.notes.filter(({ message: says }) => says.includes("choices[0].message"));
  expect(unread.map(({ message: says }) => says)).toEqual([expect.stringContaining("choices[0].message.mood")]);
});

test("the first delta announces the reply, and is not yet an empty text", async () => {
  const delta = (members: object, more: object = {}) => ({ choices: [{ index: 0, delta: members, ...more }] });
  const announced = await stream(delta({ role: "assistant", content: "" }), delta({}, finish));
  expect(announced.parts).toEqual([]);
  const reasoned = await stream(delta({ role: "assistant", reasoning_content: "" }), delta({ content: "a" }, finish));
  expect(partsOf(reasoned)).toEqual(["text:a"]);
  const odd = await stream(delta({ role: "assistant", mood: "fine" }), delta({ content: "a" }, finish));
  expect(odd.notes.some(({ message: says }) => says.includes("choices[0].delta.mood"))).toBe(true);
});

test.each([
  ["0", 0, true],
  ["12", 12, true],
  ["123456", 123456, true],
  ["1234567", null, false],
  ["1a", null, false],
  ["a1", null, false],
  ["", null, false],
  [null, null, false],
  [3, 3, false],
])("the index %j of a call is the number %s", async (index, number, isNoted) => {
  const call = (at: unknown, members: object) => ({ index: at, ...members });
  const delta = (calls: readonly object[], more: object = {}) => ({
    choices: [{ index: 0, delta: { tool_calls: calls }, ...more }],
  });
  const first = call(index, { id: "c", function: { name: "f", arguments: '{"a":' } });
  const second = call(number ?? 0, { function: { arguments: "1}" } });
  const reply = await stream(delta([first]), delta([second], { finish_reason: "tool_calls" }));
  expect(partsOf(reply)).toHaveLength(1);
  expect(reply.parts[0]).toMatchObject({ kind: "tool-call", id: "c", name: "f", argumentsText: '{"a":1}' });
  expect(notesOf(reply, "index-not-number")).toHaveLength(isNoted ? 1 : 0);
});

test.each([
  [{ prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 }, [9, 2, 11], 0],
  [{ input_tokens: 9, output_tokens: 2 }, [9, 2, null], 1],
  [{ prompt_tokens: 9, completion_tokens: "2" }, [9, 2, null], 1],
])("the counts %j are read", async (usage, counts, forms) => {
  const reply = await read({ ...message({ content: "a" }), usage });
  expect([reply.usage?.inputTokens, reply.usage?.outputTokens, reply.usage?.totalTokens]).toEqual(counts);
  expect(notesOf(reply, "usage-form")).toHaveLength(forms);
});

test("cached tokens are part of the prompt", async () => {
  const usage = { prompt_tokens: 9, prompt_tokens_details: { cached_tokens: 4 }, completion_tokens: 2 };
  const reply = await read({ ...message({ content: "a" }), usage });
  expect(reply.usage).toMatchObject({ inputTokens: 9, cacheReadTokens: 4, outputTokens: 2 });
});

test("the output counts of chunks before the last one are not those of the reply", async () => {
  const chunk = (tokens: number, more: object) => ({
    choices: [{ index: 0, delta: { content: "a" }, ...more }],
    usage: { prompt_tokens: 9, completion_tokens: tokens },
  });
  const cut = await stream(chunk(1, {}));
  expect([cut.usage?.inputTokens, cut.usage?.outputTokens]).toEqual([9, null]);
  const whole = await stream(chunk(1, {}), chunk(2, finish));
  expect([whole.usage?.inputTokens, whole.usage?.outputTokens]).toEqual([9, 2]);
});
