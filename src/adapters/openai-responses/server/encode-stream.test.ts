import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import type { JsonObject } from "../../../chat/json.js";
import { truncatedFailure } from "../../errors/classify.js";
import { ResponsesStream } from "./encode-stream.js";
import { readRequest } from "./read-request.js";
import { eventsIn, lastResponse, opening, requestBody, streamText } from "./replies.fixture.js";
import { eventSchema } from "./response-schema.fixture.js";

const stop = { kind: "finish", finish: { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null } } as const;
const end: readonly ChatEvent[] = [stop, { kind: "reply-end" }];
const text = (part: number, ...said: readonly string[]): readonly ChatEvent[] => [
  { kind: "text-start", part },
  ...said.map((one) => ({ kind: "text-delta", part, text: one }) as const),
];
const thought = (part: number, ...said: readonly string[]): readonly ChatEvent[] => [
  { kind: "reasoning-start", part, field: "reasoning" },
  ...said.map((one) => ({ kind: "reasoning-delta", part, text: one }) as const),
];
const call = (part: number, name: string, argumentsText: string | null): ChatEvent => ({
  ...{ kind: "tool-call-start", part, id: `c${part}`, name, argumentsText },
});
const failure = truncatedFailure({ afterFinish: false, status: 200, requestId: null, raw: null, message: "cut" });

/** The types of the events, shortened. */
function typesOf(sent: readonly JsonObject[]): readonly string[] {
  return sent.map(({ type }) => String(type).replace("response.", ""));
}

const types = (events: readonly ChatEvent[], body?: JsonObject) => typesOf(eventsIn(streamText(events, body)));
const last = (events: readonly ChatEvent[]) => lastResponse(streamText(events));

