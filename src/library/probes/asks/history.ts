import type { JsonObject, JsonValue } from "../../../chat/json.js";

/** A greeting, as the user's only message. */
export const converseGreeting: JsonValue = [{ role: "user", content: [{ text: "Say hi." }] }];
export const chatGreeting: JsonValue = [{ role: "user", content: "Say hi." }];

const schema: JsonObject = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

/** One tool, as Converse and as Chat Completions write it. */
export const converseTools: JsonObject = {
  tools: [{ toolSpec: { name: "get_weather", description: "Weather of a city", inputSchema: { json: schema } } }],
};
export const chatTools: JsonValue = [
  { type: "function", function: { name: "get_weather", description: "Weather of a city", parameters: schema } },
];

/** A conversation with a finished call under this id, and its result. `status`: of the result; absent: not sent. */
export function converseHistory(id: string, status?: "success"): JsonValue {
  const result = { toolUseId: id, content: [{ text: "18 C" }], ...(status === undefined ? {} : { status }) };
  return [
    { role: "user", content: [{ text: "Weather in Paris?" }] },
    { role: "assistant", content: [{ toolUse: { toolUseId: id, name: "get_weather", input: { city: "Paris" } } }] },
    { role: "user", content: [{ toolResult: result }] },
  ];
}

/** The same for Chat Completions. `more`: further members of the assistant's message. */
export function chatHistory(id: string, more: JsonObject = {}): JsonValue {
  const call = { id, type: "function", function: { name: "get_weather", arguments: '{"city":"Paris"}' } };
  return [
    { role: "user", content: "Weather in Paris?" },
    { role: "assistant", content: null, ...more, tool_calls: [call] },
    { role: "tool", tool_call_id: id, content: "18 C" },
  ];
}
