import { describe, expect, test } from "vitest";
import {
  call,
  callEvents,
  chatEvents,
  completed,
  created,
  message,
  messageEvents,
  noteIds,
  numbered,
  readBody,
  reasoning,
  replyTo,
  response,
  sseText,
} from "../../../test/support/responses-wire.js";
import { fold } from "../../chat/fold.js";
import type { JsonObject } from "../../chat/json.js";
import { TransportError } from "../../wire/exchange.js";
import { noAliases } from "../adapter.js";
import { startState } from "./decode/stream-state.js";
import { finishStream, step } from "./decode-stream.js";

const text = numbered([...created, ...messageEvents(0, ["18", " °C"]), completed(message("18 °C"))]);
const calling = numbered([
  ...created,
  ...messageEvents(0, ["Let me look."]),
  ...callEvents(1, ['{"city":', '"Oslo"}']),
  completed(message("Let me look."), call('{"city":"Oslo"}')),
]);
const thought: readonly JsonObject[] = [
  { type: "response.output_item.added", output_index: 0, item: reasoning() },
  {
    type: "response.reasoning_summary_part.added",
    output_index: 0,
    summary_index: 0,
    part: { type: "summary_text", text: "" },
  },
  { type: "response.reasoning_summary_text.delta", output_index: 0, summary_index: 0, delta: "**Looking**" },
  { type: "response.reasoning_summary_text.done", output_index: 0, summary_index: 0, text: "**Looking**" },
  { type: "response.reasoning_summary_text.delta", output_index: 0, summary_index: 1, delta: "**Answering**" },
  { type: "response.reasoning_summary_text.done", output_index: 0, summary_index: 1, text: "**Answering**" },
];
const summary = [
  { type: "summary_text", text: "**Looking**" },
  { type: "summary_text", text: "**Answering**" },
];

