import { describe, expect, test } from "vitest";
import { headerOf } from "../../wire/exchange.js";
import { profileOf, requestFor, send, simulatorOf } from "../simulated.fixture.js";

const reasoning = { text: " Let me think.", signed: true };
const simulator = simulatorOf(profileOf({ reasoning }));
/** A body or an event, read by hand. */
type Parsed = ReturnType<typeof JSON.parse>;

async function streamed(path: string, step: "chat" | "call" = "call", faults: readonly unknown[] = []) {
  const { body } = requestFor(path.endsWith("messages") ? "messages-stream" : "responses-stream", step);
  const by = faults.length === 0 ? simulator : simulatorOf(profileOf({ reasoning, faults: faults as never }));
  return await send({ path, body }, by);
}

function events(text: string): readonly Parsed[] {
  return text.split("\n").flatMap((line) => (line.startsWith("data: {") ? [JSON.parse(line.slice(6))] : []));
}

describe("Responses, as recorded", () => {
  test("OpenAI names each event before its data, numbers it, and pads each delta to sixteen characters", async () => {
    const { text } = await streamed("/v1/responses");
    expect(text.startsWith('event: response.created\ndata: {"type":"response.created",')).toBe(true);
    expect(text).not.toContain("[DONE]");
    const all = events(text);
    expect(all.map((event) => event.sequence_number)).toEqual(all.map((_, at) => at));
    const deltas = all.filter((event) => event.delta !== undefined);
    expect(deltas.map(({ delta, obfuscation }) => (delta.length + obfuscation.length) % 16)).toEqual(
      deltas.map(() => 0),
    );
  });

  test("mantle at /openai/v1 names each event behind its data, in alphabetical order, and counts its calls from 0", async () => {
    const { text, headers } = await streamed("/bedrock-mantle/openai/v1/responses");
    expect(text).toMatch(
      /^data: \{"response":\{"background":false,"completed_at":null,.*"type":"response.created"\}\nevent: response.created\n\n/,
    );
    expect(events(text).find(({ type }) => type === "response.output_item.done")?.item.summary).toEqual([
      { text: " Let me think.", type: "summary_text" },
    ]);
    expect(text).toContain('"call_id":"call_0"');
    expect(headerOf(headers, "x-amzn-requestid")).toBe(headerOf(headers, "x-request-id"));
  });

  test("mantle at /v1 has no names, a fraction of a second, a call without an id, and its text at index 1", async () => {
    const { text } = await streamed("/bedrock-mantle/v1/responses");
    expect(text).not.toMatch(/^event:/m);
    expect(text).toMatch(/"created_at":\d+\.0,/);
    const called = events(text).find(({ item }) => item?.type === "function_call").item;
    expect(Object.keys(called)).toEqual(["arguments", "call_id", "item_id", "name", "output_index", "status", "type"]);
    expect(text).toContain('"type":"response.reasoning_part.added"');
    const said = await streamed("/bedrock-mantle/v1/responses", "chat");
    expect(events(said.text).filter(({ type }) => type === "response.output_text.delta")[0].content_index).toBe(1);
  });

  test("OpenRouter comments, lets reasoning end behind the message with another id at the end, and closes with [DONE]", async () => {
    const { text } = await streamed("/api/v1/responses", "chat");
    expect(text).toMatch(/^: OPENROUTER PROCESSING\n\ndata: \{/);
    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
    const all = events(text);
    expect(all.filter(({ type }) => type === "response.output_item.done").map(({ item }) => item.type)).toEqual([
      "message",
      "reasoning",
    ]);
    const begun = all.find(({ type }) => type === "response.output_item.added").item.id;
    expect(begun).toMatch(/^rs_tmp_[a-z0-9]{11}$/);
    expect(all.at(-1).response.output[0].id).not.toBe(begun);
  });

  test("a search by the service is an item of its own, with what it searched for in its last event", async () => {
    const { text } = await streamed("/v1/responses", "chat", [{ fault: "web-search" }]);
    const about = events(text).filter((event) => event.output_index === 1);
    expect(about.map(({ type }) => type)).toEqual([
      "response.output_item.added",
      ...["in_progress", "searching", "completed"].map((phase) => `response.web_search_call.${phase}`),
      "response.output_item.done",
    ]);
    const id = about[0].item.id;
    expect(id).toMatch(/^ws_[0-9a-f]{48}$/);
    expect(about.slice(1, 4).map(({ item_id }) => item_id)).toEqual([id, id, id]);
    const done = {
      ...{ id, type: "web_search_call", status: "completed" },
      action: { type: "search", query: "What is 15 + 27?" },
    };
    expect(about[4].item).toEqual(done);
    expect(
      events(text)
        .at(-1)
        .response.output.map(({ type }: Parsed) => type),
    ).toEqual(["reasoning", "web_search_call", "message"]);
  });

  test("a reply in the background begins queued, where there is one; whole, it is queued and has nothing else", async () => {
    const body = { model: "m", input: "What is 15 + 27?", background: true };
    const ask = (path: string, asked: object) => send({ path, body: asked as never }, simulator);
    const all = events((await ask("/v1/responses", { ...body, stream: true })).text);
    expect(all.slice(0, 3).map(({ type, response }) => [type, response.status, response.background])).toEqual([
      ["response.created", "queued", true],
      ["response.queued", "queued", true],
      ["response.in_progress", "in_progress", true],
    ]);
    expect([all.at(-1).type, all.at(-1).response.status]).toEqual(["response.completed", "completed"]);
    expect(all.map((event) => event.sequence_number)).toEqual(all.map((_, at) => at));
    for (const path of ["/v1/responses", "/bedrock-mantle/openai/v1/responses", "/bedrock-mantle/v1/responses"]) {
      const { text, status } = await ask(path, body);
      expect([status, JSON.parse(text)]).toMatchObject([200, { status: "queued", background: true, output: [] }]);
      expect(JSON.parse(text).usage ?? null).toBeNull();
    }
    for (const path of ["/api/v1/responses", "/openai/v1/responses"]) expect((await ask(path, body)).status).toBe(400);
  });

  test("a request with its include gets encrypted reasoning, which only OpenAI and mantle have", async () => {
    const body = { model: "m", input: "What is 15 + 27?", include: ["reasoning.encrypted_content"] };
    const secret = async (path: string) =>
      JSON.parse((await send({ path, body }, simulator)).text).output[0].encrypted_content;
    expect(await secret("/v1/responses")).toMatch(/^gAAAAAB/);
    expect(await secret("/openai/v1/responses")).toMatch(/^rsn_/);
    expect(await secret("/api/v1/responses")).toBeUndefined();
  });
});

test("a search by the service in Messages is two blocks with one id, and is counted", async () => {
  const { text } = await streamed("/v1/messages", "chat", [{ fault: "web-search" }]);
  const all = events(text);
  const started = all.filter(({ type }) => type === "content_block_start").map((event) => event.content_block);
  expect(started.map(({ type }) => type)).toEqual(["thinking", "server_tool_use", "web_search_tool_result", "text"]);
  expect(started[1]).toMatchObject({ name: "web_search", input: {} });
  expect(started[1].id).toMatch(/^srvtoolu_01[A-Za-z0-9]{22}$/);
  expect(started[2].tool_use_id).toBe(started[1].id);
  expect(started[2].content).toHaveLength(1);
  const json = all.flatMap(({ index, delta }) => (index === 1 && delta !== undefined ? [delta.partial_json] : []));
  expect([json[0], JSON.parse(json.join(""))]).toEqual(["", { query: "What is 15 + 27?" }]);
  expect(all.find(({ type }) => type === "message_delta").usage.server_tool_use.web_search_requests).toBe(1);
});

test.each([
  ["late", ["thinking_delta", "start 1", "stop 1", "signature_delta", "stop 0"]],
  ["after-stop", ["thinking_delta", "stop 0", "start 1", "stop 1", "signature_delta"]],
])("a signature comes behind the next block of a stream of Messages: %s", async (to, order) => {
  const { text } = await streamed("/api/v1/messages", "chat", [{ fault: "signature-moved", to }]);
  const marks = events(text).flatMap(({ type, index, delta }) => {
    if (type === "content_block_start" && index === 1) return [`start ${index}`];
    if (type === "content_block_stop") return [`stop ${index}`];
    return delta?.type === "thinking_delta" || delta?.type === "signature_delta" ? [`${delta.type}`] : [];
  });
  expect([...new Set(marks)]).toEqual(order);
});

test("Messages pings behind its first block's start, cumulates usage, and ends without [DONE]", async () => {
  const { text } = await streamed("/v1/messages");
  expect(
    text
      .split("\n\n")
      .filter((event) => event !== "")
      .map((event) => event.split("\n")[0]),
  ).toEqual([
    ...["event: message_start", "event: content_block_start", "event: ping"],
    ...Array.from({ length: 4 }, () => "event: content_block_delta"),
    ...["event: content_block_stop", "event: content_block_start"],
    ...Array.from({ length: 4 }, () => "event: content_block_delta"),
    ...["event: content_block_stop", "event: message_delta", "event: message_stop"],
  ]);
  const all = events(text);
  expect(all.at(-2).usage.input_tokens).toBe(all[0].message.usage.input_tokens);
});

describe("a fault of Responses and Messages", () => {
  test("says an error in a stream as an event with the next number, and then that the reply failed", async () => {
    const { text } = await streamed("/v1/responses", "chat", [
      { fault: "midstream-error", code: 429, message: "Slow down" },
    ]);
    const [error, failed] = events(text).slice(-2);
    expect(error).toMatchObject({
      type: "error",
      error: { code: "rate_limit_exceeded", message: "Slow down", param: null },
    });
    expect(failed).toMatchObject({
      type: "response.failed",
      response: { status: "failed", error: { message: "Slow down" } },
    });
    expect(failed.sequence_number).toBe(error.sequence_number + 1);
  });

  test("says an error in a stream of Messages with Anthropic's type", async () => {
    const { text } = await streamed("/v1/messages", "chat", [
      { fault: "midstream-error", code: 529, message: "Overloaded" },
    ]);
    expect(
      text.endsWith(
        'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
      ),
    ).toBe(true);
  });

  test.each([
    ["terminal-output-empty", (all: readonly Parsed[]) => expect(all.at(-1).response.output).toEqual([])],
    [
      "item-unfinished",
      (all: readonly Parsed[]) => expect(all.at(-1).response.output.at(-1).status).toBe("in_progress"),
    ],
    ["terminal-missing", (all: readonly Parsed[]) => expect(all.at(-1).type).toBe("response.output_item.done")],
    [
      "item-ids-rotate",
      (all: readonly Parsed[]) => {
        const ids = all.flatMap(({ item_id, item }) => item_id ?? item?.id ?? []);
        expect(new Set(ids).size).toBe(ids.length);
      },
    ],
  ] as const)("%s is in the bytes", async (fault, holds) => {
    holds(events((await streamed("/v1/responses", "call", [{ fault }])).text));
  });

  test("an event has another name than its type", async () => {
    const { text } = await streamed("/v1/messages", "call", [{ fault: "event-name" }]);
    expect(new Set(text.match(/^event: .*$/gm))).toEqual(new Set(["event: message"]));
  });

  test("reasoning loses its signature", async () => {
    const { text } = await streamed("/v1/messages", "call", [{ fault: "signature-missing" }]);
    expect(text).not.toContain("signature_delta");
  });
});
