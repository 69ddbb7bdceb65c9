import fc from "fast-check";
import type { AssistantPart, Message, ReasoningPart, ToolMessage, UserPart } from "../../src/chat/message.js";
import { base64, token } from "./elements.js";

type Mark = () => string;

/** Any history that a dialect can say, whole: every call has its result in the next messages. Each thing in it has a token of its own. */
export function soundHistory(dialect: string): fc.Arbitrary<readonly Message[]> {
  const turn = fc.record({
    user: fc.array(fc.oneof(...userParts), { minLength: 0, maxLength: 2 }),
    assistant: fc.array(fc.constantFrom(...assistantParts(dialect)), { minLength: 1, maxLength: 4 }),
    results: fc.array(fc.constantFrom(...resultForms), { minLength: 4, maxLength: 4 }),
    system: fc.constantFrom(null, null, "system" as const, "developer" as const),
  });
  return fc.array(turn, { minLength: 1, maxLength: 3 }).map((turns) => {
    let number = 100;
    const mark = () => {
      number += 1;
      return token(number);
    };
    return turns.flatMap((one) => messagesOf(one, mark, hasOnePlace.includes(dialect)));
  });
}

/** What a history can become on its way: messages that are left out, doubled, moved, emptied or that lack their id. */
const damages: readonly ((messages: readonly Message[], at: number) => readonly Message[])[] = [
  (messages, at) => messages.toSpliced(at, 1),
  (messages, at) => messages.toSpliced(at, 0, ...messages.slice(at, at + 1)),
  (messages, at) => [...messages.slice(at), ...messages.slice(0, at)],
  (messages, at) => replaced(messages, at, (message) => ({ ...message, parts: [] })),
  (messages, at) => replaced(messages, at, (one) => (one.role === "tool" ? { ...one, toolCallId: null } : one)),
  (messages, at) =>
    replaced(messages, at, (one) => (one.role === "user" ? { ...one, parts: [{ kind: "text", text: " " }] } : one)),
];

function replaced(messages: readonly Message[], at: number, change: (message: Message) => Message) {
  return messages.map((message, index) => (index === at ? change(message) : message));
}

/** A history of {@link soundHistory} that was damaged once or twice. */
export function unsoundHistory(dialect: string): fc.Arbitrary<readonly Message[]> {
  const harm = fc.record({ damage: fc.constantFrom(...damages), at: fc.nat(8) });
  return fc
    .tuple(soundHistory(dialect), fc.array(harm, { minLength: 1, maxLength: 2 }))
    .map(([sound, harms]) =>
      harms.reduce((messages, { damage, at }) => damage(messages, at % Math.max(messages.length, 1)), sound),
    );
}

type Turn = {
  readonly user: readonly ((mark: Mark) => UserPart)[];
  readonly assistant: readonly ((mark: Mark) => AssistantPart)[];
  readonly results: readonly ((mark: Mark) => Pick<ToolMessage, "parts" | "status">)[];
  readonly system: "system" | "developer" | null;
};

/** These have one place for reasoning in a message, which must not join two of it. */
const hasOnePlace: readonly string[] = ["Chat Completions", "InvokeModel"];

function messagesOf({ user, assistant, results, system }: Turn, mark: Mark, isOne: boolean): readonly Message[] {
  const drawn = assistant.map((write) => write(mark));
  const parts = isOne ? oneReasoning(drawn) : drawn;
  const calls = parts.filter((part) => part.kind === "tool-call");
  const outputs = calls.map(({ id, name }, index): Message => {
    const result = (results[index] ?? plainResult)(mark);
    return { role: "tool", toolCallId: id, toolName: name, ...result };
  });
  // A wire that has no order between text and calls must not split a turn for it.
  const text: AssistantPart = { kind: "text", text: mark() };
  const head: readonly Message[] =
    system === null ? [] : [{ role: system, parts: [{ kind: "text", text: mark() }], name: null }];
  return [
    ...head,
    { role: "user", parts: [{ kind: "text", text: mark() }, ...user.map((write) => write(mark))], name: null },
    { role: "assistant", parts: [text, ...parts], name: null },
    ...outputs,
  ];
}

function oneReasoning(parts: readonly AssistantPart[]): readonly AssistantPart[] {
  const first = parts.find(({ kind }) => kind === "reasoning");
  return parts.filter((part) => part.kind !== "reasoning" || part === first);
}