describe("a whole stream", () => {
  test("becomes text, finish, usage and what the service says of itself", () => {
    expect(replyTo(text)).toEqual({
      id: "resp_1",
      model: "gpt-5.4",
      logprobs: null,
      upstream: null,
      requestId: "req-1",
      status: 200,
      parts: [{ kind: "text", text: "18 °C" }],
      finish: { kind: "stop", raw: "completed", nativeRaw: null, stopSequence: null },
      usage: {
        inputTokens: 20,
        outputTokens: 9,
        totalTokens: 29,
        reasoningTokens: 3,
        cacheReadTokens: 4,
        cacheWriteTokens: null,
        costUsd: null,
        raw: response()["usage"],
      },
      completeness: "complete",
      failure: null,
      warnings: [],
      notes: [],
      textPieces: 2,
    });
  });

  test("becomes events in the order in which its pieces arrive, and each part ends with its item", () => {
    expect(chatEvents(calling).map(({ kind }) => kind)).toEqual([
      ...["reply-start", "reply-info", "text-start", "text-delta", "part-end"],
      ...["tool-call-start", "tool-call-delta", "tool-call-delta", "part-end"],
      ...["usage", "finish", "reply-end"],
    ]);
  });

  test("ends with calls where it completes with one: the API has no word for it", () => {
    const reply = replyTo(calling);
    expect(reply.finish).toEqual({ kind: "tool-calls", raw: "completed", nativeRaw: null, stopSequence: null });
    expect(reply.parts).toEqual([
      { kind: "text", text: "Let me look." },
      { kind: "tool-call", id: "call_1", name: "get_weather", argumentsText: '{"city":"Oslo"}' },
    ]);
  });

  test.each<[reason: string, kind: string]>([
    ["max_output_tokens", "length"],
    ["content_filter", "content-filter"],
    ["something new", "error"],
  ])("that is incomplete for %s finishes with %s", (reason, kind) => {
    const last = {
      type: "response.incomplete",
      response: response({ status: "incomplete", incomplete_details: { reason }, output: [message("18 °C")] }),
    };
    const reply = replyTo(numbered([...created, ...messageEvents(0, ["18 °C"]), last]));
    expect(reply).toMatchObject({ completeness: "complete", finish: { kind, raw: `incomplete:${reason}` } });
  });

  test("keeps a refusal apart from text", () => {
    const at = { item_id: "msg_1", output_index: 0, content_index: 0 };
    const refused = message("", { content: [{ type: "refusal", refusal: "I cannot." }] });
    const reply = replyTo(
      numbered([
        ...created,
        { type: "response.output_item.added", output_index: 0, item: message("", { content: [] }) },
        { type: "response.content_part.added", ...at, part: { type: "refusal", refusal: "" } },
        { type: "response.refusal.delta", ...at, delta: "I can" },
        { type: "response.refusal.delta", ...at, delta: "not." },
        { type: "response.refusal.done", ...at, refusal: "I cannot." },
        { type: "response.content_part.done", ...at, part: { type: "refusal", refusal: "I cannot." } },
        { type: "response.output_item.done", output_index: 0, item: refused },
        completed(refused),
      ]),
    );
    expect(reply).toMatchObject({ parts: [{ kind: "refusal", text: "I cannot." }], notes: [] });
  });

  test("keeps a reasoning item whole, and the paragraphs of its summary as its text", () => {
    const item = reasoning({ summary, encrypted_content: "gAAAAAB" });
    const reply = replyTo(
      numbered([
        ...created,
        ...thought,
        { type: "response.output_item.done", output_index: 0, item },
        ...messageEvents(1, ["18 °C"]),
        // The service encrypts the content anew.
        completed({ ...item, encrypted_content: "gBBBBBC" }, message("18 °C")),
      ]),
    );
    expect(reply.parts[0]).toEqual({
      kind: "reasoning",
      text: "**Looking**\n\n**Answering**",
      signature: null,
      redacted: null,
      details: [item],
      field: "reasoning-item",
    });
    expect(reply.notes).toEqual([]);
  });

  test("keeps the phase of a message and the namespace of a call for the way back", () => {
    const reply = replyTo(
      numbered([
        ...created,
        ...messageEvents(0, ["Looking"], { phase: "commentary" }),
        ...callEvents(1, ["{}"], { namespace: "crm" }),
        completed(message("Looking", { phase: "commentary" }), call("{}", { namespace: "crm" })),
      ]),
    );
    expect(reply.parts.map((part) => ("wire" in part ? part.wire : null))).toEqual([
      { type: "message", phase: "commentary" },
      { type: "function_call", namespace: "crm" },
    ]);
  });

  test("keeps an item of a hosted tool whole and in its place", () => {
    const searched = {
      id: "ws_1",
      type: "web_search_call",
      status: "completed",
      action: { type: "search", query: "x" },
    };
    const reply = replyTo(
      numbered([
        ...created,
        { type: "response.output_item.added", output_index: 0, item: { ...searched, status: "in_progress" } },
        { type: "response.web_search_call.in_progress", output_index: 0, item_id: "ws_1" },
        { type: "response.web_search_call.searching", output_index: 0, item_id: "ws_1" },
        { type: "response.web_search_call.completed", output_index: 0, item_id: "ws_1" },
        { type: "response.output_item.done", output_index: 0, item: searched },
        ...messageEvents(1, ["Found."]),
        completed(searched, message("Found.")),
      ]),
    );
    expect(reply).toMatchObject({
      parts: [
        { kind: "other", raw: searched },
        { kind: "text", text: "Found." },
      ],
      finish: { kind: "stop" },
      notes: [],
    });
  });

  test("keeps a message without content, and one with an empty text, as they came", () => {
    const blank = message("", { content: [] });
    const added = { type: "response.output_item.added", output_index: 0, item: blank };
    const done = { type: "response.output_item.done", output_index: 0, item: blank };
    expect(replyTo(numbered([...created, added, done, completed(blank)]))).toMatchObject({ parts: [], notes: [] });
    expect(replyTo(numbered([...created, completed()]))).toMatchObject({
      parts: [],
      completeness: "complete",
      notes: [],
    });
    const empty = replyTo(numbered([...created, ...messageEvents(0, []), completed(message(""))]));
    expect(empty).toMatchObject({ parts: [{ kind: "text", text: "" }], notes: [] });
  });

  test("restores the names that were sent as aliases", () => {
    const aliases = {
      toolCallIds: new Map([["call_1", "functions.get_weather:0"]]),
      toolNames: new Map([["get_weather", "weather.get"]]),
    };
    let state = startState({ status: 200, requestId: null, aliases });
    const events = calling.flatMap((event) => {
      const read = step(state, event);
      state = read.state;
      return read.events;
    });
    const [, found] = fold([...events, ...finishStream(state, { kind: "eof", pending: false }).events]).parts;
    expect(found).toMatchObject({ id: "functions.get_weather:0", name: "weather.get" });
  });

  test("does not change the state that it is given", () => {
    const state = startState({ status: 200, requestId: null, aliases: noAliases });
    const before = JSON.stringify(state);
    for (const event of calling) step(state, event);
    expect(JSON.stringify(state)).toBe(before);
  });
});

