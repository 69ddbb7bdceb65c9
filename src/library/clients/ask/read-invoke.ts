import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Screen } from "./asked.js";

/** Reads the JSON of InvokeModel, whole or chunk by chunk, and shows what its family's members say. */
export type InvokeReader = { readonly read: (json: JsonValue) => void; readonly close: () => void };

/** `stop`: Anthropic's word for the end, which counts when the message has stopped. */
type State = { readonly calls: Map<number, { name: string; args: string }>; stop: string | null };

/**
 * A reader for a caller of AWS's SDK. It knows the body of Anthropic's models, of OpenAI's form (`choices`), of Nova and of those with one text;
 * members that it does not know it leaves out. Source: model parameters of docs.aws.amazon.com/bedrock, 2026-11-29.
 */
export function createInvokeReader(screen: Screen): InvokeReader {
  const state: State = { calls: new Map(), stop: null };
  return {
    read: (json) => {
      if (!isJsonObject(json)) return;
      readAnthropic(json, screen, state);
      for (const choice of objects(json["choices"])) readChoice(choice, screen, state);
      readNova(json, screen, state);
      readPlain(json, screen);
      readUsage(json, screen);
    },
    close: () => {
      for (const { name, args } of state.calls.values()) screen.call(name, args);
    },
  };
}

function readAnthropic(json: JsonObject, screen: Screen, state: State): void {
  const { calls } = state;
  const at = numberOf(json["index"]) ?? 0;
  const block = objectOf(json["content_block"]);
  if (block["type"] === "tool_use") calls.set(at, { name: textOf(block["name"]) ?? "", args: "" });
  const delta = objectOf(json["delta"]);
  screen.text(textOf(delta["text"]));
  screen.reasoning(textOf(delta["thinking"]));
  state.stop = textOf(delta["stop_reason"]) ?? state.stop;
  if (json["type"] === "message_stop") screen.finish(state.stop);
  const call = calls.get(at);
  if (call !== undefined) call.args += textOf(delta["partial_json"]) ?? "";
  for (const part of objects(json["content"])) {
    screen.text(textOf(part["text"]));
    screen.reasoning(textOf(part["thinking"]));
    if (part["type"] === "tool_use") screen.call(textOf(part["name"]) ?? "", part["input"]);
  }
  readUsage(objectOf(json["message"]), screen);
}

function readChoice(choice: JsonObject, screen: Screen, { calls }: State): void {
  const message = { ...objectOf(choice["message"]), ...objectOf(choice["delta"]) };
  screen.text(textOf(message["content"]));
  screen.reasoning(textOf(message["reasoning_content"]) ?? textOf(message["reasoning"]));
  screen.finish(textOf(choice["finish_reason"]));
  for (const [number, part] of objects(message["tool_calls"]).entries()) {
    const at = numberOf(part["index"]) ?? number;
    const { name, arguments: args } = objectOf(part["function"]);
    const call = calls.get(at) ?? { name: "", args: "" };
    calls.set(at, { name: call.name + (textOf(name) ?? ""), args: call.args + (textOf(args) ?? "") });
  }
}

function readNova(json: JsonObject, screen: Screen, { calls }: State): void {
  const start = objectOf(json["contentBlockStart"]);
  const tool = objectOf(objectOf(start["start"])["toolUse"]);
  if (Object.keys(tool).length > 0)
    calls.set(numberOf(start["contentBlockIndex"]) ?? 0, { name: textOf(tool["name"]) ?? "", args: "" });
  const block = objectOf(json["contentBlockDelta"]);
  const delta = objectOf(block["delta"]);
  screen.text(textOf(delta["text"]));
  screen.reasoning(textOf(objectOf(delta["reasoningContent"])["text"]));
  const call = calls.get(numberOf(block["contentBlockIndex"]) ?? 0);
  if (call !== undefined) call.args += textOf(objectOf(delta["toolUse"])["input"]) ?? "";
  screen.finish(textOf(objectOf(json["messageStop"])["stopReason"]));
  readUsage(objectOf(json["metadata"]), screen);
  for (const part of objects(objectOf(objectOf(json["output"])["message"])["content"])) {
    screen.text(textOf(part["text"]));
    const used = objectOf(part["toolUse"]);
    if (Object.keys(used).length > 0) screen.call(textOf(used["name"]) ?? "", used["input"]);
  }
  screen.finish(textOf(json["stopReason"]));
}

/** Llama (`generation`), Titan (`outputText`, `results`), Mistral's texts (`outputs`) and whole replies of Anthropic's (`stop_reason`). */
function readPlain(json: JsonObject, screen: Screen): void {
  screen.text(textOf(json["generation"]));
  screen.text(textOf(json["outputText"]));
  for (const one of [...objects(json["outputs"]), ...objects(json["results"])]) {
    screen.text(textOf(one["text"]) ?? textOf(one["outputText"]));
    screen.finish(textOf(one["stop_reason"]) ?? textOf(one["completionReason"]));
  }
  screen.finish(textOf(json["stop_reason"]) ?? textOf(json["completionReason"]));
}

function readUsage(json: JsonObject, screen: Screen): void {
  const { output_tokens, completion_tokens, outputTokens } = objectOf(json["usage"]);
  const { outputTokenCount } = objectOf(json["amazon-bedrock-invocationMetrics"]);
  for (const one of [output_tokens, completion_tokens, outputTokens, json["generation_token_count"], outputTokenCount])
    screen.outputTokens(numberOf(one));
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function numberOf(value: JsonValue | undefined): number | null {
  return typeof value === "number" ? value : null;
}
