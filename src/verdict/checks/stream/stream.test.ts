import { describe, expect, test } from "vitest";
import { evidence, said } from "../../../../test/samples/run-check.js";
import { call, reply, sanFrancisco, text } from "../../../../test/samples/transcripts.js";
import type { AssistantPart } from "../../../chat/message.js";
import type { Reply } from "../../../chat/reply.js";
import { streamCallWhole } from "./call-whole.js";
import { streamDone } from "./done.js";
import { streamNotes } from "./notes.js";

const noted = (...notes: readonly (readonly [id: string, message: string])[]): Reply =>
  reply([text("42")], { notes: notes.map(([id, message]) => ({ id, message })) });

describe("stream/finish-once", () => {
  const finishOnce = streamNotes.filter(({ id }) => id === "stream/finish-once");

  test.each<[message: string, found: number]>([
    ["finish_reason came in 2 chunks: stop, stop", 0],
    ["finish_reason came in 3 chunks: stop, stop, stop", 0],
    ["finish_reason came in 3 chunks: stop, stop, length", 1],
    ["finish_reason came in 3 chunks: length, stop, stop", 1],
    ["finish_reason came in 2 chunks: stop, stops", 1],
    ["a second messageStop says stop", 1],
    ["said: stop", 1],
  ])("%s", (message, found) => {
    expect(finishOnce.flatMap((check) => said(check, noted(["finish-repeated", message])) ?? [])).toHaveLength(found);
  });

  test("a repetition before another word does not hide it", () => {
    const both = noted(["finish-repeated", "2 chunks: stop, stop"], ["finish-repeated", "2 chunks: stop, length"]);
    expect(finishOnce.flatMap((check) => evidence(check, both))).toEqual(["2 chunks: stop, length"]);
  });
});

describe("stream/blocks", () => {
  const found = (id: string) => streamNotes.flatMap((check) => said(check, noted([id, "seen"])) ?? []);

  test("what a stream repeats in another form is bad: clients read the one or the other", () => {
    expect(found("pieces-differ")).toEqual(["bad block-broken pieces-differ"]);
  });

  test.each(["sequence-gap", "sequence-repeated", "sequence-order"])("%s is a note", (id) => {
    expect(found(id)).toEqual([`note block-broken ${id}`]);
  });
});

test("a note about a stream says nothing of a reply that was no stream", () => {
  expect(said(streamDone, noted(["done-missing", "x"]), { api: "chat-completions" })).toBeNull();
  expect(evidence(streamDone, noted(["other", "y"], ["done-missing", "x"]))).toEqual(["x"]);
});

describe("stream/call-whole", () => {
  const rest = (json: string | null, name: string | null = null) => call(json, name, null);

  test.each<[title: string, parts: readonly AssistantPart[], splits: number]>([
    ["a call and its rest without a name", [call('{"a":'), rest("1}")], 1],
    ["a call and its rest with an empty name", [call('{"a":'), rest("1}", "")], 1],
    ["the second call and its rest", [sanFrancisco, call('{"a":'), rest("1}")], 1],
    ["two calls and their rests", [call('{"a":'), rest("1}"), call('{"b":'), rest("2}")], 2],
    ["a rest with a name of its own", [call('{"a":'), rest("1}", "get_time")], 0],
    ["a whole call and blank arguments", [call("{}"), rest("")], 0],
    ["arguments absent before", [call(null), rest("{}")], 0],
    ["arguments absent after", [call('{"a":'), rest(null)], 0],
    ["pieces that are no object together", [call("[1,"), rest("2]")], 0],
    ["pieces that are nothing together", [call('{"a":'), rest("1")], 0],
    ["a cut call alone", [call('{"a":')], 0],
  ])("%s", (_title, parts, splits) => {
    expect(said(streamCallWhole, reply(parts))).toEqual(Array(splits).fill("bad index-split"));
  });

  test("both pieces are quoted", () => {
    expect(evidence(streamCallWhole, reply([call('{"a":'), rest("1}")]))).toEqual([
      'get_weather({"a":) and (no name)(1}) are one call',
    ]);
  });
});