describe("what hosts do differently", () => {
  test("OpenRouter: items overlap, their ids change, and [DONE] ends the stream", async () => {
    const at = { item_id: "rs_tmp_1", output_index: 0, content_index: 0 };
    const item = reasoning({ content: [{ type: "reasoning_text", text: "Two and two." }] });
    const [added, ...rest] = messageEvents(1, ["4"]);
    const events = numbered([
      ...created,
      { type: "response.output_item.added", output_index: 0, item: reasoning() },
      { type: "response.content_part.added", ...at, part: { type: "reasoning_text", text: "" } },
      { type: "response.reasoning_text.delta", ...at, delta: "Two " },
      { type: "response.reasoning_text.delta", ...at, delta: "and two." },
      added ?? {},
      ...rest,
      { type: "response.reasoning_text.done", ...at, text: "Two and two." },
      { type: "response.content_part.done", ...at, part: { type: "reasoning_text", text: "Two and two." } },
      { type: "response.output_item.done", output_index: 0, item },
      completed({ ...item, id: "rs_tmp_2" }, message("4", { id: "msg_tmp_2" })),
    ]);
    const lines = events.map((event) => `data: ${JSON.stringify(event)}\n\n`);
    const reply = await readBody(`: OPENROUTER PROCESSING\n\n${lines.join("")}data: [DONE]\n\n`);
    expect(reply).toMatchObject({
      completeness: "complete",
      parts: [
        { kind: "reasoning", text: "Two and two.", details: [item] },
        { kind: "text", text: "4" },
      ],
    });
    expect(noteIds(reply)).toEqual(["comments"]);
  });

  test("mantle: the only content part of a message has the number 1, and a call has no id but its index inside", () => {
    const at = { output_index: 0, content_index: 1 };
    const { id: _, ...nameless } = call("{}");
    const reply = replyTo(
      numbered([
        ...created,
        { type: "response.output_item.added", output_index: 0, item: message("", { content: [] }) },
        { type: "response.content_part.added", ...at, part: { type: "output_text", text: "" } },
        { type: "response.output_text.delta", ...at, delta: "Hi" },
        { type: "response.output_text.done", ...at, text: "Hi" },
        { type: "response.content_part.done", ...at, part: { type: "output_text", text: "Hi" } },
        { type: "response.output_item.done", output_index: 0, item: message("Hi") },
        { type: "response.output_item.added", item: { ...nameless, arguments: "", output_index: 1, item_id: "fc_9" } },
        { type: "response.function_call_arguments.delta", output_index: 1, delta: "{}" },
        { type: "response.function_call_arguments.done", output_index: 1, arguments: "{}" },
        { type: "response.output_item.done", item: { ...nameless, output_index: 1, item_id: "fc_9" } },
        completed(message("Hi"), nameless),
      ]),
    );
    expect(reply).toMatchObject({
      parts: [
        { kind: "text", text: "Hi" },
        { kind: "tool-call", id: "call_1", argumentsText: "{}" },
      ],
      notes: [],
    });
  });

  test("mantle: reasoning has events of its own", () => {
    const at = { output_index: 0, content_index: 0 };
    const part = { type: "reasoning_text", text: "Hm." };
    const item = reasoning({ content: [part] });
    const reply = replyTo(
      numbered([
        ...created,
        { type: "response.output_item.added", output_index: 0, item: reasoning() },
        { type: "response.reasoning_part.added", ...at, part: { ...part, text: "" } },
        { type: "response.reasoning_text.delta", ...at, delta: "Hm." },
        { type: "response.reasoning_text.done", ...at, text: "Hm." },
        { type: "response.reasoning_part.done", ...at, part },
        { type: "response.output_item.done", output_index: 0, item },
        completed(item),
      ]),
    );
    expect(reply).toMatchObject({ parts: [{ kind: "reasoning", text: "Hm.", details: [item] }], notes: [] });
  });

  test("Open Responses: reasoning comes in response.reasoning.delta", () => {
    const at = { output_index: 0, content_index: 0 };
    const item = reasoning({ content: [{ type: "reasoning_text", text: "Hm." }] });
    const reply = replyTo(
      numbered([
        ...created,
        { type: "response.output_item.added", output_index: 0, item: reasoning() },
        { type: "response.reasoning.delta", ...at, delta: "Hm." },
        { type: "response.reasoning.done", ...at, text: "Hm." },
        { type: "response.output_item.done", output_index: 0, item },
        completed(item),
      ]),
    );
    expect(reply).toMatchObject({ parts: [{ kind: "reasoning", text: "Hm." }], notes: [] });
  });

  test("the backend of Codex: the items are only in output_item.done, and the last output is empty", () => {
    const reply = replyTo(
      numbered([
        ...created,
        { type: "response.output_item.done", output_index: 0, item: reasoning({ encrypted_content: "g" }) },
        { type: "response.output_item.done", output_index: 1, item: message("Hi") },
        { type: "response.output_item.done", output_index: 2, item: call("{}") },
        completed(),
      ]),
    );
    expect(reply.parts.map(({ kind }) => kind)).toEqual(["reasoning", "text", "tool-call"]);
    expect(reply).toMatchObject({ finish: { kind: "tool-calls" }, completeness: "complete" });
    expect(noteIds(reply)).toEqual([]);
  });

  test("LM Studio: arguments and text come whole, without a piece before", () => {
    const at = { output_index: 0, content_index: 0 };
    const [, , , ...textDone] = messageEvents(0, ["18 °C"]);
    const [callAdded, , ...callDone] = callEvents(1, ['{"city":"Oslo"}']);
    const reply = replyTo(
      numbered([
        ...created,
        { type: "response.output_item.added", output_index: 0, item: message("", { content: [] }) },
        { type: "response.content_part.added", ...at, part: { type: "output_text", text: "" } },
        ...textDone,
        callAdded ?? {},
        ...callDone,
        completed(message("18 °C"), call('{"city":"Oslo"}')),
      ]),
    );
    expect(reply).toMatchObject({
      parts: [
        { kind: "text", text: "18 °C" },
        { kind: "tool-call", argumentsText: '{"city":"Oslo"}' },
      ],
      notes: [],
    });
  });

  test("GitHub Copilot: every event has another id of its item", () => {
    const events = calling.map((event, at) => ({
      ...event,
      ...("item_id" in event ? { item_id: `id-${at}` } : {}),
      ...("item" in event && event["item"] !== undefined
        ? { item: { ...(event["item"] as object), id: `id-${at}` } }
        : {}),
    }));
    expect(replyTo(events as readonly JsonObject[])).toMatchObject({
      parts: [
        { kind: "text", text: "Let me look." },
        { kind: "tool-call", id: "call_1", argumentsText: '{"city":"Oslo"}' },
      ],
      notes: [],
    });
  });

  test("without an output_index, items are joined by id, or by their order", () => {
    const bare = calling.map(({ output_index: _, ...event }) => event);
    expect(replyTo(bare).parts).toEqual(replyTo(calling).parts);
    expect(noteIds(replyTo(bare))).toEqual(["index-missing"]);
  });

  test("numbers that begin elsewhere, and negative ones, are no gaps", () => {
    const from = (first: number) => calling.map((event, at) => ({ ...event, sequence_number: first + at }));
    expect(replyTo(from(1)).notes).toEqual([]);
    expect(replyTo(calling.map((event) => ({ ...event, sequence_number: -1 }))).notes).toEqual([]);
    expect(noteIds(replyTo(from(5).slice(1)))).toEqual(["sequence-gap", "message-start-missing"]);
  });

  test("a response in the background is queued, before or after it is created", () => {
    const queued = { type: "response.queued", response: response({ status: "queued", usage: null }) };
    const rest = [...messageEvents(0, ["Hi"]), completed(message("Hi"))];
    const [made, running] = created;
    for (const first of [[queued, made ?? {}], [made ?? {}, queued], [queued]])
      expect(replyTo(numbered([...first, running ?? {}, ...rest]))).toMatchObject({
        completeness: "complete",
        notes: [],
      });
  });

  test("without numbers, nothing is missed", () => {
    const bare = calling.map(({ sequence_number: _, ...event }) => event);
    expect(replyTo(bare)).toEqual(replyTo(calling));
  });

  test("an item that came only in the final output is read", () => {
    const reply = replyTo(numbered([...created, ...messageEvents(0, ["Hi"]), completed(message("Hi"), call("{}"))]));
    expect(reply.parts.map(({ kind }) => kind)).toEqual(["text", "tool-call"]);
    expect(noteIds(reply)).toEqual(["pieces-differ"]);
  });

  test("an item whose end never came is kept as the final output has it", () => {
    const listed = { id: "mcpl_1", type: "mcp_list_tools", server_label: "s", tools: [] };
    const filled = { ...listed, tools: [{ name: "a" }] };
    const reply = replyTo(
      numbered([
        ...created,
        { type: "response.output_item.added", output_index: 0, item: listed },
        ...messageEvents(1, ["Hi"]),
        completed(filled, message("Hi")),
      ]),
    );
    expect(reply.parts[0]).toEqual({ kind: "other", raw: filled });
    expect(noteIds(reply)).toEqual(["block-end-missing"]);
  });
});

