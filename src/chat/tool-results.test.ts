import { expect, test } from "vitest";
import type { Message } from "./message.js";
import { hasToolResult } from "./tool-results.js";

const kept = (type: string): Message => ({
  role: "assistant",
  parts: [{ kind: "other", raw: { type, call_id: "c1" } }],
  name: null,
});

test.each<[string, Message, boolean]>([
  ["a tool", { role: "tool", toolCallId: "c1", toolName: null, parts: [], status: null }, true],
  ["a custom tool", kept("custom_tool_call_output"), true],
  ["a search for tools", kept("tool_search_output"), true],
  ["a request for approval", kept("mcp_approval_response"), true],
  ["nothing: the call itself", kept("custom_tool_call"), false],
  ["nothing: a tool that the service ran", kept("web_search_call"), false],
  ["nothing: a user", { role: "user", parts: [{ kind: "text", text: "custom_tool_call_output" }], name: null }, false],
])("a history holds a result of %s", (_, message, holds) => {
  expect(hasToolResult([message])).toBe(holds);
});
