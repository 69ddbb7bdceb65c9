import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { IncomingHeaders } from "../../door.js";
import { mendText } from "../../openai-chat/server/read-request/well-formed.js";
import type { AllowsMember, ServerRequest } from "../../openai-chat/server/read-request.js";
import type { Reading as Preparing } from "../../server/admit-reaching.js";
import { askedModel, prepareModel, readOrRefuse } from "../../server/read-or-refuse.js";
import { decodeRequest } from "../decode-request.js";
import { clientPath } from "./client-words.js";
import { admitBody } from "./read-request/admit-body.js";
import { readArguments } from "./read-request/arguments.js";
import { betasIn } from "./read-request/betas.js";
import { checkMessages, checkSystem } from "./read-request/check-messages.js";
import { checkSettings } from "./read-request/check-settings.js";
import { checkTools } from "./read-request/check-tools.js";
import { ownMembersFor } from "./read-request/own-members.js";
import { readOutput } from "./read-request/read-output.js";
import { restoreReasoning } from "./read-request/restore-reasoning.js";

type Asked = { readonly allows: AllowsMember; readonly headers: IncomingHeaders };

/**
 * Reads the parsed body of `POST /v1/messages`. A member with another type than the API's is refused by its path; null counts as
 * absent. A member that chooses whom to ask, what runs, or what the account stores is refused unless `allows` says otherwise. Of the
 * headers, `anthropic-beta` is read. Does not check which models exist or what a provider supports. Never throws.
 */
export function readRequest(body: unknown, asked: Asked): ServerRequest {
  return readOrRefuse(body, (given) => readBody(given, { ...asked, isCount: false }));
}

/** {@link readRequest} for `POST /v1/messages/count_tokens`, whose body needs no `max_tokens`. */
export function readCountRequest(body: unknown, asked: Asked): ServerRequest {
  return readOrRefuse(body, (given) => readBody(given, { ...asked, isCount: true }));
}

type Reading = Asked & { readonly isCount: boolean };

function readBody(given: JsonObject, { allows, headers, isCount }: Reading): ServerRequest {
  const warnings: Warning[] = [];
  const model = askedModel(given);
  const body = admitBody(mendText(given, warnings), { allows: (member) => allows(model, member), warnings });
  checkSettings(body, { needsLimit: !isCount });
  const betas = betasIn(headers);
  const { prepared, own } = prepare(body, { allows: (member) => allows(model, member), warnings });
  const { request, warnings: unread } = decodeRequest(wireRequest, prepared);
  return {
    kind: "request",
    request: { ...request, messages: restoreReasoning(readArguments(request.messages), body, warnings) },
    stream: !isCount && body["stream"] === true,
    warnings: [...warnings, ...unread.map((warning) => ({ ...warning, field: clientPath(warning.field, body) ?? "" }))],
    own: ownMembersFor({ own, betas, body }),
  };
}

/** The decoder's other argument; the body is parsed, and the headers are not its to read. */
const wireRequest = { method: "POST", url: "/v1/messages", headers: [], body: null } as const;

/** The body for the decoder, checked and without nulls; and the members that only this API has. */
function prepare(
  body: JsonObject,
  { allows, warnings }: Preparing,
): { readonly prepared: JsonObject; readonly own: JsonObject } {
  const prepared: { [name: string]: JsonValue } = {};
  for (const name of Object.keys(body)) {
    const value = body[name];
    if (value !== undefined && value !== null && !setApart.has(name)) prepared[name] = value;
  }
  prepared["messages"] = checkMessages(body["messages"], warnings);
  const { system } = body;
  if (system !== undefined && system !== null) prepared["system"] = checkSystem(system, warnings);
  prepareModel(prepared, warnings);
  const tools = checkTools(body, { allows, warnings });
  const output = readOutput(body, warnings);
  return {
    prepared: Object.assign(prepared, tools.members, output.members),
    own: { ...output.own, ...tools.own },
  };
}

/** Members that are read apart from the others, or that no model sees. */
const setApart: ReadonlySet<string> = new Set([
  ...["stream", "tools", "tool_choice", "thinking", "output_config", "output_format"],
  ...["metadata", "context_management", "cache_control"],
]);
