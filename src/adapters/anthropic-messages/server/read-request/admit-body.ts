import type { JsonObject, JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { admitMembers } from "../../../openai-chat/server/read-request/admit-members.js";
import { isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import { RequestRefusal } from "../../../openai-chat/server/read-request/refusal.js";

type Admitting = { readonly allows: (member: string) => boolean; readonly warnings: Warning[] };

/**
 * The members of a body that may go on. One that reaches beyond the reply is refused unless the configuration allows it; one of other
 * APIs is treated as it is there.
 */
export function admitBody(body: JsonObject, { allows, warnings }: Admitting): JsonObject {
  const admitted: { [name: string]: JsonValue } = {};
  for (const name of Object.keys(body)) {
    const value = body[name];
    const effect = reaching.get(name);
    if (value === undefined || (effect !== undefined && isNothing(value))) continue;
    if (effect !== undefined && !allows(name)) throw refusalOf(name, effect);
    admitted[name] = value;
  }
  return admitMembers(admitted, { isRead: (name) => known.has(name) || reaching.has(name), allows, warnings });
}

function refusalOf(name: string, effect: string): RequestRefusal {
  const message = `'${name}' cannot be set by a request: the router's configuration decides it. It ${effect}. To let requests set it, list ${name} under 'allow' of the model's entry.`;
  return new RequestRefusal(name, message, "forbidden_parameter");
}

/** Members that choose more than the reply (@anthropic-ai/sdk 1.14.0, resources/messages and resources/beta/messages, read 2026-11-29). */
const reaching: ReadonlyMap<string, string> = new Map([
  ["service_tier", "chooses price and priority"],
  ["speed", "chooses a faster and dearer service"],
  ["inference_geo", "chooses where the model runs"],
  ["container", "runs code in a container of the account"],
  ["mcp_servers", "lets the service call other servers"],
  ["betas", "turns on betas of the API"],
  ["user_profile_id", "names a profile that the account stores"],
  ["workspace_id", "chooses the workspace of the account"],
  ["fallbacks", "lists models to ask after a refusal"],
]);

/** Members that this door reads itself. */
const known: ReadonlySet<string> = new Set([
  ...["model", "messages", "system", "max_tokens", "stream", "stop_sequences", "temperature", "top_p", "top_k"],
  ...["tools", "tool_choice", "thinking", "output_config", "output_format"],
  ...["metadata", "context_management", "cache_control"],
]);
