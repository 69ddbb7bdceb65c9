import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { AssistantPart, Message, SystemPart, ToolResultPart, UserPart } from "../../../chat/message.js";
import type { ChatRequest, ResponseFormat, Tool } from "../../../chat/request.js";
import { isBlank } from "../../compare-text.js";
import { withoutMembers } from "./json-units.js";
import { isInOrder } from "./order.js";
import { plainArguments } from "./part-units.js";
import { keepsReferences } from "./schema-units.js";
import { withoutPieces } from "./text-pieces.js";
import type { Unit } from "./unit.js";

/**
 * The request without some of its units; nothing else changes, except that a required property that goes leaves `required` too.
 * Null: it is not a request any more: a message has no content, roles are in an order that the whole request did not have, a tool
 * is chosen that is gone, or a reference of a schema leads nowhere. What only a service can know is left to the service.
 */
export function without(request: ChatRequest, units: readonly Pick<Unit, "takes">[]): ChatRequest | null {
  const gone = new Set(units.flatMap(({ takes }) => takes));
  if (gone.size === 0) return request;
  const messages = request.messages.flatMap((message, index) =>
    gone.has(`/messages/${index}`) ? [] : [withoutParts(message, `/messages/${index}`, gone)],
  );
  const tools = withoutTools(request.tools, gone);
  const format = withoutFormat(request.responseFormat, gone);
  if (messages.includes(null) || tools === "invalid" || format === "invalid") return null;
  const kept = <Value>(name: string, value: Value) => (gone.has(`/${name}`) ? null : value);
  const result: ChatRequest = {
    ...request,
    messages: messages.filter((message) => message !== null),
    tools,
    toolChoice: kept("toolChoice", request.toolChoice),
    parallelToolCalls: kept("parallelToolCalls", request.parallelToolCalls),
    maxOutputTokens: kept("maxOutputTokens", request.maxOutputTokens),
    temperature: kept("temperature", request.temperature),
    topP: kept("topP", request.topP),
    topK: kept("topK", request.topK),
    seed: kept("seed", request.seed),
    presencePenalty: kept("presencePenalty", request.presencePenalty),
    frequencyPenalty: kept("frequencyPenalty", request.frequencyPenalty),
    stopSequences: kept("stopSequences", withoutStops(request.stopSequences, gone)),
    reasoning: kept("reasoning", withoutReasoning(request.reasoning, gone)),
    responseFormat: format,
    choices: kept("choices", request.choices),
    logprobs: kept("logprobs", request.logprobs),
    logitBias: kept("logitBias", request.logitBias),
    extra: objectWithout(request.extra, gone, { pointer: "/extra", isSchema: false }),
  };
  return isInOrder(result, request) ? result : null;
}

/** A message without some parts; null: nothing of it is left. */
function withoutParts(message: Message, pointer: string, gone: ReadonlySet<string>): Message | null {
  const left = { pointer, gone };
  const name = "status" in message || gone.has(`${pointer}/name`) ? null : message.name;
  const changed: Message = (() => {
    switch (message.role) {
      case "tool": {
        const status = gone.has(`${pointer}/status`) ? null : message.status;
        return { ...message, status, parts: keptParts(message.parts, left) };
      }
      case "user":
        return { ...message, name, parts: keptParts(message.parts, left) };
      case "assistant":
        return { ...message, name, parts: keptParts(message.parts, left) };
      default:
        return { ...message, name, parts: keptParts(message.parts, left) };
    }
  })();
  return changed.parts.length === 0 && message.parts.length > 0 ? null : changed;
}

type Left = { readonly pointer: string; readonly gone: ReadonlySet<string> };

function keptParts<Part extends SystemPart | UserPart | AssistantPart | ToolResultPart>(
  parts: readonly Part[],
  { pointer, gone }: Left,
): readonly Part[] {
  return parts.flatMap((part, index) => {
    const at = `${pointer}/parts/${index}`;
    if (gone.has(at)) return [];
    const inside = insideOf(part, at, gone);
    return inside === null ? [] : [inside];
  });
}

/** A part without some of its insides; null: it had a text, and now it has none. */
function insideOf<Part extends SystemPart | UserPart | AssistantPart | ToolResultPart>(
  part: Part,
  pointer: string,
  gone: ReadonlySet<string>,
): Part | null {
  if (part.kind === "text") {
    const text = withoutPieces(part.text, `${pointer}/text`, gone);
    return isBlank(text) && !isBlank(part.text) ? null : { ...part, text };
  }
  if (part.kind === "json") {
    const value = withoutMembers(part.value, `${pointer}/value`, { gone, isSchema: false });
    return { ...part, value: value ?? [] };
  }
  if (part.kind !== "tool-call") return part;
  const value = plainArguments(part.argumentsText);
  if (value === null) return part;
  const left = withoutMembers(value, `${pointer}/argumentsText`, { gone, isSchema: false });
  return { ...part, argumentsText: JSON.stringify(left ?? []) };
}

function withoutTools(tools: readonly Tool[] | null, gone: ReadonlySet<string>): readonly Tool[] | null | "invalid" {
  if (tools === null || gone.has("/tools")) return null;
  if (tools.length === 0) return tools;
  let isWhole = true;
  const kept = tools.flatMap((tool, index) => {
    const at = `/tools/${index}`;
    if (gone.has(at)) return [];
    const parameters =
      tool.parameters === null
        ? null
        : objectWithout(tool.parameters, gone, { pointer: `${at}/parameters`, isSchema: true });
    if (tool.parameters !== null && parameters !== null && !keepsReferences(tool.parameters, parameters))
      isWhole = false;
    const text = tool.description === null ? null : withoutPieces(tool.description, `${at}/description`, gone);
    const description = gone.has(`${at}/description`) ? null : text;
    return [{ ...tool, description, parameters, strict: gone.has(`${at}/strict`) ? null : tool.strict }];
  });
  if (!isWhole) return "invalid";
  return kept.length === 0 ? null : kept;
}

function withoutFormat(format: ResponseFormat | null, gone: ReadonlySet<string>): ResponseFormat | null | "invalid" {
  if (format === null || gone.has("/responseFormat")) return null;
  if (format.kind !== "json-schema") return format;
  const schema = objectWithout(format.schema, gone, { pointer: "/responseFormat/schema", isSchema: true });
  if (!keepsReferences(format.schema, schema)) return "invalid";
  return { ...format, schema, strict: gone.has("/responseFormat/strict") ? null : format.strict };
}

function withoutStops(stops: ChatRequest["stopSequences"], gone: ReadonlySet<string>): ChatRequest["stopSequences"] {
  if (stops === null || stops.length === 0) return stops;
  const kept = stops.filter((_, index) => !gone.has(`/stopSequences/${index}`));
  return kept.length === 0 ? null : kept;
}

function withoutReasoning(reasoning: ChatRequest["reasoning"], gone: ReadonlySet<string>): ChatRequest["reasoning"] {
  if (reasoning === null) return null;
  const effort = gone.has("/reasoning/effort") ? null : reasoning.effort;
  return {
    ...reasoning,
    effort,
    budgetTokens: gone.has("/reasoning/budgetTokens") ? null : reasoning.budgetTokens,
  };
}

function objectWithout(
  object: JsonObject,
  gone: ReadonlySet<string>,
  { pointer, isSchema }: { readonly pointer: string; readonly isSchema: boolean },
): JsonObject {
  const left = withoutMembers(object, pointer, { gone, isSchema });
  return isJsonObject(left) ? left : {};
}
