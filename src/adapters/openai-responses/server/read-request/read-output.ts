import { isJsonObject, type JsonObject } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { listAt, objectAt } from "../../../openai/wire-members.js";
import { isName, isNothing, keepNamed } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand, RequestRefusal, shown } from "../../../openai-chat/server/read-request/refusal.js";
import { logprobsIncluded } from "../../encode/include.js";
import { asksLogprobs } from "../encode-reply/scores.js";

/** The format of the text for the decoder; its verbosity is for upstreams of this API alone. */
export function readText(body: JsonObject, warnings: Warning[]): JsonObject {
  const text = objectAt(body, "text");
  if (text === null) return {};
  keepNamed(text, ["format", "verbosity"], { at: "text", warnings });
  const { format } = text;
  if (isNothing(format)) return {};
  demand(isJsonObject(format), "text.format", "an object");
  return { text: { format: checkFormat(format, warnings) } };
}

/** The effort of reasoning for the decoder; the summary is for upstreams of this API alone. */
export function readReasoning(body: JsonObject, warnings: Warning[]): JsonObject {
  const reasoning = objectAt(body, "reasoning");
  if (reasoning === null) return {};
  const { effort } = reasoning;
  demand(isNothing(effort) || typeof effort === "string", "reasoning.effort", "a string");
  keepNamed(reasoning, ["effort", "summary", "generate_summary"], { at: "reasoning", warnings });
  return isNothing(effort) ? {} : { reasoning: { effort } };
}

function checkFormat(format: JsonObject, warnings: Warning[]): JsonObject {
  const at = "text.format";
  switch (format["type"]) {
    case "text":
    case "json_object":
      return keepNamed(format, ["type"], { at, warnings });
    case "json_schema": {
      const { name, schema, strict } = format;
      demand(isName(name), `${at}.name`, "a name");
      demand(isJsonObject(schema), `${at}.schema`, "a JSON schema");
      demand(isNothing(strict) || typeof strict === "boolean", `${at}.strict`, "true or false");
      return keepNamed(format, ["type", "name", "schema", "strict"], { at, warnings });
    }
    default: {
      const message = `'${at}.type' must be text, json_object or json_schema, not ${shown(format["type"])}.`;
      throw new RequestRefusal(`${at}.type`, message, "unsupported_value");
    }
  }
}

/** The log probabilities that are asked for, for the decoder; what else `include` names is for upstreams of this API alone. */
export function readScores(body: JsonObject): JsonObject {
  if (!asksLogprobs(body)) return {};
  const { top_logprobs: alternatives } = body;
  return { include: [logprobsIncluded], ...(isNothing(alternatives) ? {} : { top_logprobs: alternatives }) };
}

/** Warns of what a request asks for and this door does not give. */
export function warnUncarried(body: JsonObject, warnings: Warning[]): void {
  const warn = (field: string, message: string, id = "not-carried") => warnings.push({ id, field, message });
  if (body["store"] === true) warn("store", "this router stores nothing: it is read as false", "store-read");
  if (body["truncation"] === "auto")
    warn("truncation", "nothing is left out of a long input: it is read as disabled", "truncation-read");
  if (!isNothing(body["max_tool_calls"]))
    warn("max_tool_calls", "it limits the tools that a service runs, and there are none");
  if (Number(body["top_logprobs"]) > 0 && !asksLogprobs(body))
    warn("top_logprobs", `it asks for nothing without ${logprobsIncluded} in include`);
  for (const [index, one] of (listAt(body, "include") ?? []).entries()) {
    if (one === "reasoning.encrypted_content" || one === logprobsIncluded) continue;
    warn(`include[${index}]`, "the reply has nothing of it");
  }
  const options = objectAt(body, "stream_options");
  for (const [name, value] of Object.entries(options ?? {})) {
    if (name === "include_obfuscation" && value !== true) continue;
    warn(`stream_options.${name.slice(0, 100)}`, "not an option of this server");
  }
}