describe("the end of a stream", () => {
  const types = ["response.completed", "response.incomplete"] as const;

  test.each(types)("%s that arrived whole ends the reply", (type) => {
    const status = type.replace("response.", "");
    const last = { type, response: response({ status, output: [message("Hi")] }) };
    expect(replyTo(numbered([...created, ...messageEvents(0, ["Hi"]), last])).completeness).toBe("complete");
  });

  test("without a terminal event the reply is truncated, also after [DONE]", async () => {
    const cut = text.slice(0, -1);
    expect(replyTo(cut)).toMatchObject({
      completeness: "truncated",
      failure: { kind: "truncated", message: "the stream ended before the response did", afterFinish: false },
      parts: [{ kind: "text", text: "18 °C" }],
    });
    const done = await readBody(`${sseText(cut)}data: [DONE]\n\n`);
    expect(done).toMatchObject({
      completeness: "truncated",
      failure: { message: "the stream ended with [DONE], before the response ended" },
    });
  });

  test("the terminal event says by its type how the response ended, where the response does not", () => {
    const { status: _, ...bare } = response({ output: [message("Hi")] });
    const last = { type: "response.completed", response: bare };
    expect(replyTo(numbered([...created, ...messageEvents(0, ["Hi"]), last])).finish).toMatchObject({
      kind: "stop",
      raw: "completed",
    });
  });

  test("an event after it is named and not read, and an error is one", () => {
    const late = replyTo(numbered([...text, { type: "response.output_text.delta", output_index: 0, delta: "!" }]));
    expect(late).toMatchObject({ completeness: "complete", parts: [{ kind: "text", text: "18 °C" }] });
    expect(noteIds(late)).toEqual(["event-after-finish"]);
    const failed = replyTo(numbered([...text, { type: "error", code: "server_error", message: "Oops" }]));
    expect(failed).toMatchObject({ completeness: "complete" });
    expect(noteIds(failed)).toEqual(["error-after-done"]);
  });

  test("[DONE] may follow, once and last", async () => {
    expect(await readBody(`${sseText(text)}data: [DONE]\n\n`)).toMatchObject({ completeness: "complete", notes: [] });
    const twice = await readBody(`${sseText(text)}data: [DONE]\n\ndata: [DONE]\n\ndata: {}\n\nda`);
    expect(twice.completeness).toBe("complete");
    expect(noteIds(twice)).toEqual(["event-after-done", "bytes-after-done"]);
  });

  test("a stream that breaks is truncated, before its end and after it", () => {
    const broken = (events: readonly JsonObject[]) => {
      let state = startState({ status: 200, requestId: null, aliases: noAliases });
      for (const event of events) state = step(state, event).state;
      const error = new TransportError("reset", "the connection broke", { code: "ECONNRESET" });
      return finishStream(state, { kind: "broken", error }).events.at(-1);
    };
    expect(broken(text.slice(0, 5))).toMatchObject({ failure: { kind: "truncated", afterFinish: false } });
    expect(broken(text)).toMatchObject({ failure: { kind: "truncated", afterFinish: true } });
  });

  test("a response that has not ended is truncated, with its status", () => {
    const last = { type: "response.completed", response: response({ status: "in_progress" }) };
    expect(replyTo(numbered([...created, last]))).toMatchObject({
      completeness: "truncated",
      failure: { kind: "truncated", code: "in_progress" },
    });
  });
});

