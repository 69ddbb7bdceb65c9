import { isPassed, memberNamed } from "../../adapters/openai-chat/server/request-members/members.js";
import type { OwnMembers } from "../../adapters/own-members.js";
import type { WireApi } from "../../chat/apis/wire-api.js";
import type { JsonValue } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { RoutedModel } from "../config/router-config.js";

/** A request as one model gets it, with a warning for each member that was left out. `refusal`: it is not sent, and why. */
export type Fitted = {
  readonly request: ChatRequest;
  readonly warnings: readonly Warning[];
  readonly refusal: string | null;
};

type Fitting = {
  readonly model: Pick<RoutedModel, "maxOutputTokens" | "allow">;
  readonly target: Target;
  readonly api: WireApi;
  /** What only an upstream of the client's API understands; absent: nothing. */
  readonly own?: OwnMembers | undefined;
};

/**
 * Fits a request to a model of the configuration: its provider's id, its token limit where the request has none, and of the
 * members that the chat vocabulary has no word for those that are known to be harmless or allowed by name. What the
 * configuration sets itself (`extra`, an upstream) is not the request's to replace, whatever the client's API.
 */
export function fitRequest(request: ChatRequest, { model, target, api, own }: Fitting): Fitted {
  const warnings: Warning[] = [];
  const extra: { [name: string]: JsonValue } = {};
  for (const [name, value] of Object.entries(request.extra)) {
    const reason = reasonAgainst(name, value, { model, target, api });
    if (reason === null) extra[name] = value;
    else warnings.push({ id: "member-left-out", field: name.slice(0, 100), message: reason });
  }
  const added = own?.({ target, allows: (member) => model.allow.includes(member) });
  warnings.push(...(added?.warnings ?? []));
  for (const [name, value] of Object.entries(added?.extra ?? {})) {
    if (target.extra[name] === undefined) extra[name] = value;
    else warnings.push({ id: "member-left-out", field: name, message: "the configuration sets it" });
  }
  const maxOutputTokens = request.maxOutputTokens ?? model.maxOutputTokens;
  const isFormatLost = "response_format" in request.extra && !("response_format" in extra);
  return {
    request: { ...request, model: target.providerModelId, maxOutputTokens, extra },
    warnings,
    refusal: isFormatLost ? formatRefusal : null,
  };
}

/** Why a member does not go on; null: it does. */
function reasonAgainst(name: string, value: JsonValue, { model, target, api }: Fitting): string | null {
  if (target.upstreamPin !== null && choosesUpstream.includes(name))
    return `the model is pinned to ${target.upstreamPin}`;
  const set = target.extra[name];
  if (set !== undefined) return JSON.stringify(set) === JSON.stringify(value) ? null : "the configuration sets it";
  if (api.addedMembers !== null && !api.addedMembers.names.includes(name)) return api.addedMembers.refusal;
  if (model.allow.includes(name)) return null;
  if (isPassed(name)) return api.harmlessMembers?.names.includes(name) === false ? api.harmlessMembers.refusal : null;
  const member = memberNamed(name);
  const what = member === null ? "not a member that the router knows" : `it ${member.effect}`;
  return `${what}; list it under 'allow' of the model's entry to send it`;
}

/** A reply in another format than the one that was asked for is no answer. */
const formatRefusal = "responseFormat: this model takes json_schema, json_object and text";

const choosesUpstream = ["provider", "models", "route"];
