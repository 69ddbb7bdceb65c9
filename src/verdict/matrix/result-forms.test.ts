import { expect, test } from "vitest";
import { afterTool, userAsks } from "../../../test/samples/transcripts.js";
import type { Message } from "../../chat/message.js";
import type { Warning } from "../../chat/reply.js";
import { plainRequest } from "../../chat/request.js";
import { resultForms } from "./compare-requests.js";

const asText: Warning = { id: "json-as-text", field: "messages[2].parts[0]", message: "JSON is sent as JSON text" };
const withResult = (
  part: { kind: "json"; value: { a: number } } | { kind: "text"; text: string },
): readonly Message[] =>
  afterTool.map((message) => (message.role === "tool" ? { ...message, parts: [part] } : message));
const json = withResult({ kind: "json", value: { a: 1 } });
const text = withResult({ kind: "text", text: "sunny" });

function forms(messages: readonly Message[], left: readonly Warning[], right: readonly Warning[]) {
  const request = plainRequest("kimi", messages);
  return resultForms({ request, warnings: left }, { request, warnings: right });
}

test.each<[string, readonly Message[], readonly Warning[], readonly Warning[], ReturnType<typeof forms>]>([
  ["text on the left and JSON on the right", json, [asText], [], { left: "text", right: "json" }],
  ["JSON on the left and text on the right", json, [], [asText], { left: "json", right: "text" }],
  ["text on both sides", json, [asText], [asText], null],
  ["JSON on both sides", json, [], [], null],
  ["a result that is text", text, [], [], null],
  ["no result", [userAsks], [], [], null],
])("%s", (_title, messages, left, right, expected) => {
  expect(forms(messages, left, right)).toEqual(expected);
});
