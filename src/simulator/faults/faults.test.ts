import { EventStreamCodec } from "@smithy/core/event-streams";
import { describe, expect, test } from "vitest";
import type { AskedApi } from "../../chat/api.js";
import { headerOf } from "../../wire/exchange.js";
import { profileOf, type Received, requestFor, send, simulatorOf } from "../simulated.fixture.js";
import { type Fault, faultIds } from "./wire-fault.js";

type FaultInput = NonNullable<Parameters<typeof profileOf>[0]>["faults"];
type Step = Parameters<typeof requestFor>[1];

const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes),
  (text) => new TextEncoder().encode(text),
);

/** Frames as the AWS SDK's own codec reads them; throws where a length or a CRC is wrong. */
function framesOf(
  bytes: Uint8Array,
): readonly { readonly type: string; readonly kind: string; readonly body: string }[] {
  const frames = [];
  let rest = bytes;
  while (rest.length > 0) {
    const length = new DataView(rest.buffer, rest.byteOffset).getUint32(0);
    const { headers, body } = codec.decode(rest.slice(0, length));
    const of = (name: string): string => String(headers[name]?.value ?? "");
    const type = of(":event-type") || of(":exception-type") || of(":error-code");
    frames.push({ type, kind: of(":message-type"), body: new TextDecoder().decode(body) });
    rest = rest.subarray(length);
  }
  return frames;
}

async function withFault(fault: unknown, api: AskedApi, step: Step = "chat", callId?: string): Promise<Received> {
  return send(requestFor(api, step, callId), simulatorOf(profileOf({ faults: [fault] as FaultInput })));
}

async function converse(fault: unknown, step: Step = "chat", callId?: string) {
  const { text } = await withFault(fault, "converse", step, callId);
  const body = JSON.parse(text);
  return { content: body.output.message.content, stop: body.stopReason, usage: body.usage };
}

async function chat(fault: unknown, step: Step = "chat") {
  const body = JSON.parse((await withFault(fault, "chat-completions", step)).text);
  const { message, finish_reason } = body.choices[0];
  return { message, finish: finish_reason, usage: body.usage, provider: body.provider };
}

