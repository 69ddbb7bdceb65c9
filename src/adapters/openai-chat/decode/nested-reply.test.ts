import { expect, test } from "vitest";
import { freshDraft } from "./draft.fixture.js";
import { nestedReply, unwrapped } from "./nested-reply.js";

const reply = { id: "a", choices: [] };

test.each<[body: unknown, path: string | null]>([
  [{ data: reply }, "data"],
  [{ response: { result: reply } }, "response.result"],
  [{ one: { two: { three: reply } } }, "one.two.three"],
  [{ one: { two: { three: { four: reply } } } }, null],
  [[reply], "[0]"],
  [{ list: [1, reply] }, "list.[1]"],
  [{ data: JSON.stringify(reply) }, "data"],
  [{ data: { text: JSON.stringify(reply) } }, "data.text"],
  [{ data: ` ${JSON.stringify(reply)}` }, null],
  [{ data: '{"choices":' }, null],
  [{ data: '{"choice":[]}' }, null],
  [{ data: { choices: "none" } }, null],
  [{ data: reply, result: reply }, null],
  [{ data: [reply, reply] }, null],
  [{ data: null, other: 5 }, null],
  [{}, null],
  ["choices", null],
  [null, null],
])("in %j the reply stands at %s", (body, path) => {
  expect(nestedReply(body)?.path ?? null).toBe(path);
  if (path !== null) expect(nestedReply(body)?.body).toMatchObject(reply);
});

test("what the outer body says counts where the inner one does not say it", () => {
  const outer = { id: "o", model: "m", created: 5, usage: { prompt_tokens: 1 }, provider: "P", object: "x" };
  expect(nestedReply({ ...outer, data: { choices: [] } })?.body).toEqual({
    ...{ id: "o", model: "m", created: 5, usage: { prompt_tokens: 1 }, provider: "P" },
    choices: [],
  });
  const inner = { id: "i", model: "n", created: 6, usage: {}, provider: "Q", choices: [] };
  expect(nestedReply({ ...outer, data: inner })?.body).toEqual(inner);
  expect(nestedReply({ data: reply })?.body).toEqual(reply);
  expect(nestedReply({ provider: 5, data: reply })?.body).toEqual(reply);
});

test("a chunk inside a body is read with a note, and an error is not searched", () => {
  const found = freshDraft();
  expect(unwrapped(found, { data: reply })).toEqual(reply);
  expect(found.events).toEqual([
    { kind: "note", note: { id: "nested-reply", message: "the reply stands inside data, not at the top of the body" } },
  ]);
  for (const body of [
    { error: { message: "down" }, data: reply },
    { object: "error", data: reply },
    { mood: "fine" },
  ]) {
    const other = freshDraft();
    expect(unwrapped(other, body)).toBe(body);
    expect(other.events).toEqual([]);
  }
});