describe("an error in a stream", () => {
  const error = { type: "insufficient_quota", code: "insufficient_quota", message: "No money.", param: null };
  const nested = { type: "error", error };
  const flat = { type: "error", code: "rate_limit_exceeded", message: "Slow down.", param: null };
  const failed = (of: JsonObject | null) => ({
    type: "response.failed",
    response: response({ status: "failed", error: of, usage: null }),
  });

  test.each<[name: string, events: readonly JsonObject[], kind: string, code: string]>([
    [
      "nested, followed by response.failed",
      [nested, failed({ code: "insufficient_quota", message: "No." })],
      "quota",
      "insufficient_quota",
    ],
    ["nested, alone", [nested], "quota", "insufficient_quota"],
    ["flat, as it was", [flat], "throttled", "rate_limit_exceeded"],
    ["in response.failed alone", [failed({ code: "server_error", message: "Sorry." })], "unavailable", "server_error"],
    ["of a gateway, without a type", [{ error: { code: 429, message: "Slow down." } }], "throttled", "429"],
  ])("%s is one failure", (_, events, kind, code) => {
    const found = chatEvents(numbered([...created, ...messageEvents(0, ["Hi"]).slice(0, 3), ...events]));
    expect(found.filter(({ kind: one }) => one === "reply-failed")).toHaveLength(1);
    expect(fold(found)).toMatchObject({
      completeness: "failed",
      parts: [{ kind: "text", text: "Hi" }],
      failure: { kind, code, phase: "body", afterFinish: false },
    });
  });

  test("response.failed that gives no reason is a failure too", () => {
    expect(replyTo(numbered([...created, failed(null)])).failure).toMatchObject({
      kind: "model-error",
      message: "the response failed, and does not say why",
    });
  });

  test("nothing is read between an error and the end of its response", () => {
    const between = [nested, ...messageEvents(0, ["late"]), failed({ code: "insufficient_quota", message: "No." })];
    expect(replyTo(numbered([...created, ...between]))).toMatchObject({ parts: [], failure: { kind: "quota" } });
  });

  test("an event that is no JSON, or no object, is a protocol failure", async () => {
    expect(await readBody(`${sseText(text.slice(0, 4))}data: {"type":\n\n`)).toMatchObject({
      failure: { kind: "protocol", phase: "body" },
    });
    expect(await readBody(`${sseText(text.slice(0, 4))}data: 42\n\n`)).toMatchObject({ failure: { kind: "protocol" } });
  });

  test("event: error counts where its data says nothing", async () => {
    expect(await readBody(`${sseText(text.slice(0, 4))}event: error\ndata: upstream timed out\n\n`)).toMatchObject({
      completeness: "failed",
      failure: { message: "upstream timed out" },
    });
  });
});

