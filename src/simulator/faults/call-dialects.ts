import { isJsonObject } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import { type AnswerCall, argumentsDocument } from "../answer/answer.js";
import type { CallDialect } from "./fault.js";

/**
 * A call in the form in which it leaks into text. The first four were observed with Kimi on Bedrock (vercel/ai#17732,
 * 2026-07); the last two are Llama's (Rapid-MLX#700, ollama#13519).
 */
export function serialisedCall(call: AnswerCall, dialect: CallDialect): string {
  const { name, argumentsText } = call;
  switch (dialect) {
    case "xml":
      return `<function=${name}>\n${xmlParameters(call)}\n</function>`;
    case "native":
      return `<|tool_calls_section_begin|><|tool_call_begin|>functions.${name}:0<|tool_call_argument_begin|>${argumentsText}<|tool_call_end|><|tool_calls_section_end|>`;
    case "bare-json":
      return `{"name": ${JSON.stringify(name)}, "parameters": ${argumentsText}}`;
    case "section-end-json":
      return `{"name": ${JSON.stringify(name)}, "arguments": ${argumentsText}}<|tool_calls_section_end|>`;
    case "llama-json":
      return `{"type": "function", "name": ${JSON.stringify(name)}, "parameters": ${argumentsText}}`;
    case "python-tag":
      return `<|python_tag|>{"name": ${JSON.stringify(name)}, "parameters": ${argumentsText}}`;
    default:
      return unreachable(dialect);
  }
}

function xmlParameters(call: AnswerCall): string {
  const value = argumentsDocument(call);
  const members = isJsonObject(value) ? Object.entries(value) : [];
  return members
    .map(
      ([name, member]) =>
        `<parameter=${name}>${typeof member === "string" ? member : JSON.stringify(member)}</parameter>`,
    )
    .join("\n");
}
