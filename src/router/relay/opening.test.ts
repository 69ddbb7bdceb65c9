import { describe, expect, test } from "vitest";
import { userAsks, weatherTool } from "../../../test/samples/transcripts.js";
import type { ChatEvent } from "../../chat/event.js";
import type { FinishKind } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { GuardMode } from "./guard-mode.js";
import { Opening } from "./opening.js";

const plain = plainRequest("m", [userAsks]);
const withTools: ChatRequest = { ...plain, tools: [weatherTool] };
const call = '{"name":"get_weather","arguments":{"city":"Nice"}}';

const text = (said: string): ChatEvent => ({ kind: "text-delta", part: 0, text: said });
const thought = (said: string): ChatEvent => ({ kind: "reasoning-delta", part: 0, text: said });
const end: ChatEvent = { kind: "reply-end" };
const finish = (kind: FinishKind): ChatEvent => ({
  kind: "finish",
  finish: { kind, raw: kind, nativeRaw: null, stopSequence: null },
});

type Setting = { readonly mode?: GuardMode; readonly request?: ChatRequest };

/** What each event says of the reply: the kind, the reason of an empty one, or null while it has not begun. */
function said(events: readonly ChatEvent[], { mode = "hold", request = plain }: Setting = {}) {
  const opening = new Opening(mode, request);
  return events.map((event) => {
    const opened = opening.add(event);
    return opened?.kind === "empty" ? opened.why : (opened?.kind ?? null);
  });
}

/** The same of texts. */
const saidOf = (texts: readonly string[], setting?: Setting) => said(texts.map(text), setting);

describe("an answer begins", () => {
  test.each<[texts: readonly string[], opened: readonly (string | null)[]]>([
    [["Sunny"], ["begun"]],
    [
      [" ", "\n", "Sunny"],
      [null, null, "begun"],
    ],
    [
      ["a", "nd so"],
      [null, "begun"],
    ],
    [
      ["analysis", "I wonder", "assistantfinal", "Sunny"],
      [null, null, null, "begun"],
    ],
    [
      ["<think>", "hm", "</think>", " ", "Sunny"],
      [null, null, null, null, "begun"],
    ],
    [
      ["<", "b>bold</b>"],
      [null, "begun"],
    ],
    [[call], ["begun"]],
  ])("with the texts %j", (texts, opened) => {
    expect(saidOf(texts)).toEqual(opened);
  });

  test.each<[texts: readonly string[], opened: readonly (string | null)[]]>([
    [["Sunny"], ["begun"]],
    [
      [" ", "Sunny"],
      [null, "begun"],
    ],
    [
      [call, " and more"],
      [null, null],
    ],
    [
      ['{"na', 'me":"get_weather"', ', "arguments":{}}'],
      [null, null, null],
    ],
    [
      ["  {", '"temperature":31}'],
      [null, "begun"],
    ],
    [
      ["<tool_call>", call],
      [null, null],
    ],
    [
      ["<think>hm</think>", "Sunny"],
      [null, "begun"],
    ],
    [
      ["<think>hm</think>", call],
      [null, null],
    ],
    [
      ["get_", "weather is the tool"],
      [null, "begun"],
    ],
  ])("with a tool offered and the texts %j", (texts, opened) => {
    expect(saidOf(texts, { request: withTools })).toEqual(opened);
  });

  test("with what looks like a call where JSON is asked for", () => {
    const json: ChatRequest = { ...withTools, responseFormat: { kind: "json-object" } };
    expect(saidOf([call], { request: json })).toEqual(["begun"]);
    const words: ChatRequest = { ...withTools, responseFormat: { kind: "text" } };
    expect(saidOf([call], { request: words })).toEqual([null]);
  });

  test.each<[ChatEvent, string | null]>([
    [{ kind: "tool-call-start", part: 0, id: "c", name: "f", argumentsText: null }, "begun"],
    [{ kind: "refusal-delta", part: 0, text: "No." }, "begun"],
    [{ kind: "refusal-delta", part: 0, text: " " }, null],
    [{ kind: "other-part", part: 0, raw: { image: { format: "png" } } }, "begun"],
    [{ kind: "other-part", part: 0, raw: { type: "unheard" } }, null],
    [thought("hm"), null],
    [{ kind: "text-start", part: 0 }, null],
  ])("with the event %j: %s", (event, opened) => {
    expect(said([event])).toEqual([opened]);
  });

  test.each<[ChatEvent, string | null]>([
    [text(""), null],
    [text(" "), "begun"],
    [thought(""), null],
    [thought("hm"), "begun"],
    [{ kind: "refusal-delta", part: 0, text: "" }, null],
    [{ kind: "other-part", part: 0, raw: {} }, "begun"],
    [{ kind: "reasoning-details", part: 0, details: [] } as unknown as ChatEvent, "begun"],
    [{ kind: "part-end", part: 0 }, null],
  ])("with the guard off, whatever a client gets: %j: %s", (event, opened) => {
    expect(said([event], { mode: "off" })).toEqual([opened]);
  });
});

describe("a reply that ends before its answer", () => {
  test.each<[string, readonly ChatEvent[], string]>([
    ["without any text", [end], "nothing"],
    ["after blanks", [text(" "), finish("stop"), end], "nothing"],
    ["after reasoning in tags", [text("<think>hm"), text("</think>"), end], "reasoning"],
    ["at its token limit has hit that", [finish("length"), end], "begun"],
    ["at a content filter has hit that", [finish("content-filter"), end], "begun"],
  ])("%s", (_title, events, last) => {
    expect(said(events).at(-1)).toBe(last);
  });

  test("with a call in its text has no answer where a tool is offered", () => {
    expect(said([text(call), end], { request: withTools })).toEqual([null, "written-call"]);
  });

  test("is an answer with the guard off", () => {
    expect(said([end], { mode: "off" })).toEqual(["begun"]);
  });
});

describe("what can go out before the answer", () => {
  const opened = (mode: GuardMode, events: readonly ChatEvent[]) => {
    const opening = new Opening(mode, plain);
    for (const event of events) opening.add(event);
    return opening;
  };

  test("is reasoning as text, once, and what came with it; the rest waits", () => {
    const start: ChatEvent = { kind: "reasoning-start", part: 0, field: "reasoning" };
    const signature: ChatEvent = { kind: "reasoning-signature", part: 0, signature: "s" };
    const opening = opened("early", [start, thought("hm"), signature]);
    expect(opening.takeEarly()).toEqual([start, thought("hm")]);
    expect(opening.waiting).toEqual([signature]);
    expect(opening.takeEarly()).toBeNull();
    opening.add(thought("so"));
    expect(opening.takeEarly()).toEqual([thought("so")]);
  });

  test.each<[GuardMode, readonly ChatEvent[]]>([
    ["hold", [thought("hm")]],
    ["early", [thought("")]],
    ["early", [text(" ")]],
    ["early", []],
  ])("is nothing in the mode %s after %j", (mode, events) => {
    expect(opened(mode, events).takeEarly()).toBeNull();
  });
});