describe("in whatever pieces the bytes arrive", () => {
  const streams: readonly (readonly [string, readonly JsonObject[]])[] = [
    ["text", text],
    ["calls", calling],
  ];

  test.each(streams)("the reply of the stream of %s is the same", async (_, events) => {
    const whole = await readBody(sseText(events));
    expect(whole.notes).toEqual([]);
    for (const pieceBytes of [1, 2, 3, 7, 64]) expect(await readBody(sseText(events), { pieceBytes })).toEqual(whole);
    const dataOnly = sseText(events).replace(/^event: .*\n/gm, "");
    const changed = [dataOnly, `\ufeff${dataOnly}`, dataOnly.replaceAll("\n", "\r\n"), dataOnly.replaceAll("\n", "\r")];
    for (const body of changed) expect(await readBody(body)).toEqual(whole);
  });

  test.each(streams)(
    "the stream of %s is truncated wherever it is cut before its terminal event is whole",
    async (_, events) => {
      const bytes = Buffer.from(sseText(events));
      for (let end = 0; end < bytes.length - 1; end += 1) {
        const { completeness, finish } = await readBody(bytes.subarray(0, end));
        expect({ end, completeness, finish }).toEqual({ end, completeness: "truncated", finish: null });
      }
      expect((await readBody(bytes.subarray(0, -1))).completeness).toBe("truncated");
      expect((await readBody(bytes)).completeness).toBe("complete");
    },
  );
});
