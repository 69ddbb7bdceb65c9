import type { JsonObject } from "../../../../chat/json.js";
import { admitReaching, type Reach, type Reading } from "../../../server/admit-reaching.js";

/** The members of a body of this API that may go on, see {@link admitReaching}. */
export function admitBody(body: JsonObject, reading: Reading): JsonObject {
  return admitReaching(body, { reaching, known }, reading);
}

function decided(effect: string): Reach {
  const why = `the router's configuration decides it. It ${effect}`;
  return { why, harmless: [], code: "forbidden_parameter" };
}

/** Members that choose more than the reply (@anthropic-ai/sdk 1.14.0, resources/messages and resources/beta/messages, read 2026-11-29). */
const reaching: ReadonlyMap<string, Reach> = new Map([
  ["service_tier", decided("chooses price and priority")],
  ["speed", decided("chooses a faster and dearer service")],
  ["inference_geo", decided("chooses where the model runs")],
  ["container", decided("runs code in a container of the account")],
  ["mcp_servers", decided("lets the service call other servers")],
  ["betas", decided("turns on betas of the API")],
  ["user_profile_id", decided("names a profile that the account stores")],
  ["workspace_id", decided("chooses the workspace of the account")],
  ["fallbacks", decided("lists models to ask after a refusal")],
]);

/** Members that this door reads itself. */
const known: ReadonlySet<string> = new Set([
  ...["model", "messages", "system", "max_tokens", "stream", "stop_sequences", "temperature", "top_p", "top_k"],
  ...["tools", "tool_choice", "thinking", "output_config", "output_format"],
  ...["metadata", "context_management", "cache_control"],
]);
