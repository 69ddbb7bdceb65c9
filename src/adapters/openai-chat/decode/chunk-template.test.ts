import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import { createSseParser } from "../../../wire/frames/sse.js";
import { readFrames, step } from "../decode-stream.js";
import { readByTemplate, templateOf } from "./chunk-template.js";
import { draftOf, type StreamState, startState } from "./stream-state.js";

/** 100, and fewer where a test is asked again for every mutant. */
const usualRuns = fc.readConfigureGlobal().numRuns ?? 100;

const fresh = () =>
  startState({ status: 200, requestId: null, aliases: { toolCallIds: new Map(), toolNames: new Map() } });

/** The way of our own client: texts, of which those that repeat a template are not parsed. */
function byText(texts: readonly string[]): { readonly events: readonly ChatEvent[]; readonly parsed: number } {
  const draft = draftOf(fresh());
  const frames = createSseParser().push(Buffer.from(texts.map((text) => `data: ${text}\n\n`).join("")));
  let parsed = 0;
  for (const frame of frames) {
    const before = draft.template;
    readFrames(draft, [frame]);
    if (before === null || draft.template !== before) parsed += 1;
  }
  return { events: draft.events, parsed };
}

/** The way of a reader of parsed chunks, which knows no templates. */
function byObjects(texts: readonly string[]): readonly ChatEvent[] {
  let state: StreamState = fresh();
  const events: ChatEvent[] = [];
  for (const text of texts) {
    const read = step(state, JSON.parse(text));
    state = read.state;
    events.push(...read.events);
  }
  return events;
}

const chunk = (delta: object, rest: object = {}) =>
  JSON.stringify({ id: "gen-1", model: "m", choices: [{ index: 0, delta, finish_reason: null }], ...rest });

const args = (text: string) => chunk({ tool_calls: [{ index: 0, function: { arguments: text } }] });

describe("a stream whose chunks repeat each other", () => {
  it("is read without parsing all but the first of its texts", () => {
    const texts = ["Hello", " world", ' "quoted"\n', " 東京 🎉", "\u2028", " end"].map((content) => chunk({ content }));
    const { events, parsed } = byText(texts);
    expect(events).toEqual(byObjects(texts));
    // The first begins the part, which the second does not.
    expect(parsed).toBe(2);
  });

  it("is read so for reasoning and arguments too", () => {
    const reasoning = ["a", "b", "c", "d"].map((text) => chunk({ content: null, reasoning_content: text }));
    const call = chunk({ tool_calls: [{ index: 0, id: "c1", function: { name: "f", arguments: "" } }] });
    const texts = [...reasoning, call, args('{"city"'), args(':"Par'), args('is"}')];
    const { events, parsed } = byText(texts);
    expect(events).toEqual(byObjects(texts));
    expect(parsed).toBe(4);
  });

  it("is parsed chunk by chunk where log probabilities come, also when each has the same", () => {
    const scored = (content: string) => {
      const logprobs = { content: [{ token: content, logprob: 0, bytes: null, top_logprobs: [] }] };
      return JSON.stringify({ choices: [{ index: 0, delta: { content }, logprobs, finish_reason: null }] });
    };
    const texts = ["a", "a", "a", "b"].map(scored);
    const { events, parsed } = byText(texts);
    expect(events).toEqual(byObjects(texts));
    expect(parsed).toBe(4);
    // Without any, a null beside each text costs nothing.
    const bare = texts.map((text) => JSON.stringify({ choices: [{ ...JSON.parse(text).choices[0], logprobs: null }] }));
    expect(byText(bare).parsed).toBe(2);
  });

  it.each([
    [
      "reasoning under both names, then differing",
      { reasoning: "a", reasoning_content: "a" },
      { reasoning: "a", reasoning_content: "b" },
    ],
    [
      "details beside the text",
      { content: "a", reasoning_details: [{ text: "x" }] },
      { content: "b", reasoning_details: [{ text: "x" }] },
    ],
    [
      "a member of the text's name elsewhere",
      { content: "a", refusal: null, x: { content: "a" } },
      { content: "b", x: { content: "a" } },
    ],
    ["an empty text", { content: "a" }, { content: "" }],
    ["content as a list", { content: [{ type: "text", text: "a" }] }, { content: [{ type: "text", text: "b" }] }],
  ])("is read whole where it has %s", (_name, one, two) => {
    const texts = [one, one, one, two, two, one].map((delta) => chunk(delta));
    expect(byText(texts).events).toEqual(byObjects(texts));
  });

  it("stops learning from chunks that all differ", () => {
    const texts = Array.from({ length: 40 }, (_, at) => chunk({ content: "a" }, { created: at }));
    const draft = draftOf(fresh());
    readFrames(draft, createSseParser().push(Buffer.from(texts.map((text) => `data: ${text}\n\n`).join(""))));
    expect(draft.template).toBeNull();
    expect(draft.events.filter(({ kind }) => kind === "text-delta")).toHaveLength(40);
  });
});

it("no text is taken for another than JSON.parse would read", () => {
  const draft = { ...draftOf(fresh()), started: true };
  const learnt = chunk({ content: "x" });
  const template = templateOf(draft, learnt, [{ kind: "text-delta", part: 0, text: "x" }]);
  if (template === null) throw new Error("nothing was learnt");
  const inside = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom('"', "\\", "u", "0", ",", ":", "\t", "a") }),
  );
  fc.assert(
    fc.property(inside, (raw) => {
      const data = `${template.before}${raw}${template.after}`;
      const told = readByTemplate(template, data);
      if (told === null) return;
      const parsed = JSON.parse(data);
      expect(parsed).toEqual({
        ...JSON.parse(learnt),
        choices: [{ index: 0, delta: { content: "x" }, finish_reason: null }].map((choice) => ({
          ...choice,
          delta: { content: told.kind === "text-delta" ? told.text : null },
        })),
      });
    }),
    { numRuns: 30 * usualRuns },
  );
});

it("any stream reads as it does chunk by chunk", () => {
  const word = fc.oneof(
    fc.constantFrom("a", "b", "", '"content":"x"', '\\"'),
    fc.string({ unit: "grapheme", maxLength: 4 }),
  );
  const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
  const kinds: readonly ((text: string) => string)[] = [
    (content) => chunk({ content }),
    (content) => chunk({ role: "assistant", content, reasoning: null, reasoning_details: [] }),
    (reasoning) => chunk({ content: "", reasoning }),
    (text) => chunk({ reasoning: text, reasoning_content: "a" }),
    (text) => chunk({ content: text, reasoning_details: [{ type: "reasoning.text", text, index: 0 }] }),
    args,
    (refusal) => chunk({ refusal }),
    (content) => chunk({ content }, { id: "gen-2" }),
    (content) => chunk({ content }, { usage }),
    (content) => chunk({ content, function_call: { name: "f", arguments: "x" } }),
    (content) => JSON.stringify(JSON.parse(chunk({ content })), null, 1).replaceAll("\n", ""),
    (content) => JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: "stop" }] }),
  ];
  // Runs of one kind are what templates are for.
  const run = fc
    .tuple(fc.constantFrom(...kinds), fc.array(word, { minLength: 1, maxLength: 5 }))
    .map(([kind, words]) => words.map(kind));
  const runs = fc.array(run, { maxLength: 8 });
  fc.assert(
    fc.property(runs, (list) => {
      const texts = list.flat();
      expect(byText(texts).events).toEqual(byObjects(texts));
    }),
    { numRuns: 15 * usualRuns },
  );
});
