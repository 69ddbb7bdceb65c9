import { describe, expect, test } from "vitest";
import {
  completed,
  created,
  message,
  messageEvents,
  noteIds,
  numbered,
  readBody,
  response,
  sseText,
} from "../../../test/support/responses-wire.js";

const stream = sseText(numbered([...created, ...messageEvents(0, ["Hi"]), completed(message("Hi"))]));
const whole = JSON.stringify(response({ output: [message("Hi")] }));

describe("a refusal", () => {
  test.each<[host: string, status: number, body: object, kind: string, code: string | null]>([
    [
      "OpenAI",
      401,
      {
        error: {
          message: "Incorrect API key provided: sk-x.",
          type: "invalid_request_error",
          param: null,
          code: "invalid_api_key",
        },
      },
      "credentials",
      "invalid_api_key",
    ],
    [
      "OpenAI",
      400,
      {
        error: {
          message: "Previous response with id 'resp_1' not found.",
          type: "invalid_request_error",
          param: "previous_response_id",
          code: "previous_response_not_found",
        },
      },
      "invalid-history",
      "previous_response_not_found",
    ],
    [
      "OpenAI, whose code may be null",
      400,
      {
        error: {
          message: "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
          type: "invalid_request_error",
          param: "input",
          code: null,
        },
      },
      "invalid-history",
      "invalid_request_error",
    ],
    [
      "OpenRouter",
      429,
      { error: { code: "rate_limit_exceeded", message: "Slow down" }, metadata: null },
      "throttled",
      "rate_limit_exceeded",
    ],
    ["xAI", 400, { code: "invalid-argument", error: "Incorrect API key provided." }, "credentials", "invalid-argument"],
    ["the backend of Codex", 401, { detail: "Could not parse your authentication token." }, "credentials", null],
    [
      "the backend of Codex",
      400,
      { detail: "Unsupported parameter: max_output_tokens" },
      "parameter-unsupported",
      null,
    ],
    [
      "the backend of Codex",
      429,
      { error: { type: "usage_limit_reached", message: "The usage limit has been reached", plan_type: "plus" } },
      "quota",
      "usage_limit_reached",
    ],
    ["mantle", 400, { error: { message: "The model 'm' isn't supported on this route" } }, "api-unsupported", null],
  ])("of %s (%i) says what it is", async (_, status, body, kind, code) => {
    for (const api of ["responses", "responses-stream"] as const) {
      const reply = await readBody(JSON.stringify(body), { status, api, type: "application/json" });
      expect(reply).toMatchObject({
        completeness: "failed",
        status,
        failure: { kind, code, phase: "refused", status },
      });
    }
  });
});

describe("a body in another form than was asked for", () => {
  test("is read by its content type, and named", async () => {
    const asWhole = await readBody(whole, { type: "application/json" });
    expect(asWhole).toMatchObject({ completeness: "complete", parts: [{ kind: "text", text: "Hi" }] });
    expect(noteIds(asWhole)).toEqual(["other-shape"]);
    const asStream = await readBody(stream, { api: "responses", type: "text/event-stream" });
    expect(asStream).toMatchObject({ completeness: "complete", parts: [{ kind: "text", text: "Hi" }] });
    expect(noteIds(asStream)).toEqual(["other-shape"]);
  });

  test.each<[what: string, body: string, kind: string, phase: string]>([
    ["an error in a 200", '{"error":{"code":"server_error","message":"Oops"},"metadata":null}', "unavailable", "body"],
    ["a completion of another API", '{"object":"chat.completion","choices":[]}', "protocol", "body"],
    ["an empty body", "", "truncated", "body"],
    ["half a body", whole.slice(0, -2), "truncated", "body"],
    ["a list", "[]", "protocol", "body"],
    ["text", "upstream is down", "protocol", "body"],
  ])("%s is no response", async (_, body, kind, phase) => {
    expect(await readBody(body, { api: "responses" })).toMatchObject({ failure: { kind, phase } });
  });

  test.each<[what: string, body: string, kind: string]>([
    ["an error without an event", '{"error":{"code":"rate_limit_exceeded","message":"Slow"}}\n', "throttled"],
    [
      "an error in the last event, without its blank line",
      'data: {"error":{"message":"Slow","code":"rate_limit_exceeded"}}',
      "throttled",
    ],
    ["nothing", "", "truncated"],
    ["comments alone", ": OPENROUTER PROCESSING\n\n", "truncated"],
  ])("a stream of %s is no reply", async (_, body, kind) => {
    expect(await readBody(body)).toMatchObject({ failure: { kind } });
  });
});

describe("the bytes of a body", () => {
  test("that are not UTF-8 are named", async () => {
    const bytes = Buffer.from(whole);
    bytes[bytes.indexOf("Hi")] = 0xff;
    const reply = await readBody(bytes, { api: "responses" });
    expect(reply.parts).toEqual([{ kind: "text", text: "\ufffdi" }]);
    expect(noteIds(reply)).toEqual(["not-utf8"]);
    const events = Buffer.from(stream.replaceAll("Hi", "Hé"));
    events[events.indexOf("é")] = 0x20;
    expect(noteIds(await readBody(events))).toContain("not-utf8");
  });

  test("may have white space around a whole response", async () => {
    expect(await readBody(`\n \n${whole}\n`, { api: "responses" })).toMatchObject({
      completeness: "complete",
      notes: [],
    });
  });

  test("of a line that is no field of an event are named", async () => {
    expect(noteIds(await readBody(`hello\n${stream}`))).toEqual(["line-ignored"]);
  });
});
