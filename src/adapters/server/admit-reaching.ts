import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import { admitMembers } from "../openai-chat/server/read-request/admit-members.js";
import { isNothing } from "../openai-chat/server/read-request/kept-members.js";
import { RequestRefusal } from "../openai-chat/server/read-request/refusal.js";

/** Who may set a member: `allows` is the configuration's word. `warnings` collects what was changed. */
export type Reading = { readonly allows: (member: string) => boolean; readonly warnings: Warning[] };

/** A member that chooses more than the reply. `why`: it is refused. `harmless`: the values that choose nothing. `code`: of the refusal. */
export type Reach = { readonly why: string; readonly harmless: readonly JsonValue[]; readonly code: string };

/** The members of an API's body: those that reach beyond the reply, and those that its door reads itself. */
export type BodyMembers = { readonly reaching: ReadonlyMap<string, Reach>; readonly known: ReadonlySet<string> };

/**
 * The members of a body that may go on. One that reaches beyond the reply is refused unless the configuration allows it; one of other
 * APIs is treated as it is there.
 */
export function admitReaching(body: JsonObject, { reaching, known }: BodyMembers, reading: Reading): JsonObject {
  const admitted: { [name: string]: JsonValue } = {};
  for (const name of Object.keys(body)) {
    const value = body[name];
    const reach = reaching.get(name);
    if (value === undefined || (reach !== undefined && (isNothing(value) || reach.harmless.includes(value)))) continue;
    if (reach !== undefined && !reading.allows(name)) throw refusalOf(name, reach);
    admitted[name] = value;
  }
  return admitMembers(admitted, { isRead: (name) => known.has(name) || reaching.has(name), ...reading });
}

function refusalOf(name: string, { why, code }: Reach): RequestRefusal {
  const message = `'${name}' cannot be set by a request: ${why}. To let requests set it, list ${name} under 'allow' of the model's entry.`;
  return new RequestRefusal(name, message, code);
}
