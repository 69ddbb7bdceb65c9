import fc from "fast-check";
import type { JsonValue } from "../../src/chat/json.js";
import type { AssistantPart, Message, ToolResultPart, UserPart } from "../../src/chat/message.js";
import { type ChatRequest, plainRequest, type Tool } from "../../src/chat/request.js";

/** The words that every result of {@link askedRequests} has, whatever its form. */
export const sentinels: readonly string[] = ["65", "sunny"];

const weather: JsonValue = { temperature: 65, unit: "°F", condition: "Sunny" };
const long = `${"The station reports every hour, and this line says nothing. ".repeat(9)}\ntemperature 65\nSunny\n`;

const schema = {
  type: "object",
  properties: { location: { type: "string", minLength: 1, description: "City – and state" } },
  required: ["location"],
} as const;

const tool = (name: string, extra: object): Tool => ({
  ...{ name, description: `Asks ${name} „now“`, strict: null },
  parameters: { ...schema, ...extra },
});

const tools: fc.Arbitrary<readonly Tool[]> = fc.constantFrom(
  [tool("get_weather", {})],
  [tool("get_weather", { additionalProperties: false }), { ...tool("get_time", { $schema: "x" }), strict: true }],
  [tool("get_weather", {}), tool("get_time", {}), { ...tool("plan", {}), parameters: null }],
);

const resultParts: fc.Arbitrary<readonly ToolResultPart[]> = fc.constantFrom<readonly ToolResultPart[]>(
  [{ kind: "json", value: weather }],
  [{ kind: "text", text: JSON.stringify(weather) }],
  [{ kind: "text", text: JSON.stringify(weather, null, 2) }],
  [{ kind: "text", text: "65 and Sunny – as ever" }],
  [{ kind: "text", text: long }],
  [{ kind: "json", value: { ...(weather as object), notes: [long, "no news", "65, sunny"] } }],
);

const optional = <T>(one: T): fc.Arbitrary<readonly T[]> => fc.constantFrom([], [one]);

const reasoning: AssistantPart = {
  ...{ kind: "reasoning", text: "I need the weather.", signature: null, redacted: null, details: null },
  field: "reasoning_content",
};

/** The parts of a turn before its calls. */
const before = fc
  .tuple(
    optional(reasoning),
    optional<AssistantPart>({ kind: "text", text: " " }),
    optional<AssistantPart>({ kind: "text", text: "I am looking it up…" }),
  )
  .map((parts) => parts.flat());

type Call = { readonly tool: string; readonly text: string };
const call: fc.Arbitrary<Call> = fc.record({
  tool: fc.constantFrom("get_weather", "get_time"),
  text: fc.constantFrom('{"location":"Zürich"}', '{"location": "SF"}', "{}", '"{\\"location\\":\\"SF\\"}"'),
});

const round = fc.record({
  before,
  calls: fc.array(call, { minLength: 1, maxLength: 3 }),
  parts: resultParts,
  status: fc.constantFrom("success" as const, null),
  named: fc.boolean(),
});

const ids: readonly ((number: number, tool: string) => string)[] = [
  (number) => `callSF00${number}`,
  (number, name) => `functions.${name}:${number}`,
  (number) => `tooluse_kZJMlvQmRJ6eAyJE5GIl${String(number).padStart(2, "0")}`,
  () => "call_0",
];

function messagesOf(
  rounds: readonly (typeof round extends fc.Arbitrary<infer R> ? R : never)[],
  form: number,
): readonly Message[] {
  let number = 0;
  return rounds.flatMap((one): readonly Message[] => {
    const calls = one.calls.map((asked) => {
      const id = (ids[form] ?? ids[0])?.(number, asked.tool) ?? "callSF000";
      number += 1;
      // One id for two calls of a turn would leave it open which result is whose.
      return { ...asked, id: one.calls.length > 1 && form === 3 ? `call_${number}` : id };
    });
    const parts: readonly AssistantPart[] = [
      ...one.before,
      ...calls.map(({ id, tool: name, text }) => ({ kind: "tool-call" as const, id, name, argumentsText: text })),
    ];
    return [
      { role: "assistant", parts, name: null },
      ...calls.map(
        ({ id, tool: name }): Message => ({
          ...{ role: "tool", toolCallId: id, toolName: one.named ? name : null, parts: one.parts, status: one.status },
        }),
      ),
    ];
  });
}

const settings = fc.record({
  maxOutputTokens: fc.constantFrom(100, 1024, 4096),
  temperature: fc.constantFrom(null, 0, 1),
  topP: fc.constantFrom(null, 0.9),
  topK: fc.constantFrom(null, 40),
  seed: fc.constantFrom(null, 7),
  toolChoice: fc.constantFrom(null, { kind: "auto" as const }, { kind: "tool" as const, name: "get_weather" }),
  parallelToolCalls: fc.constantFrom(null, false),
  stopSequences: fc.constantFrom(null, ["–END–"]),
  reasoning: fc.constantFrom(
    null,
    { mode: "default" as const, effort: null, budgetTokens: null },
    { mode: "off" as const, effort: null, budgetTokens: null },
    { mode: "on" as const, effort: "high", budgetTokens: 1024 },
  ),
  responseFormat: fc.constantFrom(null, { kind: "json-object" as const }),
});

const system: Message = { role: "system", parts: [{ kind: "text", text: "Be brief – please." }], name: null };
const cached: Message = { ...system, parts: [...system.parts, { kind: "cache-point", ttl: null }] };
const developer: Message = { ...system, role: "developer" };
const image: UserPart = { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: "aGk=" } };
const after: Message = { role: "user", parts: [{ kind: "text", text: "Use the result." }], name: null };

/** Requests with a history of calls that are answered, a reference, and every result with the sentinels. */
export const askedRequests: fc.Arbitrary<ChatRequest> = fc
  .record({
    opening: fc.constantFrom<readonly Message[]>([], [system], [cached], [developer]),
    image: optional(image),
    rounds: fc.array(round, { minLength: 0, maxLength: 3 }),
    form: fc.integer({ min: 0, max: 3 }),
    after: optional(after),
    tools,
    settings,
  })
  .map(({ opening, rounds, form, ...one }) => {
    const parts: readonly UserPart[] = [
      { kind: "text", text: "[ref 0a1b2c] What is the weather in San Francisco – right now?" },
      ...one.image,
    ];
    const asked: Message = { role: "user", parts, name: null };
    const history = messagesOf(rounds, form);
    const messages = [...opening, asked, ...history, ...(rounds.length === 0 ? [] : one.after)];
    return { ...plainRequest("m", messages), ...one.settings, tools: one.tools };
  });
