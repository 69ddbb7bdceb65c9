import type { JsonObject, JsonValue } from "../../../src/chat/json.js";
import { isJsonObject } from "../../../src/chat/json.js";
import { objectAt, parsedObject, type Seen, type SeenTurn, textsOf } from "./read-body.js";

/**
 * The value that a request has of a factor, read from its bytes. Written apart from the flips of the experiment: a hidden cause is a
 * set of these values.
 */
export const factorValues: { readonly [factor: string]: (seen: Seen) => string } = {
  history: ({ turns }) =>
    turns.some((turn) => turn.role === "assistant" && turn.calls.length === 0) ? "long" : "short",
  "result-length": ({ turns }) =>
    turns.some(({ results }) => results.some(({ content }) => JSON.stringify(content).length > 500)) ? "long" : "short",
  unicode: ({ body }) => (/[^\u0000-\u007f]/.test(JSON.stringify(body)) ? "beyond ASCII" : "ASCII"),
  "text-before-call": ({ turns }) => (firstCalling(turns)?.texts.some(isShown) === true ? "text" : "none"),
  "blank-text": ({ turns, body }) =>
    turns.some(({ calls }) => calls.length > 0) && /"content":""/.test(JSON.stringify(body)) ? "blank" : "none",
  "reasoning-history": ({ turns }) => {
    if (turns.some(({ reasoning }) => reasoning.length > 0)) return "kept";
    return turns.some(({ texts }) => texts.some((text) => text.includes("<think>"))) ? "as text" : "none";
  },
  "parallel-calls": ({ turns }) => (turns.some(({ calls }) => calls.length > 1) ? "parallel" : "one by one"),
  "id-form": ({ turns }) => idForm(turns.flatMap(({ calls }) => calls.map(({ id }) => id))[0] ?? ""),
  "text-after-result": ({ turns }) => textAfter(turns),
  "result-form": ({ turns }) => resultForm(turns.flatMap(({ results }) => results.map(({ content }) => content))[0]),
  "argument-form": ({ turns }) => argumentForm(turns.flatMap(({ calls }) => calls.map(({ input }) => input))[0]),
  "tool-count": ({ tools }) => (tools.length > 3 ? "many" : tools.length > 0 ? "few" : "none"),
  "schema-keywords": ({ tools }) =>
    /\$schema|minLength|additionalProperties/.test(JSON.stringify(tools)) ? "odd" : "plain",
  "tool-choice": ({ body }) => {
    const choice = objectAt(body, "toolConfig")["toolChoice"] ?? body["tool_choice"];
    return isJsonObject(choice) ? (Object.keys(choice)[0] ?? "absent") : String(choice ?? "absent");
  },
  "token-limit": ({ body }) =>
    String(inference(body)["maxTokens"] ?? body["max_tokens"] ?? body["max_completion_tokens"] ?? "absent"),
  sampling: ({ body }) =>
    `${inference(body)["temperature"] ?? body["temperature"] ?? "-"}/${inference(body)["topP"] ?? body["top_p"] ?? "-"}`,
  thinking: ({ body }) => {
    const fields = { ...body, ...objectAt(body, "additionalModelRequestFields") };
    const said = [fields["thinking"], fields["reasoning"], fields["chat_template_kwargs"]];
    return JSON.stringify(said.filter((one) => one !== undefined));
  },
  "stop-sequences": ({ body }) =>
    inference(body)["stopSequences"] === undefined && body["stop"] === undefined ? "absent" : "present",
  "system-message": ({ system }) => (system ? "present" : "absent"),
  latency: ({ body }) => String(objectAt(body, "performanceConfig")["latency"] ?? "absent"),
  "service-tier": ({ body }) =>
    body["serviceTier"] === undefined && body["service_tier"] === undefined ? "absent" : "set",
  "model-fields": ({ body }) =>
    Object.keys(objectAt(body, "additionalModelRequestFields")).some((name) => name !== "thinking")
      ? "present"
      : "absent",
  "result-name": ({ turns }) =>
    turns.some(({ results }) => results.some(({ name }) => typeof name === "string")) ? "named" : "without a name",
  plugins: ({ body }) => (body["plugins"] === undefined ? "absent" : "present"),
  "provider-preferences": ({ body }) => {
    const own = Object.keys(objectAt(body, "provider")).filter(
      (name) => !["only", "order", "allow_fallbacks"].includes(name),
    );
    return own.sort().join();
  },
};

function inference(body: JsonObject): JsonObject {
  return objectAt(body, "inferenceConfig");
}

function firstCalling(turns: readonly SeenTurn[]): SeenTurn | undefined {
  return turns.find(({ calls }) => calls.length > 0);
}

function isShown(text: string): boolean {
  return text.replace(/<think>[\s\S]*<\/think>/g, "").trim() !== "";
}

function textAfter(turns: readonly SeenTurn[]): string {
  const last = turns.at(-1);
  return last?.role === "user" && last.texts.length > 0 ? "text" : "none";
}

const idForms: readonly (readonly [string, RegExp])[] = [
  ["functions.NAME:N", /^functions\.\w+:\d+$/],
  ["functions_NAME_N", /^functions_\w+_\d+$/],
  ["tooluse_", /^tooluse_/],
  ["toolu_", /^toolu_/],
  ["call_", /^call_/],
  ["chatcmpl-tool-", /^chatcmpl-tool-/],
  ["nine", /^[A-Za-z0-9]{9}$/],
  ["24", /^[A-Za-z0-9]{24}$/],
];

/** The form of a tool-call id, as a server tells it. */
export function idForm(id: string): string {
  return idForms.find(([, pattern]) => pattern.test(id))?.[0] ?? "other";
}

function resultForm(content: JsonValue | undefined): string {
  if (Array.isArray(content) && content.some((part) => isJsonObject(part) && "json" in part)) return "JSON";
  const [text = ""] = textsOf(content);
  return Object.keys(parsedObject(text)).length > 0 ? "text of JSON" : "lines";
}

function argumentForm(value: JsonValue | undefined): string {
  if (typeof value === "string") return "text";
  return isJsonObject(value) && Object.keys(value).length === 0 ? "{}" : "object";
}