/** The JSON of every `data:` line but `[DONE]`. */
function chunksOf({ text }: Received) {
  return text.split("\n").flatMap((line) => (/^data: [{]/.test(line) ? [JSON.parse(line.slice(6))] : []));
}

const call = { toolUse: { input: { city: "SF" }, name: "get_weather", toolUseId: expect.any(String) } };
const textOf = async (fault: unknown, step: Step = "call") => (await converse(fault, step)).content[0].text;

test("every fault id is known once", () => {
  expect(new Set(faultIds).size).toBe(faultIds.length);
  expect(faultIds.length).toBeGreaterThan(60);
});

describe("no content", () => {
  test("silent is an end of turn with no content and no output tokens", async () => {
    expect(await converse({ fault: "silent" })).toMatchObject({
      content: [],
      stop: "end_turn",
      usage: { outputTokens: 0 },
    });
    const frames = framesOf((await withFault({ fault: "silent" }, "converse-stream")).bytes);
    expect(frames.map(({ type }) => type)).toEqual(["messageStart", "messageStop", "metadata"]);
    expect((await chat({ fault: "silent" })).message.content).toBe("");
  });

  test("empty-after-tokens reports tokens without output", async () => {
    expect(await converse({ fault: "empty-after-tokens" })).toMatchObject({ content: [], usage: { outputTokens: 58 } });
  });

  test("reasoning-only has nothing else", async () => {
    const { content, stop } = await converse({ fault: "reasoning-only" });
    expect([content.length, Object.keys(content[0]), stop]).toEqual([1, ["reasoningContent"], "end_turn"]);
  });

  test("filtered ends by the content filter", async () => {
    expect(await converse({ fault: "filtered" })).toMatchObject({ content: [], stop: "content_filtered" });
  });

  test.each([
    ["functions.get_weather:0", 1],
    ["functions_get_weather_0", 0],
    ["tooluse_abcdefghijklmnopqrstuv", 0],
    ["call_abc0", 0],
  ])("empty-on-foreign-id: the history holds %s", async (id, blocks) => {
    expect((await converse({ fault: "empty-on-foreign-id" }, "after-tool", id)).content.length).toBe(blocks);
  });
});

describe("calls as words", () => {
  test.each([
    ["xml", "<function=get_weather>\n<parameter=city>SF</parameter>\n</function>"],
    [
      "native",
      '<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0<|tool_call_argument_begin|>{"city":"SF"}<|tool_call_end|><|tool_calls_section_end|>',
    ],
    ["bare-json", '{"name": "get_weather", "parameters": {"city":"SF"}}'],
    ["section-end-json", '{"name": "get_weather", "arguments": {"city":"SF"}}<|tool_calls_section_end|>'],
    ["llama-json", '{"type": "function", "name": "get_weather", "parameters": {"city":"SF"}}'],
    ["python-tag", '<|python_tag|>{"name": "get_weather", "parameters": {"city":"SF"}}'],
    [
      "dsml",
      '<｜DSML｜function_calls>\n<｜DSML｜invoke name="get_weather">\n<｜DSML｜parameter name="city" string="true">SF</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>',
    ],
    ["kimi-stripped", 'functions.get_weather:0{"city":"SF"}'],
    ["harmony-stripped", 'assistantcommentary to=functions.get_weather json{"city":"SF"}'],
    ["glm", "<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>SF</arg_value>\n</tool_call>"],
    ["mistral-args", 'get_weather[ARGS]{"city":"SF"}'],
    ["tool-code", '```tool_code\nprint(get_weather(city="SF"))\n```'],
    ["gemma", '<|tool_call>call:get_weather{city:<|"|>SF<|"|>}<tool_call|>'],
    ["pythonic", '[get_weather(city="SF")]'],
    ["flat-json", '{"name":"get_weather","city":"SF"}'],
    ["tool-tag", "<get_weather><city>SF</city></get_weather>"],
  ])("call-as-text in %s", async (dialect, text) => {
    expect(await converse({ fault: "call-as-text", dialect }, "call")).toMatchObject({
      content: [{ text }],
      stop: "end_turn",
    });
  });

  test("call-in-reasoning has no other content", async () => {
    const { content } = await converse({ fault: "call-in-reasoning" }, "call");
    expect(content).toHaveLength(1);
    expect(content[0].reasoningContent.reasoningText.text).toContain("<|tool_call_begin|>");
  });

  test("duplicate-call writes the call as text too", async () => {
    const { content, stop } = await converse({ fault: "duplicate-call" }, "call");
    expect(content).toEqual([{ text: '{"name": "get_weather", "parameters": {"city":"SF"}}' }, call]);
    expect(stop).toBe("tool_use");
  });

  test("describes-call names the tool but nothing of the result", async () => {
    const text = await textOf({ fault: "describes-call" }, "after-tool");
    expect(text).toContain("get_weather");
    expect(text).not.toMatch(/65|sunny/i);
  });

  test("ignores-result and promise use nothing of the result", async () => {
    for (const fault of ["ignores-result", "promise"]) {
      expect(await textOf({ fault }, "after-tool")).not.toMatch(/65|sunny|get_weather/i);
    }
  });

  test("repeats-call makes the same call under a new id", async () => {
    const { content, stop } = await converse({ fault: "repeats-call" }, "after-tool");
    expect(content).toEqual([call]);
    expect(content[0].toolUse.toolUseId).not.toBe("functions.get_weather:0");
    expect(stop).toBe("tool_use");
  });
});

describe("finish", () => {
  test("tool-use-without-block, stop-with-calls, finish-missing, finish-unknown", async () => {
    expect(await converse({ fault: "tool-use-without-block" }, "call")).toMatchObject({
      content: [],
      stop: "tool_use",
    });
    expect(await converse({ fault: "stop-with-calls" }, "call")).toMatchObject({ content: [call], stop: "end_turn" });
    expect((await converse({ fault: "finish-missing" })).stop).toBeUndefined();
    expect((await chat({ fault: "finish-missing" })).finish).toBeNull();
    expect((await converse({ fault: "finish-unknown" })).stop).toBe("engine_paused");
    expect((await chat({ fault: "finish-unknown", word: "odd" })).finish).toBe("odd");
  });

  test("malformed-tool-use and malformed-output have Bedrock's words", async () => {
    expect((await converse({ fault: "malformed-tool-use" }, "call")).stop).toBe("malformed_tool_use");
    expect((await converse({ fault: "malformed-output" }, "call")).stop).toBe("malformed_model_output");
  });

  test("finish-twice sends two terminal events", async () => {
    const frames = framesOf((await withFault({ fault: "finish-twice" }, "converse-stream")).bytes);
    expect(frames.filter(({ type }) => type === "messageStop")).toHaveLength(2);
  });

  test("max-tokens-cut leaves half, or reasoning alone", async () => {
    expect(await converse({ fault: "max-tokens-cut" })).toMatchObject({
      content: [{ text: "The answe" }],
      stop: "max_tokens",
    });
    const { content } = await converse({ fault: "max-tokens-cut", leaves: "reasoning" });
    expect(Object.keys(content[0])).toEqual(["reasoningContent"]);
  });
});

describe("arguments, names and ids", () => {
  const argumentsOf = async (fault: unknown) => (await chat(fault, "call")).message.tool_calls[0].function.arguments;
  const idsOf = async (fault: unknown, step: Step = "call") =>
    (await chat(fault, step)).message.tool_calls.map(({ id }: { id?: string }) => id);

  test("args-invalid, args-empty, args-wrong-type", async () => {
    expect(await argumentsOf({ fault: "args-invalid" })).toBe('{"city":"SF');
    expect(await argumentsOf({ fault: "args-empty" })).toBe("{}");
    expect(await argumentsOf({ fault: "args-wrong-type" })).toBe('{"city":{"value":"SF"}}');
  });

  test("phantom-call has neither name nor id", async () => {
    const { message } = await chat({ fault: "phantom-call" }, "call");
    expect(message.tool_calls[1]).toMatchObject({ id: "", function: { name: "" } });
  });

  test.each([
    ["space", "functions get_weather"],
    ["channel", "get_weather<|channel|>commentary"],
    ["namespace", "functions.get_weather"],
  ])("corrupt-name %s", async (style, name) => {
    expect((await chat({ fault: "corrupt-name", style }, "call")).message.tool_calls[0].function.name).toBe(name);
  });

  test("id-missing, id-duplicate, id-reused, id-mangled", async () => {
    expect(await idsOf({ fault: "id-missing" })).toEqual([undefined]);
    const [first, second] = await idsOf({ fault: "id-duplicate" });
    expect(first).toBe(second);
    const faults = [{ fault: "repeats-call" }, { fault: "id-reused" }] as FaultInput;
    const heard = await send(requestFor("chat-completions", "after-tool"), simulatorOf(profileOf({ faults })));
    expect(JSON.parse(heard.text).choices[0].message.tool_calls[0].id).toBe("functions.get_weather:0");
    const mangling = { toolCallIds: "native" as const, faults: [{ fault: "id-mangled" as const }] };
    const mangled = await send(requestFor("chat-completions", "call"), simulatorOf(profileOf(mangling)));
    expect(JSON.parse(mangled.text).choices[0].message.tool_calls[0].id).toBe("functions_get_weather_0");
  });

  test.each([
    ["index-missing", [undefined, undefined, undefined, undefined]],
    ["index-split", [0, 0, 1, 1]],
    ["index-reused", [0, 0, 0, 0, 0, 0, 0, 0]],
  ])("%s in a chat stream", async (fault, indexes) => {
    const chunks = chunksOf(await withFault({ fault }, "chat-completions-stream", "call"));
    const calls = chunks.flatMap(({ choices }) => choices[0].delta.tool_calls ?? []);
    expect(calls.map(({ index }: { index?: number }) => index)).toEqual(indexes);
  });

  test("index-missing in a ConverseStream leaves the block index out", async () => {
    const frames = framesOf((await withFault({ fault: "index-missing" }, "converse-stream", "call")).bytes);
    const start = frames.find(({ type }) => type === "contentBlockStart");
    expect(JSON.parse(start?.body ?? "{}")).not.toHaveProperty("contentBlockIndex");
  });

  test.each([[null], [""], ["\n\n"]])("content beside calls is %j", async (value) => {
    expect((await chat({ fault: "content", value }, "call")).message.content).toBe(value);
  });

  test.each([
    ["wrapped", '{"type": "function", "name": "get_weather", "parameters": {"city":"SF"}}'],
    ["stringified", '"{\\"city\\":\\"SF\\"}"'],
  ])("unusual-call %s", async (style, text) => {
    expect(await argumentsOf({ fault: "unusual-call", style })).toBe(text);
  });

  test("unusual-call with-text describes the call and makes it", async () => {
    const { message } = await chat({ fault: "unusual-call", style: "with-text" }, "call");
    expect(message.content).toContain("get_weather");
    expect(message.tool_calls).toHaveLength(1);
  });
});

describe("words in the text", () => {
  test("think-tag open and closed, harmony-preamble, refusal", async () => {
    const open = await textOf({ fault: "think-tag" }, "chat");
    expect(open).toMatch(/^ <think> /);
    expect(open).not.toContain("</think>");
    expect(await textOf({ fault: "think-tag", tag: "closed" }, "chat")).toMatch(
      /<think> .* <\/think> The answer is 42\.$/,
    );
    expect(await textOf({ fault: "harmony-preamble" }, "chat")).toMatch(/^analysis.*assistantfinal/);
    expect((await chat({ fault: "refusal" })).message).toMatchObject({ content: "", refusal: expect.any(String) });
  });
});

describe("usage and metadata", () => {
  test("usage-missing and metadata-missing", async () => {
    expect((await converse({ fault: "usage-missing" })).usage).toBeUndefined();
    expect((await chat({ fault: "usage-missing" })).usage).toBeUndefined();
    const frames = framesOf((await withFault({ fault: "metadata-missing" }, "converse-stream")).bytes);
    expect(frames.at(-1)?.type).toBe("messageStop");
    const without = framesOf((await withFault({ fault: "usage-missing" }, "converse-stream")).bytes);
    expect(JSON.parse(without.at(-1)?.body ?? "{}")).not.toHaveProperty("usage");
    const invoke = await withFault({ fault: "metadata-missing" }, "invoke-model");
    expect(headerOf(invoke.headers, "x-amzn-bedrock-output-token-count")).toBeNull();
  });
});

describe("no reply at all", () => {
  test.each(["refused", "dns", "connect-timeout", "tls", "reset", "closed"])("connection %s rejects", async (as) => {
    const heard = await withFault({ fault: "connection", as }, "converse");
    expect([heard.status, heard.error?.kind]).toEqual([null, as]);
  });

  test.each([400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504])("status %i", async (status) => {
    for (const api of ["converse", "chat-completions"] as const) {
      const heard = await withFault({ fault: "status", status, retryAfter: "1" }, api);
      expect([heard.status, headerOf(heard.headers, "retry-after")]).toEqual([status, "1"]);
      expect(JSON.parse(heard.text)).toBeTypeOf("object");
    }
  });

  test("a status can come as HTML, empty, untyped, or as a redirect", async () => {
    const html = await withFault({ fault: "status", status: 502, body: "html" }, "converse");
    expect([headerOf(html.headers, "content-type"), html.text.startsWith("<html>")]).toEqual(["text/html", true]);
    expect((await withFault({ fault: "status", status: 500, body: "empty" }, "converse")).text).toBe("");
    expect((await withFault({ fault: "status", status: 400, body: "untyped" }, "converse")).text).toBe("{}");
    const moved = await withFault({ fault: "status", status: 302, location: "http://elsewhere.test/" }, "converse");
    expect(headerOf(moved.headers, "location")).toBe("http://elsewhere.test/");
  });

  test.each([
    ["too-many-tokens", 429, "ThrottlingException", "Too many tokens, please wait before trying again."],
    ["model-timeout", 408, "ModelTimeoutException", "Processing time exceeded the model timeout length."],
    ["expired-token", 403, "ExpiredTokenException", "The security token included in the request is expired"],
    ["unavailable", 503, "ServiceUnavailableException", "Bedrock is unable to process your request."],
  ])("refuse %s", async (as, status, type, message) => {
    const heard = await withFault({ fault: "refuse", as }, "converse");
    expect(heard.status).toBe(status);
    expect(headerOf(heard.headers, "x-amzn-errortype")).toMatch(new RegExp(`^${type}:http://`));
    expect(JSON.parse(heard.text).message).toBe(message);
  });
});

describe("a 200 without a normal reply", () => {
  test("error-in-200, as JSON and as the only event", async () => {
    const unary = await withFault({ fault: "error-in-200" }, "chat-completions");
    expect([unary.status, JSON.parse(unary.text).error.code]).toEqual([200, 502]);
    const stream = await withFault({ fault: "error-in-200" }, "chat-completions-stream");
    expect(chunksOf(stream)).toEqual([expect.objectContaining({ error: expect.any(Object) })]);
    expect(JSON.parse((await withFault({ fault: "error-in-200" }, "converse")).text)).toHaveProperty("Output.__type");
    const code = "UnknownOperationException";
    const wrong = await withFault({ fault: "error-in-200", code }, "invoke-model");
    expect(JSON.parse(wrong.text)).toEqual({ Output: { __type: `com.amazon.coral.service#${code}` }, Version: "1.0" });
  });

  test("html-200, json-on-stream and zero-bytes", async () => {
    const html = await withFault({ fault: "html-200" }, "converse-stream");
    expect([html.status, headerOf(html.headers, "content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    const json = await withFault({ fault: "json-on-stream" }, "chat-completions-stream");
    expect(headerOf(json.headers, "content-type")).toBe("application/json");
    expect(JSON.parse(json.text).object).toBe("chat.completion");
    const nothing = await withFault({ fault: "zero-bytes" }, "converse-stream");
    expect([nothing.status, nothing.bytes.length, nothing.error]).toEqual([200, 0, null]);
  });

  test("comments-only never comes to the point", async () => {
    const { text } = await withFault({ fault: "comments-only" }, "chat-completions-stream");
    expect(text).toMatch(/^(: OPENROUTER PROCESSING\n\n)+$/);
  });
});

describe("errors inside a stream", () => {
  test.each([
    ["choice", '"error":{"code":502,"message":"no"}}]}'],
    ["detail", 'data: {"detail":"no"}'],
    ["errors", 'data: {"errors":[{"code":502,"message":"no"}]}'],
    ["problem", '"title":"Bad Gateway","status":502,"detail":"no"}'],
    ["text", "event: error\ndata: no\n\n"],
    ["line", '\n\n{"error":{"code":502,"message":"no"}}\n'],
  ] as const)("midstream-error as %s", async (form, words) => {
    const { text } = await withFault({ fault: "midstream-error", form, message: "no" }, "chat-completions-stream");
    expect(text).toContain(words);
  });

  test.each([false, true])("midstream-error, [DONE] after it: %s", async (done) => {
    const heard = await withFault({ fault: "midstream-error", done }, "chat-completions-stream");
    expect(chunksOf(heard).at(-1)).toMatchObject({ error: { code: 502 }, choices: [{ finish_reason: "error" }] });
    expect(heard.text.endsWith("data: [DONE]\n\n")).toBe(done);
  });

  test.each([
    "internalServerException",
    "modelStreamErrorException",
    "validationException",
    "throttlingException",
    "serviceUnavailableException",
    "modelTimeoutException",
    "somethingNewException",
  ])("exception %s", async (type) => {
    for (const api of ["converse-stream", "invoke-model-stream"] as const) {
      const last = framesOf((await withFault({ fault: "exception", type }, api)).bytes).at(-1);
      expect(last).toMatchObject({ kind: "exception", type });
    }
  });

  test("an exception can come after the terminal event", async () => {
    const frames = framesOf((await withFault({ fault: "exception", at: "after-finish" }, "converse-stream")).bytes);
    expect(frames.slice(-2).map(({ type }) => type)).toEqual(["messageStop", "modelStreamErrorException"]);
  });

  test("error-frame has a code and no body", async () => {
    const last = framesOf((await withFault({ fault: "error-frame" }, "converse-stream")).bytes).at(-1);
    expect(last).toEqual({ kind: "error", type: "InternalFailure", body: "" });
  });
});

describe("cut, stalled, slow", () => {
  const streams = ["converse-stream", "invoke-model-stream", "chat-completions-stream"] as const;

  test.each(streams)("truncated %s is a true beginning of the whole, at every place", async (api) => {
    const whole = await withFault({ fault: "rechunk", bytes: 1_000_000 }, api);
    let before = 0;
    for (const at of ["start", "middle", "before-finish", "inside-finish"]) {
      const cut = await withFault({ fault: "truncated", at }, api);
      expect(whole.bytes.subarray(0, cut.bytes.length).equals(cut.bytes)).toBe(true);
      expect(cut.bytes.length).toBeGreaterThan(before);
      expect(cut.error).toBeNull();
      before = cut.bytes.length;
    }
    const after = await withFault({ fault: "truncated", at: "after-finish" }, api);
    expect(after.bytes.length).toBeGreaterThan(before);
  });

  test("truncated at a number of bytes", async () => {
    for (const bytes of [0, 1, 11, 100]) {
      expect((await withFault({ fault: "truncated", bytes }, "converse-stream")).bytes.length).toBe(bytes);
    }
  });

  test("a unary body that is cut is not JSON", async () => {
    const { text } = await withFault({ fault: "truncated" }, "converse");
    expect(() => JSON.parse(text)).toThrow();
  });

  test("truncated can close or reset the connection", async () => {
    expect((await withFault({ fault: "truncated", how: "closed" }, "converse-stream")).error?.kind).toBe("closed");
    expect((await withFault({ fault: "reset" }, "converse-stream")).error?.kind).toBe("reset");
  });

  test("no-terminator: no [DONE], no messageStop", async () => {
    expect((await withFault({ fault: "no-terminator" }, "chat-completions-stream")).text).not.toContain("[DONE]");
    const types = framesOf((await withFault({ fault: "no-terminator" }, "converse-stream")).bytes).map(
      ({ type }) => type,
    );
    expect(types).not.toContain("messageStop");
    expect(types).not.toContain("metadata");
  });

  test.each(["before-headers", "start", "middle", "after-finish"])(
    "stall at %s lasts until the caller aborts",
    async (at) => {
      const caller = new AbortController();
      const profile = profileOf({ faults: [{ fault: "stall", at }] as FaultInput });
      const heard = send(requestFor("converse-stream", "chat"), simulatorOf(profile), caller.signal);
      await new Promise((resolve) => setImmediate(resolve));
      caller.abort();
      const { status, error } = await heard;
      expect([status, error?.kind]).toEqual([at === "before-headers" ? null : 200, "aborted"]);
    },
  );

  test("slow waits between chunks on the injected clock", async () => {
    const waits: number[] = [];
    const { createSimulator } = await import("../simulator.js");
    const simulator = createSimulator({
      profiles: [profileOf({ faults: [{ fault: "slow", firstByteMs: 500, betweenChunksMs: 20 }] })],
      scenarios: [],
      seed: 1,
      now: () => new Date(0),
      sleep: async (ms) => void waits.push(ms),
    });
    const { chunks } = await send(requestFor("converse-stream", "chat"), simulator);
    expect(waits).toEqual([500, ...Array.from({ length: chunks.length - 1 }, () => 20)]);
  });

  test("rechunk sends the same bytes in pieces", async () => {
    const heard = await withFault({ fault: "rechunk", bytes: 3 }, "converse-stream");
    expect(Math.max(...heard.chunks.map(({ length }) => length))).toBe(3);
    expect(framesOf(heard.bytes).at(-1)?.type).toBe("metadata");
  });
});

describe("bytes that are not what the API promises", () => {
  test.each(["message", "prelude"])("bad-crc of the %s", async (of) => {
    const { bytes } = await withFault({ fault: "bad-crc", of }, "converse-stream");
    expect(() => framesOf(bytes)).toThrow(of === "message" ? "message checksum" : "prelude checksum");
  });

  test.each([0, 15, 2_147_483_648, 4_294_967_295])("frame-length declares %i", async (declares) => {
    const { bytes } = await withFault({ fault: "frame-length", declares }, "converse-stream");
    expect(bytes.includes(Buffer.from(new Uint8Array(new Uint32Array([declares]).buffer)).reverse())).toBe(true);
  });

  test("unknown-event, event-after-finish, bad-json", async () => {
    const typesOf = async (fault: Fault["fault"]) =>
      framesOf((await withFault({ fault }, "converse-stream")).bytes).map(({ type }) => type);
    expect(await typesOf("unknown-event")).toContain("somethingNew");
    expect((await typesOf("event-after-finish")).slice(-3)[0]).toBe("messageStop");
    const frames = framesOf((await withFault({ fault: "bad-json" }, "converse-stream")).bytes);
    expect(frames.some(({ body }) => body === '{"contentBlockIndex":')).toBe(true);
  });

  test.each([
    ["content", /\[DONE\]\n\ndata: \{.*"content":.*\}\n\n$/],
    ["usage", /\[DONE\]\n\ndata: \{"choices":\[\],"usage":\{.*\}\n\n$/],
    ["error", /\[DONE\]\n\ndata: \{"error":\{.*\}\n\n$/],
    ["bytes", /\[DONE\]\n\nx$/],
  ])("after-done sends %s behind [DONE]", async (what, end) => {
    expect((await withFault({ fault: "after-done", what }, "chat-completions-stream")).text).toMatch(end);
    const whole = await withFault({ fault: "after-done", what }, "chat-completions");
    expect(() => JSON.parse(whole.text)).not.toThrow();
  });

  test.each([
    ["name", "\ndat: {"],
    ["case", "\nData: {"],
    ["bom", "\n\ufeffdata: {"],
  ])("stray-line adds a line, %s, and takes nothing away", async (as, line) => {
    const plain = await withFault({ fault: "bom" }, "chat-completions-stream");
    const stray = await withFault({ fault: "stray-line", as }, "chat-completions-stream");
    expect(stray.text.split(line)).toHaveLength(2);
    expect(chunksOf(stray)).toHaveLength(chunksOf(plain).length);
  });

  test.each(["chat-completions", "chat-completions-stream", "converse", "converse-stream"] as const)(
    "not-utf8 sends a byte in a text of %s that no text has",
    async (api) => {
      const { bytes } = await withFault({ fault: "not-utf8" }, api);
      expect(bytes.filter((byte) => byte === 0xff).length).toBeGreaterThan(0);
      expect(new TextDecoder().decode(bytes)).toContain("\ufffd");
      if (api === "converse-stream") expect(() => framesOf(bytes)).not.toThrow();
    },
  );

  test.each([
    ["message-start", "lost", []],
    ["message-start", "twice", ["messageStart", "messageStart"]],
    ["message-start", "late", ["messageStart"]],
    ["block-stop", "lost", []],
    ["block-stop", "twice", ["contentBlockStop", "contentBlockStop"]],
  ])("frame-order: %s %s", async (event, how, expected) => {
    const { bytes } = await withFault({ fault: "frame-order", event, how }, "converse-stream");
    const types = framesOf(bytes).map(({ type }) => type);
    const name = event === "message-start" ? "messageStart" : "contentBlockStop";
    expect(types.filter((type) => type === name)).toEqual(expected);
    expect(types.indexOf("messageStart")).toBe(
      { lost: -1, twice: 0, late: 1 }[event === "message-start" ? how : "twice"],
    );
  });

  test("bom and crlf change the bytes and not the words", async () => {
    const plain = await withFault({ fault: "rechunk", bytes: 1_000_000 }, "chat-completions-stream");
    const bom = await withFault({ fault: "bom" }, "chat-completions-stream");
    expect([...bom.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const crlf = await withFault({ fault: "crlf" }, "chat-completions-stream");
    expect(crlf.text.replaceAll("\r\n", "\n")).toBe(plain.text);
    expect(crlf.text).not.toBe(plain.text);
  });
});

describe("when a fault strikes", () => {
  const blanks = async (when: object, steps: readonly Step[]) => {
    const simulator = simulatorOf(profileOf({ faults: [{ fault: "silent", when }] as FaultInput }));
    const heard = [];
    for (const step of steps) heard.push(JSON.parse((await send(requestFor("converse", step), simulator)).text));
    return heard.map(({ output }) => output.message.content.length === 0);
  };

  test.each([
    [{ step: "after-tool" }, [false, false, true]],
    [{ step: "first" }, [true, true, false]],
    [{ step: "later" }, [false, false, true]],
    [{ tools: true }, [false, true, true]],
    [{ tools: false }, [true, false, false]],
    [{ scenario: "weather" }, [false, true, true]],
    [{ api: "converse-stream" }, [false, false, false]],
    [{ api: ["converse", "converse-stream"] }, [true, true, true]],
    [{ nth: 2 }, [false, true, false]],
    [{ nth: [1, 3] }, [true, false, true]],
    [{ probability: 0 }, [false, false, false]],
  ])("%j", async (when, expected) => {
    expect(await blanks(when, ["chat", "call", "after-tool"])).toEqual(expected);
  });

  test("a probability applies to about its share of requests, always the same ones", async () => {
    const steps = Array.from({ length: 200 }, () => "chat" as const);
    const first = await blanks({ probability: 0.1 }, steps);
    expect(await blanks({ probability: 0.1 }, steps)).toEqual(first);
    expect(first.filter(Boolean).length).toBeGreaterThan(8);
    expect(first.filter(Boolean).length).toBeLessThan(40);
  });
});
