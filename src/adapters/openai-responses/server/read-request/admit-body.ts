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
    const reach = reaching.get(name);
    if (value === undefined || (reach !== undefined && (isNothing(value) || reach.harmless.includes(value)))) continue;
    if (reach !== undefined && !allows(name)) throw refusalOf(name, reach);
    admitted[name] = value;
  }
  return admitMembers(admitted, { isRead: (name) => known.has(name) || reaching.has(name), allows, warnings });
}

/** `harmless`: the values that choose nothing. `code`: OpenAI's, where clients branch on it. */
type Reach = { readonly effect: string; readonly harmless: readonly JsonValue[]; readonly code: string };

function refusalOf(name: string, { effect, code }: Reach): RequestRefusal {
  const message = `'${name}' cannot be set by a request: ${effect}. To let requests set it, list ${name} under 'allow' of the model's entry.`;
  return new RequestRefusal(name, message, code);
}

function stored(what: string, code = "unsupported_parameter"): Reach {
  return { effect: `this router stores no ${what}, so send the whole conversation in 'input'`, harmless: [], code };
}

/**
 * Members that choose more than the reply (openai 6.49.0, ResponseCreateParamsBase, read 2026-11-29). `previous_response_not_found` is
 * what OpenAI answers for a response that it does not have (recordings of 2026).
 */
const reaching: ReadonlyMap<string, Reach> = new Map([
  ["previous_response_id", stored("responses", "previous_response_not_found")],
  ["conversation", stored("conversations")],
  ["prompt", stored("prompts")],
  [
    "background",
    {
      effect: "this router stores no responses, so none could be fetched later",
      harmless: [false],
      code: "unsupported_parameter",
    },
  ],
  [
    "service_tier",
    {
      effect: "it chooses price and priority, which the router's configuration decides",
      harmless: ["auto", "default"],
      code: "forbidden_parameter",
    },
  ],
]);

/** Members that this door reads itself. */
const known: ReadonlySet<string> = new Set([
  ...["model", "input", "instructions", "stream", "stream_options", "store", "include", "truncation"],
  ...["max_output_tokens", "max_tool_calls", "temperature", "top_p", "top_k", "top_logprobs"],
  ...["presence_penalty", "frequency_penalty", "tools", "tool_choice", "parallel_tool_calls", "text", "reasoning"],
]);
