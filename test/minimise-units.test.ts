import fc from "fast-check";
import { expect, test } from "vitest";
import { encode as encodeConverse } from "../src/adapters/bedrock-converse/encode.js";
import { encode as encodeInvoke } from "../src/adapters/bedrock-invoke/encode.js";
import { encode as encodeChat } from "../src/adapters/openai-chat/encode.js";
import type { AssistantMessage, Message } from "../src/chat/message.js";
import { type ChatRequest, plainRequest } from "../src/chat/request.js";
import type { Target } from "../src/chat/target.js";
import { unitsOf } from "../src/verdict/minimise/units/units-of.js";
import { without } from "../src/verdict/minimise/units/without.js";
import { converseTarget } from "./support/converse-wire.js";
import { invokeTarget } from "./support/invoke-frames.js";
import { plainTarget } from "./support/plain-values.js";

/** Whatever is taken away of whatever request: what is left is a conversation, nothing is new in it, and every adapter writes it. */

/** Words that occur once in a request, so that what was carried over can be counted. */
const numbers = (function* count() {
  for (let number = 1; ; number += 1) yield number;
})();
const next = (word: string) => `${word}${numbers.next().value}x`;
const marker = fc.constant(null).map(() => next("mark"));

const text = fc.oneof(
  marker,
  fc
    .array(fc.array(marker, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((paragraphs) => paragraphs.map((lines) => lines.join("\n")).join("\n\n")),
);

const schema = fc
  .dictionary(
    fc.stringMatching(/^[a-z]{2,5}$/),
    fc.record({
      type: fc.constant("string"),
      description: marker,
      enum: fc.array(marker, { minLength: 1, maxLength: 3 }),
    }),
    { maxKeys: 3 },
  )
  .map((properties) => ({ type: "object", properties, required: Object.keys(properties) }));

const tools = fc.option(
  fc
    .array(fc.record({ description: fc.option(text, { nil: null }), parameters: schema, strict: fc.constant(null) }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((all) => all.map((tool, index) => ({ ...tool, name: `tool_${index}` }))),
  { nil: null },
);

type Step = { readonly said: string | null; readonly results: readonly string[]; readonly isReversed: boolean };

const step = fc.record({
  said: fc.option(text, { nil: null }),
  results: fc.array(text, { minLength: 1, maxLength: 3 }),
  isReversed: fc.boolean(),
});
const question = fc.record({
  asks: fc.array(text, { minLength: 1, maxLength: 2 }),
  steps: fc.array(step, { maxLength: 2 }),
  says: text,
});

const request: fc.Arbitrary<ChatRequest> = fc
  .record({
    system: fc.option(text, { nil: null }),
    questions: fc.array(question, { minLength: 1, maxLength: 4 }),
    isAnswered: fc.boolean(),
    tools,
    maxOutputTokens: fc.option(fc.nat(), { nil: null }),
    temperature: fc.option(fc.constantFrom(0, 0.6, 1), { nil: null }),
    topP: fc.option(fc.constantFrom(0, 0.9), { nil: null }),
    stopSequences: fc.option(fc.array(marker, { minLength: 1, maxLength: 3 }), { nil: null }),
    toolChoice: fc.constantFrom(null, { kind: "auto" } as const, { kind: "tool", name: "tool_0" } as const),
    extra: fc.dictionary(fc.constantFrom("alpha", "beta"), fc.dictionary(fc.constantFrom("one", "two"), marker)),
  })
  .map(({ system, questions, isAnswered, toolChoice, ...settings }) => ({
    ...plainRequest("m", [
      ...(system === null ? [] : [{ role: "system", parts: [{ kind: "text", text: system }], name: null } as const]),
      ...questions.flatMap(({ asks, steps, says }, at) => [
        { role: "user", parts: asks.map((ask) => ({ kind: "text", text: ask }) as const), name: null } as const,
        ...steps.flatMap(messagesOf),
        ...(at < questions.length - 1 || isAnswered ? [answer(says)] : []),
      ]),
    ]),
    ...settings,
    toolChoice: settings.tools === null ? null : toolChoice,
  }));

const answer = (said: string): Message => ({ role: "assistant", parts: [{ kind: "text", text: said }], name: null });

function messagesOf({ said, results, isReversed }: Step): readonly Message[] {
  const ids = results.map(() => next("call"));
  const turn: AssistantMessage = {
    role: "assistant",
    parts: [
      ...(said === null ? [] : [{ kind: "text", text: said } as const]),
      ...ids.map((id) => ({ kind: "tool-call", id, name: "tool_0", argumentsText: `{"q":"${id}"}` }) as const),
    ],
    name: null,
  };
  const answers = results.map(
    (result, index): Message => ({
      role: "tool",
      toolCallId: ids[index] ?? null,
      toolName: null,
      parts: [{ kind: "text", text: result }],
      status: null,
    }),
  );
  return [turn, ...(isReversed ? answers.toReversed() : answers)];
}

/** A request, and some of its units. */
const removal = request.chain((whole) =>
  fc.record({ whole: fc.constant(whole), units: fc.subarray([...unitsOf(whole)]) }),
);

const marks = (value: unknown) => new Set(JSON.stringify(value).match(/(?:mark|call)\d+x/g) ?? []);

/** What is wrong with a conversation, read by another route than the search's own rules. */
function faults({ messages }: ChatRequest): readonly string[] {
  const found: string[] = [];
  let open: (string | null)[] = [];
  let before = "system";
  for (const message of messages) {
    if (message.parts.length === 0) found.push("a message without parts");
    if (message.role === "tool") {
      if (!open.includes(message.toolCallId)) found.push("a result without its call");
      open = open.filter((id) => id !== message.toolCallId);
      continue;
    }
    if (open.length > 0) found.push("a call without its result");
    open = message.parts.flatMap((part) => (part.kind === "tool-call" ? [part.id] : []));
    const role = message.role;
    if (role === "user" && before === "user") found.push("two questions in a row");
    if (role === "assistant" && before === "system") found.push("it begins with the assistant");
    before = role;
  }
  return found;
}

test("what is left is a conversation, with its last question, and nothing in it is new", () => {
  fc.assert(
    fc.property(removal, ({ whole, units }) => {
      const left = without(whole, units);
      if (left === null) return;
      expect(faults(whole)).toEqual([]);
      expect(faults(left)).toEqual([]);
      const lastOf = ({ messages }: ChatRequest) => marks(messages.findLast(({ role }) => role === "user"));
      expect([...lastOf(left)].every((mark) => lastOf(whole).has(mark))).toBe(true);
      expect(lastOf(left).size).toBeGreaterThan(0);
      expect([...marks(left)].filter((mark) => !marks(whole).has(mark))).toEqual([]);
      for (const { name } of left.tools ?? []) expect(whole.tools?.map((tool) => tool.name)).toContain(name);
      expect(left.toolChoice === null || left.tools !== null).toBe(true);
    }),
  );
});

/** The value without what stands at the pointers, by a walk of its own; text stays as it is. */
function pruned(value: unknown, pointers: readonly string[], at = ""): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      pointers.includes(`${at}/${index}`) ? [] : [pruned(item, pointers, `${at}/${index}`)],
    );
  }
  if (typeof value !== "object" || value === null) return value;
  const isTyped = !/^\/(?:extra|tools\/\d+\/parameters)/.test(at);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) => {
      const pointer = `${at}/${name}`;
      if (pointers.includes(pointer)) return isTyped && at !== "/extra" ? [[name, null]] : [];
      if (name === "required" && Array.isArray(child)) {
        return [[name, child.filter((one) => !pointers.includes(`${at}/properties/${one}`))]];
      }
      return [[name, pruned(child, pointers, pointer)]];
    }),
  );
}

