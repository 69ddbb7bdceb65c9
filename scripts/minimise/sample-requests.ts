import type { JsonObject } from "../../src/chat/json.js";
import type { AssistantMessage, Message, ToolCallPart, ToolMessage, UserMessage } from "../../src/chat/message.js";
import { type ChatRequest, plainRequest, type Tool } from "../../src/chat/request.js";

/** A request that fails, and what is needed for it, written by hand. `fails`: does a body fail, is it fine, or is it refused? */
export type Sample = {
  readonly name: string;
  readonly request: ChatRequest;
  readonly fails: (request: ChatRequest) => boolean | "refused";
  /** The ids of the units that a smallest request still has. */
  readonly needed: readonly string[];
  /** The median of the calls that the design measured, at a rate of 1, .4 and .2; null: it has none. */
  readonly design: readonly [number, number, number] | null;
};

const user = (text: string): UserMessage => ({ role: "user", parts: [{ kind: "text", text }], name: null });
const answer = (text: string): AssistantMessage => ({
  role: "assistant",
  parts: [{ kind: "text", text }],
  name: null,
});
const system = (text: string): Message => ({ role: "system", parts: [{ kind: "text", text }], name: null });
const call = (id: string, name: string, args = '{"city":"Paris"}'): ToolCallPart => ({
  kind: "tool-call",
  id,
  name,
  argumentsText: args,
});
const calls = (...parts: AssistantMessage["parts"]): AssistantMessage => ({ role: "assistant", parts, name: null });
const result = (toolCallId: string, text = "sunny, 18 degrees"): ToolMessage => ({
  role: "tool",
  toolCallId,
  toolName: null,
  parts: [{ kind: "text", text }],
  status: null,
});
const schema = (properties: JsonObject): JsonObject => ({
  type: "object",
  properties,
  required: Object.keys(properties).slice(0, 1),
});
const tool = (name: string, parameters: JsonObject | null = null, description: string | null = null): Tool => ({
  name,
  description,
  parameters,
  strict: null,
});
const weather = tool(
  "get_weather",
  schema({ city: { type: "string", description: "the city" } }),
  "the weather in a city",
);

/** Questions and answers, before the last question. */
const talk = (count: number): Message[] =>
  Array.from({ length: count }, (_, at) => [user(`question ${at}`), answer(`answer ${at}`)]).flat();

const has = (request: ChatRequest, text: string) => JSON.stringify(request.messages).includes(text);
const tools = (request: ChatRequest) => (request.tools ?? []).map(({ name }) => name);
const callCount = (request: ChatRequest) =>
  Math.max(
    0,
    ...request.messages.map(({ role, parts }) =>
      role === "assistant" ? parts.filter((part) => part.kind === "tool-call").length : 0,
    ),
  );

const afterTool = {
  ...plainRequest("m", [
    system("Answer in one sentence."),
    user("What is the weather in Paris?"),
    calls(call("callSF001", "get_weather")),
    result("callSF001"),
  ]),
  tools: [weather, tool("time", null, "the time in a zone")],
  maxOutputTokens: 1024,
  temperature: 0.6,
  topP: 0.9,
  seed: 7,
};

const manyTools = Array.from({ length: 24 }, (_, at) =>
  tool(at === 16 ? "search.flights" : `tool_${at}`, at < 8 ? schema({ value: { type: "string" } }) : null, "does it"),
);

const searchTool = tool(
  "search",
  schema({
    query: { type: "string", description: "what to look for", minLength: 1 },
    date: { type: "string", pattern: "^\\d+$", description: "the day" },
    count: { type: "integer", minimum: 1, maximum: 50 },
    kind: { enum: ["web", "news", "images"], description: "the kind" },
  }),
  "searches",
);

const paragraphs = Array.from({ length: 20 }, (_, at) => `Rule ${at}: keep to it${at === 13 ? " \u2028" : ""}.`);

