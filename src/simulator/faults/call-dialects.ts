import { isJsonObject, type JsonValue } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import { type AnswerCall, argumentsDocument } from "../answer/answer.js";
import type { CallDialect } from "./fault.js";

/**
 * A call in the form in which it leaks into text. The first four were observed with Kimi on Bedrock (vercel/ai#17732,
 * 2026-07); the next two are Llama's (Rapid-MLX#700, ollama#13519). The others (2026-11-28): DeepSeek's DSML
 * (ochafik/minja#11), Kimi's, gpt-oss's and Mistral's with their marks partly stripped (BerriAI/litellm#12679,
 * livekit/agents-js#1632, unslothai/unsloth#5624), GLM's, Gemma's, Llama 4's list, gpt-oss's flat object (cloudflare/ai#574),
 * tags named after the tool, and the tokens of Kimi K3 (can1357/oh-my-pi#8495).
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
    case "dsml":
      return `<｜DSML｜function_calls>\n<｜DSML｜invoke name="${name}">\n${each(call, (key, value) => `<｜DSML｜parameter name="${key}" string="${typeof value === "string"}">${plain(value)}</｜DSML｜parameter>`)}\n</｜DSML｜invoke>\n</｜DSML｜function_calls>`;
    case "kimi-stripped":
      return `functions.${name}:0${argumentsText}`;
    case "harmony-stripped":
      return `assistantcommentary to=functions.${name} json${argumentsText}`;
    case "glm":
      return `<tool_call>${name}\n${each(call, (key, value) => `<arg_key>${key}</arg_key>\n<arg_value>${plain(value)}</arg_value>`)}\n</tool_call>`;
    case "mistral-args":
      return `${name}[ARGS]${argumentsText}`;
    case "tool-code":
      return `\`\`\`tool_code\nprint(${code(call)})\n\`\`\``;
    case "gemma":
      return `<|tool_call>call:${name}{${each(call, (key, value) => `${key}:${typeof value === "string" ? `<|"|>${value}<|"|>` : JSON.stringify(value)}`, ",")}}<tool_call|>`;
    case "pythonic":
      return `[${code(call)}]`;
    case "flat-json":
      return JSON.stringify({ name, ...Object.fromEntries(membersOf(call)) });
    case "tool-tag":
      return `<${name}>${each(call, (key, value) => `<${key}>${plain(value)}</${key}>`, "")}</${name}>`;
    case "kimi-k3":
      return `<|open|>tools<|sep|><|open|>call tool="${name}" index="1"<|sep|>${each(call, (key, value) => `<|open|>argument key="${key}" type="${typeof value}"<|sep|>${plain(value)}<|close|>argument<|sep|>`, "")}<|close|>call<|sep|><|close|>tools<|sep|>`;
    default:
      return unreachable(dialect);
  }
}

function xmlParameters(call: AnswerCall): string {
  return each(call, (key, value) => `<parameter=${key}>${plain(value)}</parameter>`);
}

function code(call: AnswerCall): string {
  return `${call.name}(${each(call, (key, value) => `${key}=${JSON.stringify(value)}`, ", ")})`;
}

function each(call: AnswerCall, write: (key: string, value: JsonValue) => string, separator = "\n"): string {
  return membersOf(call)
    .map(([key, value]) => write(key, value))
    .join(separator);
}

function membersOf(call: AnswerCall): readonly (readonly [string, JsonValue])[] {
  const value = argumentsDocument(call);
  return isJsonObject(value) ? Object.entries(value) : [];
}

function plain(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
