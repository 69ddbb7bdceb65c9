import { describe, expect, test } from "vitest";
import { connectTo } from "../../../../test/support/router-socket.js";
import { plainConfig, plainModel, scriptedRouter, textReply } from "../../../../test/support/scripted-router.js";
import { asChatEvents } from "../../../chat/events.js";
import { createRouter, type Router } from "../router.js";
import { socketIdIn } from "./socket-id.js";

const config = plainConfig([plainModel("a")]);
const answering = () => scriptedRouter(config, { a: [textReply("42")] }).router;
/** A router whose model sends nothing until its caller has gone. */
const waiting = (): Router =>
  createRouter({
    ...{ config, measured: null },
    askModel: (_model, _asked, signal) => {
      async function* nothing(): AsyncGenerator<never> {
        await new Promise<void>((resolve) => signal.addEventListener("abort", resolve));
      }
      return asChatEvents(nothing());
    },
  });

const kinds: readonly (readonly [kind: string, texts: readonly string[]])[] = [
  ["a whole number", ["7", "0", "-1"]],
  ["a number with a fraction or an exponent", ["1.5", "-0.25", "1e3"]],
  [
    "a number that no double holds",
    ["9007199254740993", "-123456789012345678901234567890", "1e400", "0.1000000000000000000001"],
  ],
  ["a number that JavaScript writes otherwise", ["1.0", "-0", "1E+2", "100000000000000000000000"]],
  ["a string", ['"r-1"', '""', '"7"', '"ü\\"\\\\ \\u2028"']],
  ["true, false and null", ["true", "false", "null"]],
];

describe.each(kinds)("%s", (_kind, texts) => {
  test.each(texts)("%s comes back as it was sent, in every frame", async (text) => {
    const { socket, until } = await connectTo(answering());
    socket.send(`{"model":"a","message":"x","id":${text}}`);
    const same = text.startsWith('"') ? JSON.stringify(JSON.parse(text)) : text;
    expect(await until(2)).toEqual([`{"content":"42","request_id":${same}}`, `{"done":true,"request_id":${same}}`]);
    socket.send(`{ "messages" : [ { "id": 5 } ], "model": "a", "id" : ${text} }`);
    const [refused = ""] = await until(2);
    expect(refused.endsWith(`,"request_id":${same}}`)).toBe(true);
    expect(JSON.parse(refused).error.param).toBe("messages[0].role");
  });
});

test.each([
  ["7", "7.0"],
  ["7", "70e-1"],
  ["9007199254740993", "9007199254740993.0"],
  ["0", "-0.0e5"],
  ['"é"', '"\\u00e9"'],
  ["null", "null"],
  ["false", "false"],
])("the request %s is ended by cancel: %s", async (id, cancel) => {
  const { socket, until } = await connectTo(waiting());
  socket.send(`{"id":${id},"model":"a","message":"x"}`);
  socket.send(`{"cancel":${cancel}}`);
  expect((await until(2)).at(-1)).toBe(`{"done":true,"cancelled":true,"request_id":${id}}`);
});

test.each([
  ["7", '"7"'],
  ["9007199254740993", "9007199254740992"],
  ["1", "10"],
  ["1", "-1"],
  ["0", "null"],
  ['""', "null"],
  ["true", '"true"'],
])("the requests %s and %s are two, and each is cancelled alone", async (one, other) => {
  const { socket, until } = await connectTo(waiting());
  for (const id of [one, other]) socket.send(`{"id":${id},"model":"a","message":"x"}`);
  socket.send(`{"cancel":${other}}`);
  expect((await until(2)).at(-1)).toBe(`{"done":true,"cancelled":true,"request_id":${other}}`);
  socket.send(`{"cancel":${one}}`);
  expect((await until(2)).at(-1)).toBe(`{"done":true,"cancelled":true,"request_id":${one}}`);
});

test.each([
  ["7", "7.0"],
  ['""', '""'],
  ["0", "-0"],
])("a request %s is in progress, so that a second, %s, is refused", async (one, other) => {
  const { socket, until } = await connectTo(waiting());
  for (const id of [one, other]) socket.send(`{"id":${id},"model":"a","message":"x"}`);
  const [frame = ""] = await until(1);
  expect(JSON.parse(frame).error).toEqual({
    message: `a request with the id ${other} is in progress`,
    ...{ type: "invalid_request_error", param: "id", code: "invalid_request" },
  });
  expect(frame.endsWith(`,"request_id":${other}}`)).toBe(true);
});

describe("an id that is no scalar", () => {
  test.each([
    ["{}", "id must be a string, a number, true, false or null, not an object"],
    ['{"id":1}', "id must be a string, a number, true, false or null, not an object"],
    ["[7]", "id must be a string, a number, true, false or null, not a list"],
    [JSON.stringify("x".repeat(255)), "id must have at most 256 characters"],
    [`1${"0".repeat(256)}`, "id must have at most 256 characters"],
  ])("is refused, and the request is not asked: %s", async (id, message) => {
    const { socket, until } = await connectTo(answering());
    socket.send(`{"id":${id},"model":"a","message":"x"}`);
    const [frame = "", done] = await until(2);
    expect(JSON.parse(frame)).toEqual({
      error: { message, type: "invalid_request_error", param: "id", code: "invalid_request" },
    });
    expect(done).toBe('{"done":true}');
  });

  test("cannot be cancelled either", async () => {
    const { socket, until } = await connectTo(answering());
    socket.send('{"cancel":[1]}');
    const [frame = ""] = await until(1);
    expect(JSON.parse(frame).error).toMatchObject({
      message: "cancel must be a string, a number, true, false or null, not a list",
      param: "cancel",
    });
  });
});

test("a frame without an id is answered without one, and an unused cancel is not one", async () => {
  const { socket, until } = await connectTo(answering());
  for (const cancel of ["null", "false"]) {
    socket.send(`{"model":"a","message":"x","cancel":${cancel}}`);
    expect(await until(2)).toEqual(['{"content":"42"}', '{"done":true}']);
  }
});

test.each([
  ['{"id":1,"id":2.50}', "2.50"],
  ['{"a":{"id":1},"id" :\n 3 }', "3"],
  ['{"id":4,"a":[{"id":1}],"b":"\\"id\\":5"}', "4"],
  ['{"\\u0069d":6}', "6"],
  ['{"a":"id","id":-7e-1}', "-7e-1"],
])("the number is that of the frame itself: %s", (text, expected) => {
  expect(socketIdIn(JSON.parse(text), text, "id")).toMatchObject({ text: expected });
});