/** Without the lists that lost everything, which go themselves. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) =>
      (name === "required" || name === "enum") && Array.isArray(child) && child.length === 0
        ? []
        : [[name, tidy(child)]],
    ),
  );
}

test("a unit takes what it names along, and nothing else", () => {
  fc.assert(
    fc.property(request, (whole) => {
      for (const unit of unitsOf(whole)) {
        const left = without(whole, [unit]);
        const isInText = unit.takes.some((pointer) => /\/(?:text|argumentsText|description)\//.test(pointer));
        if (left === null || isInText || unit.id.endsWith("/properties")) continue;
        const expected = tidy(pruned(whole, unit.takes));
        const tools = left.tools === null ? { tools: null } : {};
        expect(tidy(left), unit.id).toEqual({ ...(expected as object), ...tools });
      }
    }),
    { numRuns: 20 },
  );
});

test("a unit of a text takes its own words, and every unit says so on one line", () => {
  fc.assert(
    fc.property(request, (whole) => {
      const units = unitsOf(whole);
      expect(new Set(units.map(({ id }) => id)).size).toBe(units.length);
      for (const unit of units) {
        expect(unit.says).not.toMatch(/\n/);
        const left = without(whole, [unit]);
        if (left === null || !/\/(?:text|description)\//.test(unit.id)) continue;
        const gone = [...marks(whole)].filter((mark) => !marks(left).has(mark));
        expect(gone.length, unit.id).toBeGreaterThan(0);
        expect(gone.some((mark) => unit.says.includes(mark.slice(0, 6)))).toBe(true);
      }
    }),
    { numRuns: 20 },
  );
});

const chatTarget = plainTarget({
  id: "kimi/moonshot/chat-completions",
  model: "kimi",
  provider: "moonshot",
  providerModelId: "kimi-k2.5",
});

const adapters: readonly (readonly [name: string, encode: typeof encodeChat, target: Target])[] = [
  ["Chat Completions", encodeChat, chatTarget],
  ["Converse", encodeConverse, converseTarget("converse")],
  ["InvokeModel", encodeInvoke, invokeTarget("anthropic", false)],
];

/** What a service refuses, which costs a call and is no removal. */
const forTheService = new Set(["limit-required", "tool-config-missing"]);

test.each(adapters)("%s writes what is left as it wrote it before", (_, encode, target) => {
  fc.assert(
    fc.property(removal, ({ whole, units }) => {
      const left = without(whole, units);
      const [before, after] = [whole, left ?? whole].map((one) => encode(one, { target, policy: "faithful" }));
      expect(before?.kind).toBe("encoded");
      expect(after?.kind).toBe("encoded");
      if (left === null || before?.kind !== "encoded" || after?.kind !== "encoded") return;
      const carried = [...marks(left)].filter((mark) => marks(before.body).has(mark));
      expect([...marks(after.body)].toSorted()).toEqual(carried.toSorted());
      const known = new Set(before.warnings.map(({ id }) => id));
      const fresh = after.warnings.filter(({ id }) => !known.has(id) && !forTheService.has(id));
      expect(fresh).toEqual([]);
    }),
  );
});
