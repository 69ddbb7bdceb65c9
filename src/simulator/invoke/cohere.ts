import type { JsonObject, JsonValue } from "../../chat/json.js";
import { type Answer, argumentsDocument, callsOf, joinedText } from "../answer/answer.js";
import { listAt, memberOf, objectAt, textAt } from "../request/members.js";
import type { RequestContent, RequestTurn } from "../request/model-request.js";
import { offeredTool } from "../request/offered-tools.js";
import { deltasOf, type WriteContext } from "../write/piece.js";
import { type Family, finishWord, type StreamRecord } from "./family.js";

const words = { stop: "COMPLETE", length: "MAX_TOKENS", calls: "COMPLETE", filter: "ERROR_TOXIC" };

/** Command R (recordings of 2025-04 and 2025-08): `text-generation` records, then `stream-end` with the whole reply. */
export const cohere: Family = {
  requires: ["message"],
  read,
  unary: (answer, context) => reply(answer, context),
  stream: (answer, context) => {
    const texts = deltasOf(joinedText(answer.parts)).map(
      (text, index): StreamRecord => ({
        mark: index === 0 ? "start" : "delta",
        value: { is_finished: false, event_type: "text-generation", text },
      }),
    );
    const calls = toolCalls(answer);
    const called: readonly StreamRecord[] =
      calls.length === 0
        ? []
        : [{ mark: "delta", value: { is_finished: false, event_type: "tool-calls-generation", tool_calls: calls } }];
    const response = reply(answer, context);
    const end = { is_finished: true, event_type: "stream-end", response, finish_reason: finishWord(answer, words) };
    return [...texts, ...called, { mark: "finish", value: end }];
  },
};

/** The last message is separate from the history. Results come with the calls they answer. */
function read(body: JsonObject): RequestContent {
  const history = listAt(body, "chat_history").flatMap(turnsOf);
  const results = listAt(body, "tool_results").map((result): RequestTurn => {
    return { role: "tool", toolCallId: null, text: JSON.stringify(listAt(result, "outputs")) };
  });
  const message = textAt(body, "message") ?? "";
  const last: readonly RequestTurn[] = message === "" ? [] : [{ role: "user", text: message }];
  return {
    system: textAt(body, "preamble"),
    turns: [...history, ...results, ...last],
    tools: listAt(body, "tools").flatMap((tool) =>
      offeredTool({ name: memberOf(tool, "name") ?? null, parameters: schemaOf(tool) }, "parameters"),
    ),
    toolChoice: "auto",
    prompt: null,
  };
}

/** Cohere's own form of a schema: names of Python's types by the name of the parameter (AWS user guide, 2026-08). */
function schemaOf(tool: JsonValue): JsonObject {
  const defined = Object.entries(objectAt(tool, "parameter_definitions") ?? {});
  return {
    type: "object",
    properties: Object.fromEntries(
      defined.map(([name, definition]) => [
        name,
        { type: types[(textAt(definition, "type") ?? "").toLowerCase()] ?? "string" },
      ]),
    ),
    required: defined.flatMap(([name, definition]) => (memberOf(definition, "required") === true ? [name] : [])),
  };
}

const types: { readonly [type: string]: string } = {
  str: "string",
  int: "integer",
  float: "number",
  bool: "boolean",
  list: "array",
  dict: "object",
};

function turnsOf(entry: JsonValue): readonly RequestTurn[] {
  const text = textAt(entry, "message") ?? "";
  const role = textAt(entry, "role");
  if (role === "TOOL") {
    return listAt(entry, "tool_results").map(() => ({ role: "tool", toolCallId: null, text: "" }));
  }
  if (role !== "CHATBOT") return [{ role: "user", text }];
  const calls = listAt(entry, "tool_calls").map((call) => ({
    id: null,
    name: textAt(call, "name") ?? "",
    argumentsText: JSON.stringify(objectAt(call, "parameters") ?? {}),
  }));
  return [{ role: "assistant", text, calls }];
}

function reply(answer: Answer, { random }: WriteContext): JsonObject {
  const text = joinedText(answer.parts);
  const calls = toolCalls(answer);
  return {
    response_id: random.uuid(),
    text,
    generation_id: random.uuid(),
    chat_history: [{ role: "CHATBOT", message: text }],
    finish_reason: finishWord(answer, words),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

/** Cohere's calls have no id. */
function toolCalls(answer: Answer): readonly JsonObject[] {
  return callsOf(answer).map((call) => ({ name: call.name, parameters: argumentsDocument(call) }));
}
