import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../chat/json.js";
import {
  bareError,
  contextOf,
  errorBeside,
  errorEvent,
  isErrorBody,
  isErrorMember,
  keepBareLine,
  unfinishedError,
} from "./beside-chunks.js";
import { freshDraft } from "./draft.fixture.js";
import type { Draft } from "./stream-state.js";

const draft = (change: Partial<Draft> = {}): Draft => freshDraft({ requestId: "r", ...change });
const finish = { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null } as const;
const throttled = '{"error":{"message":"Too many requests","code":429}}';

test.each([
  [undefined, false],
  [null, false],
  [false, false],
  ["", false],
  ["down", true],
  [0, true],
  [{}, true],
])("the member %j states an error: %s", (value, expected) => {
  expect(isErrorMember(value)).toBe(expected);
  expect(isErrorBody(value === undefined ? {} : { error: value })).toBe(expected);
});

test("a body that calls itself an error is one", () => {
  expect(isErrorBody({ object: "error" })).toBe(true);
  expect(isErrorBody({ object: "chat.completion" })).toBe(false);
});

describe("the error of a chunk", () => {
  const found = (chunk: JsonObject, choice: JsonObject | null = null) => errorBeside(chunk, choice, () => "raw");

  test.each<[JsonObject, string | null]>([
    [{ error: "down", choices: [] }, "raw"],
    [{ object: "error" }, "raw"],
    [{ message: "down" }, "raw"],
    [{ detail: "down" }, "raw"],
    [{ message: "down", choices: [] }, null],
    [{ message: 5 }, null],
    [{ model: "m" }, null],
  ])("at the top of %j: %s", (chunk, text) => {
    expect(found(chunk)).toBe(text);
  });

  test.each<[JsonObject, string | null]>([
    [{ error: "down" }, '{"error":"down"}'],
    [{ error: { message: "down" } }, '{"error":{"message":"down"}}'],
    [{ error: "down", delta: { error: "other" } }, '{"error":"down"}'],
    [{ error: {}, delta: { error: "down" } }, '{"error":"down"}'],
    [{ delta: { error: "down" } }, '{"error":"down"}'],
    [{ message: { error: "down" } }, '{"error":"down"}'],
    [{ delta: {}, message: { error: "down" } }, null],
    [{ error: {} }, null],
    [{ error: null, delta: { error: {} } }, null],
    [{}, null],
  ])("on the choice %j: %s", (choice, text) => {
    expect(found({ choices: [choice] }, choice)).toBe(text);
  });
});

describe("an event named error", () => {
  test("fails the reply with what it says, whatever that is", () => {
    expect(errorEvent(draft(), throttled)).toMatchObject({
      kind: "throttled",
      message: "Too many requests",
      status: 200,
    });
    expect(errorEvent(draft(), "  engine down ")?.message).toBe("engine down");
    expect(errorEvent(draft(), `x${"y".repeat(900)}`)?.message).toHaveLength(500);
    expect(errorEvent(draft(), '{"mood":"fine"}')).not.toBeNull();
    expect(errorEvent(draft({ finish }), throttled)?.afterFinish).toBe(true);
  });

  test("is none where it holds a chunk", () => {
    expect(errorEvent(draft(), '{"choices":[]}')).toBeNull();
    expect(errorEvent(draft(), "[1]")).not.toBeNull();
  });
});

describe("lines that belong to no event", () => {
  test("are kept, joined, up to a limit", () => {
    const kept = draft();
    expect(keepBareLine(kept, "one")).toBeNull();
    expect(keepBareLine(kept, "two")).toBeNull();
    expect(kept.bare).toBe("one\ntwo");
    keepBareLine(kept, "x".repeat(9000));
    expect(kept.bare).toHaveLength(8192);
    keepBareLine(kept, "more");
    expect(kept.bare).toHaveLength(8192);
  });

  test("are a failure once they are an error object", () => {
    const kept = draft();
    expect(keepBareLine(kept, '{"error":{"message":"Too many requests",')).toBeNull();
    expect(keepBareLine(kept, '"code":429}}  ')).toMatchObject({ kind: "throttled", message: "Too many requests" });
    expect(keepBareLine(draft(), `[${throttled}]`)?.kind).toBe("throttled");
    expect(keepBareLine(draft(), '{"choices":[]}')).toBeNull();
    expect(keepBareLine(draft(), '{"mood":"fine"}')).toBeNull();
    expect(keepBareLine(draft(), '{"choices":[],"error":{"message":"Too many requests","code":429}}')?.kind).toBe(
      "throttled",
    );
    expect(keepBareLine(draft(), "[1]")).toBeNull();
  });

  test.each<[string | null, string, string | null]>([
    [null, "", null],
    [null, "engine down", "engine down"],
    ["engine", "down", "engine\\ndown"],
    ["  ", "down", "down"],
    ["engine", "data: x", "engine"],
    ["engine", "da", "engine"],
    ["engine", ": comment", "engine"],
    ["engine", "id", "engine"],
    [null, "retry: 5", null],
    [null, "event:", null],
    [null, "eventually", "eventually"],
  ])("%j and %j, of a body that never was a stream, say %j", (bare, last, says) => {
    const failure = bareError(draft({ bare }), last);
    if (says === null) expect(failure).toBeNull();
    else expect(failure?.message).toBe(`the body is not a stream: "${says}"`);
  });

  test("of a stream fail it only where they state an error, within the body", () => {
    expect(bareError(draft({ started: true }), "engine down")).toBeNull();
    const failure = bareError(draft({ started: true, finish }), throttled);
    expect(failure).toMatchObject({ kind: "throttled", phase: "body", afterFinish: true, requestId: "r" });
    expect(bareError(draft({ started: true, done: true }), throttled)?.afterFinish).toBe(false);
  });
});

describe("an event that its body ended in", () => {
  const open = (event: string | null, data: string | null, line: string) =>
    unfinishedError(draft(), { event, data, line } as never);

  test.each([
    [null, null, `data: ${throttled}`, "throttled"],
    [null, null, `data:${throttled}`, "throttled"],
    [null, '{"error":{"message":"Too many requests",', 'data: "code":429}}', "throttled"],
    [null, throttled, "", "throttled"],
    [null, throttled, "id: 5", "throttled"],
    [null, null, `see data: ${throttled}`, null],
    [null, null, "", null],
    [null, null, "data: engine down", null],
    ["error", null, "data: Too many requests", "throttled"],
    ["error", null, "", null],
    [null, null, 'data: {"choices":[]}', null],
  ])("%s with %j and the line %j: %s", (event, data, line, kind) => {
    expect(open(event, data, line)?.kind ?? null).toBe(kind);
  });
});

test.each<[Partial<Draft>, boolean]>([
  [{}, false],
  [{ finish }, true],
  [{ done: true }, true],
  [{ done: true, needsFinish: true }, false],
  [{ done: true, needsFinish: true, finish }, true],
  [{ needsFinish: true }, false],
])("after %j a reply has finished: %s", (change, expected) => {
  expect(contextOf(draft(change))).toEqual({ afterFinish: expected, status: 200, requestId: "r" });
});