export const samples: readonly Sample[] = [
  {
    name: "R1 seed",
    request: afterTool,
    fails: (request) => callCount(request) > 0,
    needed: ["/messages/2-3"],
    design: [15, 46, 103],
  },
  {
    name: "R2 id",
    request: afterTool,
    fails: (request) => has(request, "callSF001") && tools(request).includes("get_weather"),
    needed: ["/messages/2-3", "/tools/0"],
    design: [32, 122, 286],
  },
  {
    name: "R3 24 tools",
    request: { ...plainRequest("m", [system("Be brief."), user("Fly!")]), tools: manyTools, temperature: 0 },
    fails: (request) => tools(request).includes("search.flights"),
    needed: ["/tools/16"],
    design: [32, 104, 261],
  },
  {
    name: "R4 40 messages",
    request: {
      ...plainRequest("m", [...talk(19), system("Be brief."), user("And now?")]),
      tools: [weather, searchTool],
      temperature: 0,
    },
    fails: (request) => has(request, "answer 11"),
    needed: ["/messages/22-23", "/messages/23"],
    design: [29, 91, 235],
  },
  {
    name: "R5 pair",
    request: {
      ...plainRequest("m", [...talk(19), system("Be brief."), user("And now?")]),
      tools: [weather, searchTool],
      temperature: 0,
    },
    fails: (request) => has(request, "answer 4") && tools(request).includes("search"),
    needed: ["/messages/8-9", "/messages/9", "/tools/1"],
    design: [67, 253, 594],
  },
  {
    name: "R6 maxTokens",
    request: { ...afterTool, tools: [searchTool], maxOutputTokens: 64 },
    fails: ({ maxOutputTokens }) => maxOutputTokens !== null && maxOutputTokens < 100,
    needed: ["/maxOutputTokens"],
    design: [25, 82, 202],
  },
  {
    name: "R7 141 messages",
    request: {
      ...plainRequest("m", [...talk(69), ...afterTool.messages.slice(1)]),
      tools: [weather, searchTool],
      maxOutputTokens: 512,
    },
    fails: (request) => has(request, "answer 41") && has(request, "callSF001"),
    needed: ["/messages/82-83", "/messages/83", "/messages/139-140"],
    design: [75, 287, 695],
  },
  {
    name: "R8 parallel",
    request: {
      ...plainRequest("m", [
        system("Be brief."),
        user("Weather in six cities?"),
        calls(...["a", "b", "c", "d", "e"].map((id) => call(id, "get_weather"))),
        ...["a", "b", "c", "d", "e"].map((id) => result(id, `weather of ${id}`)),
      ]),
      tools: [weather, tool("time", schema({ zone: { type: "string" } }))],
      temperature: 0,
    },
    fails: (request) => ["of a", "of c", "of d"].every((text) => has(request, text)),
    needed: ["/messages/2-7", "/messages/2/parts/0", "/messages/2/parts/2", "/messages/2/parts/3"],
    design: [49, 193, 459],
  },
  {
    name: "R9 keyword + temperature",
    request: {
      ...plainRequest("m", [system("Be brief."), user("Search!"), answer("What?"), user("Tea.")]),
      tools: [weather, searchTool, tool("time", schema({ zone: { type: "string" } }))],
      temperature: 1.3,
      topP: 0.9,
    },
    fails: (request) => JSON.stringify(request.tools).includes("pattern") && (request.temperature ?? 1) > 1,
    needed: [
      ...["/tools/1", "/tools/1/parameters/properties", "/tools/1/parameters/properties/date"],
      ...["/tools/1/parameters/properties/date/pattern", "/temperature"],
    ],
    design: [50, 184, 426],
  },
  {
    name: "R10 paragraph",
    request: {
      ...plainRequest("m", [system(paragraphs.join("\n\n")), user("Hi"), answer("Hi"), user("And?")]),
      temperature: 0.5,
      topP: 0.9,
    },
    fails: (request) => has(request, "\u2028"),
    needed: ["/messages/0", "/messages/0/parts/0/text/13"],
    design: [27, 87, 223],
  },
  {
    name: "refusals: tools stay with calls, a schema keeps its properties",
    request: {
      ...plainRequest("m", [...talk(4), ...afterTool.messages.slice(1)]),
      tools: [weather, searchTool],
      toolChoice: { kind: "auto" },
      temperature: 0.6,
      extra: { additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 1024 } } },
    },
    fails: (request) => {
      const isShort = request.tools?.some(({ parameters }) => parameters?.["properties"] === undefined) ?? false;
      if (isShort || (callCount(request) > 0 && request.tools === null)) return "refused";
      return has(request, "callSF001");
    },
    needed: [],
    design: null,
  },
  {
    name: "not monotone: one of three alone cures, all of them do not",
    request: {
      ...plainRequest("m", [...talk(4), user("And now?")]),
      tools: [weather],
      temperature: 0.6,
      topP: 0.9,
      seed: 7,
    },
    fails: ({ temperature, topP, seed, messages }) => {
      const sent = [temperature, topP, seed].filter((one) => one !== null).length;
      return (sent === 3 || sent === 0) && messages.length > 2;
    },
    needed: [],
    design: null,
  },
];