describe("the items of a stream", () => {
  test("come one after another: text gives way to a call, and goes on in another item", () => {
    const events: readonly ChatEvent[] = [...text(0, "Let me ", "see."), call(1, "f", '{"a"'), ...end];
    expect(types(events)).toEqual([
      ...["created", "in_progress"],
      ...["output_item.added", "content_part.added", "output_text.delta", "output_text.delta"],
      ...["output_text.done", "content_part.done", "output_item.done"],
      ...["output_item.added", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done"],
      "completed",
    ]);
    const resumed: readonly ChatEvent[] = [...text(0, "A"), call(1, "f", "{}"), { kind: "part-end", part: 1 }];
    const { output } = last([...resumed, { kind: "text-delta", part: 0, text: "B" }, ...end]);
    expect(output).toMatchObject([
      { type: "message", content: [{ text: "A" }] },
      { type: "function_call", arguments: "{}" },
      { type: "message", content: [{ text: "B" }] },
    ]);
  });

  test("wait while a call is open, and none is lost", () => {
    const stream = new ResponsesStream(opening());
    const write = (event: ChatEvent) => typesOf(eventsIn(stream.write(event)));
    expect(write(call(0, "f", '{"a":'))).toEqual([
      ...["created", "in_progress", "output_item.added", "function_call_arguments.delta"],
    ]);
    expect(write(call(1, "g", "{}"))).toEqual([]);
    expect(write({ kind: "tool-call-delta", part: 1, argumentsText: " " })).toEqual([]);
    expect(write({ kind: "tool-call-delta", part: 0, argumentsText: "1}" })).toEqual(["function_call_arguments.delta"]);
    expect(write({ kind: "part-end", part: 0 })).toEqual([
      ...["function_call_arguments.done", "output_item.done", "output_item.added", "function_call_arguments.delta"],
    ]);
    stream.write(stop);
    expect(lastResponse(stream.write({ kind: "reply-end" })).output).toMatchObject([
      { arguments: '{"a":1}' },
      { arguments: "{} " },
    ]);
  });

  test("of a call begin once its id and name are known, and its arguments once they are any", () => {
    const stream = new ResponsesStream(opening());
    const write = (event: ChatEvent) => typesOf(eventsIn(stream.write(event)));
    expect(write({ kind: "tool-call-start", part: 0, id: null, name: null, argumentsText: " " })).toEqual([]);
    expect(write({ kind: "tool-call-info", part: 0, id: "a", name: null })).toEqual([]);
    expect(write({ kind: "tool-call-info", part: 0, id: null, name: "f" })).toEqual([
      ...["created", "in_progress", "output_item.added"],
    ]);
    expect(write({ kind: "tool-call-info", part: 0, id: "b", name: "g" })).toEqual([]);
    const rest = eventsIn(stream.write(stop) + stream.write({ kind: "reply-end" }));
    expect(typesOf(rest)).toEqual([
      ...["function_call_arguments.delta", "function_call_arguments.done", "output_item.done", "completed"],
    ]);
    expect(rest[0]).toMatchObject({ delta: "{}" });
    expect(rest[2]).toMatchObject({ item: { call_id: "a", name: "f", arguments: "{}" } });
  });

  test("of a blank text are one only where the reply has nothing else", () => {
    expect(last([...text(0, ""), call(1, "f", "{}"), ...end]).output).toMatchObject([{ type: "function_call" }]);
    expect(last([...text(0, ""), ...end]).output).toMatchObject([{ type: "message", content: [{ text: "" }] }]);
    expect(last(end).output).toEqual([]);
  });

  test("of a blank text do not stand before the reasoning that came after it began", () => {
    const events: readonly ChatEvent[] = [
      ...text(0, ""),
      ...thought(1, "Hm"),
      { kind: "text-delta", part: 0, text: "A" },
    ];
    expect(last([...events, ...end]).output).toMatchObject([{ type: "reasoning" }, { type: "message" }]);
  });

  test("of another kind have their last form", () => {
    const raw = (status: string) => ({ type: "web_search_call", id: "ws_1", status });
    const events: readonly ChatEvent[] = [
      { kind: "other-part", part: 0, raw: raw("in_progress") },
      { kind: "other-part", part: 0, raw: raw("completed") },
      { kind: "part-end", part: 0 },
    ];
    expect(last([...events, ...text(1, "A"), ...end]).output).toMatchObject([raw("completed"), { type: "message" }]);
    expect(types([{ kind: "other-part", part: 0, raw: { annotations: [] } }, ...end])).toEqual([
      ...["created", "in_progress", "completed"],
    ]);
  });

  test("of a custom tool's call have its text in one piece", () => {
    const sent = eventsIn(streamText([call(0, "patch", '{"input":"a\\nb"}'), ...end], requestBody));
    expect(sent.slice(2, -1)).toMatchObject([
      { type: "response.output_item.added", item: { type: "custom_tool_call", name: "patch", input: "" } },
      { type: "response.custom_tool_call_input.delta", delta: "a\nb" },
      { type: "response.custom_tool_call_input.done", input: "a\nb" },
      { type: "response.output_item.done", item: { type: "custom_tool_call", call_id: "c0", input: "a\nb" } },
    ]);
  });

  test("of a message keep its phase", () => {
    const wire = { type: "message", phase: "final_answer" };
    const events: readonly ChatEvent[] = [{ kind: "text-start", part: 0, wire }, ...text(0, "A").slice(1), ...end];
    expect(last(events).output).toMatchObject([{ phase: "final_answer" }]);
  });
});

describe("the end of a stream", () => {
  test("is incomplete where the finish says so, and so is its last item", () => {
    const length = { kind: "finish", finish: { ...stop.finish, kind: "length" } } as const;
    const events: readonly ChatEvent[] = [
      ...text(0, "A"),
      { kind: "part-end", part: 0 },
      length,
      { kind: "reply-end" },
    ];
    expect(last(events)).toMatchObject({
      ...{ status: "incomplete", incomplete_details: { reason: "max_output_tokens" }, completed_at: 1_790_000_007 },
      output: [{ status: "incomplete" }],
    });
  });

  test("says no time where none is known", () => {
    const { nowSeconds, ...rest } = opening();
    const stream = new ResponsesStream(rest);
    const sent = eventsIn(stream.write(stop) + stream.write({ kind: "reply-end" }));
    expect(nowSeconds?.()).toBe(1_790_000_007);
    expect(sent.at(-1)).toMatchObject({ response: { status: "completed", completed_at: null } });
  });

  test("is an error and a failed response where the reply fails, which has the whole items alone", () => {
    const events: readonly ChatEvent[] = [
      ...[...text(0, "A"), { kind: "part-end", part: 0 } as const, call(1, "f", '{"a')],
      { kind: "reply-failed", failure },
    ];
    const written = streamText(events);
    const sent = eventsIn(written);
    for (const event of sent) eventSchema.parse(event);
    expect(typesOf(sent).slice(-4)).toEqual(["output_item.added", "function_call_arguments.delta", "error", "failed"]);
    expect(sent.at(-2)).toMatchObject({ error: { type: "api_error", code: "upstream_truncated", param: null } });
    expect(sent.at(-1)).toMatchObject({
      response: { status: "failed", error: { code: "upstream_truncated" }, output: [{ type: "message" }] },
    });
    expect(written.endsWith("data: [DONE]\n\n")).toBe(true);
  });

  test("is a failure where the finish says that generation failed", () => {
    const broken = { kind: "finish", finish: { ...stop.finish, kind: "error", raw: "malformed_tool_use" } } as const;
    expect(types([...text(0, "A"), broken, { kind: "reply-end" }]).slice(-2)).toEqual(["error", "failed"]);
  });

  test("has what came whole before a failure that followed the finish", () => {
    const late = { ...failure, afterFinish: true };
    const response = last([...text(0, "A"), stop, { kind: "reply-failed", failure: late }]);
    expect(response).toMatchObject({ status: "failed", output: [{ content: [{ text: "A" }] }] });
  });

  test("is the error of the router, also as the first event, without the keys of the configuration", () => {
    const redact = (error: { readonly message: string }) => ({ ...error, message: "[key]" });
    const stream = new ResponsesStream({ ...opening(), redact: redact as never });
    const sent = eventsIn(stream.end({ message: "sk-1", type: "upstream_error", code: null, param: null }));
    expect(typesOf(sent)).toEqual(["created", "in_progress", "error", "failed"]);
    expect(sent.at(-1)).toMatchObject({ response: { error: { code: "upstream_error", message: "[key]" } } });
    expect([stream.write(stop), stream.end({ message: "", type: "", code: null, param: null })]).toEqual(["", ""]);
  });
});

describe("a reply that another model's replaces", () => {
  const stream = new ResponsesStream(opening());
  const asked = { model: "claude", region: null, service: "bedrock" } as const;
  const first = thought(0, "Hm", "m").map((event) => stream.write(event));
  stream.restart(asked);
  const rest = [...thought(0, "Ah"), { kind: "part-end", part: 0 } as const, ...text(1, "A"), ...end];
  const written = [...first, ...rest.map((event) => stream.write(event))].join("");
  const sent = eventsIn(written);

  test("ends its open item, and the next one has the next place in the same stream", () => {
    expect(sent.map((event) => event["sequence_number"])).toEqual(sent.map((_, at) => at));
    const items = sent.filter(({ type }) => type === "response.output_item.done");
    expect(items.map((event) => event["output_index"])).toEqual([0, 1, 2]);
    expect(sent.at(-1)).toMatchObject({ response: { output: items.map(({ item }) => item) } });
  });

  test("is no part of the turn that comes back", () => {
    const { output } = lastResponse(written);
    const read = readRequest({ input: [{ role: "user", content: "?" }, ...output] }, { allows: () => false });
    if (read.kind === "refused") throw new Error(read.error.message);
    expect(read.request.messages[1]?.parts).toMatchObject([
      { kind: "reasoning", text: "Ah", field: "reasoning" },
      { kind: "text", text: "A" },
    ]);
    expect(read.warnings.map(({ id, field }) => [id, field])).toContainEqual(["reasoning-left-out", "input[1]"]);
  });
});