const userPart = (write: (mark: Mark) => UserPart, weight: number) => ({ arbitrary: fc.constant(write), weight });

/** Links and documents are rare: where they end a request, nothing else of it is seen. */
const userParts = [
  userPart((mark) => ({ kind: "text", text: `${mark()} é "quoted" \\ \u{1f600}` }), 12),
  userPart((mark) => ({ kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: base64(mark()) } }), 6),
  userPart((mark) => ({ kind: "image", source: { kind: "url", url: `https://e.org/${mark()}.png` } }), 1),
  userPart(
    (mark) => ({
      kind: "document",
      source: { kind: "bytes", mediaType: "application/pdf", base64: base64(mark()) },
      name: "report",
    }),
    1,
  ),
] as const;

const call = (id: (mark: string) => string, argumentsText: (mark: string) => string) => (mark: Mark) =>
  ({ kind: "tool-call", id: id(mark()), name: "get_weather", argumentsText: argumentsText(mark()) }) as const;

const calls: readonly ((mark: Mark) => AssistantPart)[] = [
  call(
    (mark) => `call_${mark}`,
    (mark) => `{"city":"${mark}","deep":[1.5,null,{}]}`,
  ),
  call(
    (mark) => `functions.get_weather:${mark}`,
    (mark) => `{ "city" : "${mark}" }`,
  ),
  call(
    (mark) => `exec ${mark} ${"x".repeat(70)}`,
    (mark) => `{"cut":"${mark}`,
  ),
];

const plainResult = (mark: Mark): Pick<ToolMessage, "parts" | "status"> => ({
  parts: [{ kind: "text", text: mark() }],
  status: null,
});

const resultForms: readonly ((mark: Mark) => Pick<ToolMessage, "parts" | "status">)[] = [
  plainResult,
  (mark) => ({ parts: [{ kind: "text", text: mark() }], status: "error" }),
  (mark) => ({ parts: [{ kind: "json", value: { a: mark(), b: [null, 0] } }], status: null }),
  (mark) => ({
    parts: [
      { kind: "text", text: mark() },
      { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: base64(mark()) } },
    ],
    status: null,
  }),
];

const reasoning = (of: Partial<ReasoningPart>): ReasoningPart => ({
  ...{ kind: "reasoning", text: null, signature: null, redacted: null, details: null, field: null },
  ...of,
});

const signed: readonly ((mark: Mark) => AssistantPart)[] = [
  (mark) => reasoning({ text: mark(), signature: base64(mark()), field: "thinking" }),
  (mark) => reasoning({ redacted: base64(mark()), field: "thinking" }),
];
const plainReasoning: readonly ((mark: Mark) => AssistantPart)[] = [
  (mark) => reasoning({ text: mark(), field: "reasoning_content" }),
];

/** What only a dialect has, in its own form. */
const own: { readonly [dialect: string]: readonly ((mark: Mark) => AssistantPart)[] } = {
  "Chat Completions": [
    ...plainReasoning,
    (mark) => {
      // As OpenRouter sends them: the text stands in both places.
      const text = mark();
      const encrypted = { type: "reasoning.encrypted", data: base64(mark()), index: 1 };
      return reasoning({ text, details: [{ type: "reasoning.text", text, index: 0 }, encrypted], field: "reasoning" });
    },
  ],
  Converse: [...signed, (mark) => ({ kind: "other", raw: { citationsContent: { content: [{ text: mark() }] } } })],
  InvokeModel: plainReasoning,
  Responses: [
    (mark) =>
      reasoning({
        text: null,
        details: [{ type: "reasoning", id: "rs_1", summary: [], encrypted_content: base64(mark()) }],
        field: "reasoning-item",
      }),
    (mark) => ({ kind: "other", raw: { type: "web_search_call", id: mark(), status: "completed" } }),
    (mark) => ({ kind: "other", raw: { type: "custom_tool_call", call_id: "c", name: "g", input: mark() } }),
    (mark) => ({ kind: "refusal", text: mark() }),
  ],
  Messages: [
    ...signed,
    (mark) => ({
      kind: "other",
      raw: { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: mark() } },
    }),
  ],
};

function assistantParts(dialect: string): readonly ((mark: Mark) => AssistantPart)[] {
  return [(mark) => ({ kind: "text", text: mark() }), ...calls, ...(own[dialect] ?? [])];
}
