import { isJsonObject, type JsonObject, type JsonValue } from "../chat/json.js";
import { type ReadReasoning, readReasoning } from "./reasoning-value.js";

/**
 * The members of a chat message in which services send reasoning, beside `reasoning` and `reasoning_content`. `reasoning_text`
 * and `reasoning_opaque`: GitHub Copilot (anomalyco/opencode#8900). `thinking_blocks`, and `reasoningContentBlocks` inside
 * `provider_specific_fields`: LiteLLM (BerriAI/litellm, llms/anthropic/chat and llms/bedrock/chat). `thinking`: Ollama's
 * name for it. All read 2026-11-28. The pattern also takes these words in another spelling, such as `reasoningContent`; the value
 * decides whether there is reasoning in it.
 */
const places =
  /^(?:reasoning|thinking|thoughts?)(?:_?(?:text|content|summary|blocks|trace|opaque)|Text|Content(?:Blocks)?|Summary|Blocks|Opaque)?$/;

const containers: ReadonlySet<string> = new Set(["provider_specific_fields", "extra_content"]);

/** True when the member may hold reasoning; {@link reasoningAt} says whether it does. */
export function mayHoldReasoning(name: string): boolean {
  return places.test(name) || containers.has(name);
}

/** The reasoning in a member of a message; `[]`: none that can be read. */
export function reasoningAt(message: JsonObject, name: string): readonly ReadReasoning[] {
  const value = message[name];
  if (containers.has(name)) return containedIn(value);
  return /opaque$/i.test(name) ? opaqueIn(value) : readReasoning(value);
}

/**
 * The types of parts of a list of content that hold reasoning: `thinking` from Mistral and Anthropic, `reasoning` with a `summary`
 * from Databricks (databricks/appkit#559), the others from OpenAI's Responses API and OpenRouter's details; all read 2026-11-28.
 */
const partTypes: ReadonlySet<string> = new Set([
  "thinking",
  "redacted_thinking",
  "reasoning",
  "reasoning_text",
  "reasoning_content",
  "reasoning_summary",
  "summary",
  "summary_text",
  "reasoning.text",
  "reasoning.summary",
  "reasoning.encrypted",
  "thought",
]);

/** True for a part of a list of content that holds reasoning, by its type or, as in Converse, by its member. */
export function isReasoningPart(part: JsonObject): boolean {
  const type = part["type"];
  return (typeof type === "string" && partTypes.has(type)) || isJsonObject(part["reasoningContent"]);
}

/** LiteLLM repeats reasoning inside a container, under the names of the upstream's own API. */
function containedIn(value: JsonValue | undefined): readonly ReadReasoning[] {
  if (!isJsonObject(value)) return [];
  const names = Object.keys(value).filter((name) => places.test(name));
  return names.map((name) => reasoningAt(value, name)).find((pieces) => pieces.length > 0) ?? [];
}

function opaqueIn(value: JsonValue | undefined): readonly ReadReasoning[] {
  return typeof value === "string" && value !== "" ? [{ text: null, signature: null, redacted: value }] : [];
}
