import { wholeOf } from "../../../../chat/api.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { ChatRequest, Tool } from "../../../../chat/request.js";
import type { Target } from "../../../../chat/target.js";
import { bodyShapeOf } from "../body-shape.js";
import { callingTurns, callsOf } from "../edit-messages.js";
import { type Flip, type Level, level, type Unasked, unasked } from "../flip.js";

/** The tools that are offered. Those that the history calls, and the one that is asked for by name, stay. */
export const toolCount: Flip = {
  id: "tool-count",
  name: "the number of tools",
  after: ["history"],
  takesAway: true,
  pointers: { converse: ["/toolConfig/tools/**"], chat: ["/tools/**"], messages: ["/tools/**"] },
  source: { source: "https://docs.together.ai/docs/inference/function-calling/best-practices.md", date: "2026-11-29" },
  offer: ({ request, target }) => {
    const kept = calledTools(request);
    if (request.tools === null) return [];
    return [...fewer(kept.length, request.tools.length), ...withoutTools(request, target)];
  },
  apply: (request, id) => {
    if (id === "none") return { ...request, tools: null };
    const kept = calledTools(request);
    return kept.length === 0 ? request : { ...request, tools: kept };
  },
};

function fewer(kept: number, all: number): readonly (Level | Unasked)[] {
  if (kept === all) return [];
  if (kept > 0) return [level("called", `only the tools that the history calls (${kept})`)];
  return [unasked("called", "the history calls no tool, so none can be left out safely")];
}

/** Only where the question is answered by then: a model without tools cannot call one. */
function withoutTools(request: ChatRequest, target: Target): readonly (Level | Unasked)[] {
  if (request.messages.at(-1)?.role !== "tool" || request.toolChoice !== null) return [];
  if (request.parallelToolCalls !== null) return [];
  if (bodyShapeOf(target) === "chat") return [level("none", "no tools")];
  return [unasked("none", "this API wants the tools where the history has calls (langgenius/dify#17545)")];
}

function calledTools(request: ChatRequest): readonly Tool[] {
  const called = new Set(callingTurns(request).flatMap((turn) => callsOf(turn).map(({ name }) => name)));
  const { toolChoice } = request;
  if (toolChoice?.kind === "tool") called.add(toolChoice.name);
  return (request.tools ?? []).filter(({ name }) => called.has(name));
}

/** Members of a schema that every engine reads. */
const plainKeywords: ReadonlySet<string> = new Set(["type", "properties", "required", "items", "description", "enum"]);

/** The keywords of the tools' schemas beyond the plain ones. */
export const schemaKeywords: Flip = {
  id: "schema-keywords",
  name: "the keywords of the tools' schemas",
  pointers: {
    converse: ["/toolConfig/tools/*/toolSpec/inputSchema/json/**"],
    chat: ["/tools/*/function/parameters/**"],
    messages: ["/tools/*/input_schema/**"],
  },
  source: { source: "MoonshotAI/kimi-cli#2531 (valid schemas that Moonshot refuses)", date: "2026-07-22" },
  offer: ({ request: { tools } }) => {
    const found = [...new Set((tools ?? []).flatMap(({ parameters }) => oddKeywords(parameters)))].sort();
    return found.length === 0 ? [] : [level("plain", `no ${found.join(", ")} in the schemas`)];
  },
  apply: (request) =>
    withTools(request, (tool) => ({
      ...tool,
      parameters: tool.parameters === null ? null : plainSchema(tool.parameters),
    })),
};

function oddKeywords(schema: JsonValue): readonly string[] {
  if (!isJsonObject(schema)) return [];
  const own = Object.keys(schema).filter((name) => !plainKeywords.has(name));
  const { properties, items } = schema;
  const inner = [...(isJsonObject(properties) ? Object.values(properties) : []), items ?? null];
  return [...own, ...inner.flatMap(oddKeywords)];
}

function plainSchema(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).flatMap(([name, value]): readonly (readonly [string, JsonValue])[] => {
    if (!plainKeywords.has(name)) return [];
    if (name === "items") return [[name, isJsonObject(value) ? plainSchema(value) : value]];
    if (name !== "properties" || !isJsonObject(value)) return [[name, value]];
    const properties = Object.entries(value).map(([key, one]) => [key, isJsonObject(one) ? plainSchema(one) : one]);
    return [[name, Object.fromEntries(properties)]];
  });
  return Object.fromEntries(kept);
}

/** The switch for strict schemas. */
export const strictTools: Flip = {
  id: "strict-tools",
  name: "the switch for strict tool schemas",
  pointers: {
    converse: ["/toolConfig/tools/*/toolSpec/strict"],
    chat: ["/tools/*/function/strict"],
    messages: ["/tools/*/strict"],
  },
  source: { source: "https://platform.openai.com/docs/guides/function-calling#strict-mode", date: "2026-11-29" },
  offer: ({ request: { tools } }) =>
    (tools ?? []).some(({ strict }) => strict !== null) ? [level("absent", "no switch for strict schemas")] : [],
  apply: (request) => withTools(request, (tool) => ({ ...tool, strict: null })),
};

/** The choice of a tool. */
export const toolChoice: Flip = {
  id: "tool-choice",
  name: "the tool choice",
  after: ["tool-count"],
  pointers: { converse: ["/toolConfig/toolChoice/**"], chat: ["/tool_choice/**"], messages: ["/tool_choice/**"] },
  source: {
    source: "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html",
    date: "2026-11-29",
  },
  offer: ({ request: { tools, toolChoice: choice }, target }) => {
    if (tools === null) return [];
    const auto = level("auto", "the tool choice auto, said aloud");
    const takesAuto = target.capabilities.toolChoice?.includes("auto") !== false;
    if (choice === null) return takesAuto ? [auto] : [unasked("auto", "no source says that this target takes it")];
    // Converse has no word for "none", so that nothing of it is on the wire.
    if (choice.kind === "none" && wholeOf(target.api) === "converse") return takesAuto ? [auto] : [];
    return [level("absent", "no tool choice"), ...(choice.kind !== "auto" && takesAuto ? [auto] : [])];
  },
  // A choice without tools is refused.
  apply: (request, id) =>
    request.tools === null ? request : { ...request, toolChoice: id === "auto" ? { kind: "auto" } : null },
};

/** The switch for parallel calls. */
export const parallelSwitch: Flip = {
  id: "parallel-switch",
  name: "the switch for parallel calls",
  pointers: {
    converse: ["/additionalModelRequestFields/tool_choice/**", "/additionalModelRequestFields"],
    chat: ["/parallel_tool_calls"],
    messages: ["/tool_choice/**"],
  },
  source: {
    source: "https://platform.openai.com/docs/guides/function-calling#parallel-function-calling",
    date: "2026-11-29",
  },
  offer: ({ request: { parallelToolCalls }, target }) => {
    if (parallelToolCalls === null) return [];
    const isSent = bodyShapeOf(target) === "chat" || target.quirks.reasoningDialect === "claude-thinking";
    return isSent ? [level("absent", "no switch for parallel calls")] : [];
  },
  apply: (request) => ({ ...request, parallelToolCalls: null }),
};

function withTools(request: ChatRequest, change: (tool: Tool) => Tool): ChatRequest {
  return request.tools === null ? request : { ...request, tools: request.tools.map(change) };
}
