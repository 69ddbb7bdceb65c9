import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import { isNothing } from "../../openai-chat/server/read-request/kept-members.js";
import { mendText } from "../../openai-chat/server/read-request/well-formed.js";
import type { AllowsMember, ServerRequest } from "../../openai-chat/server/read-request.js";
import type { OwnMembers } from "../../own-members.js";
import type { Reading } from "../../server/admit-reaching.js";
import { askedModel, prepareModel, type RefusedRequest, readOrRefuse } from "../../server/read-or-refuse.js";
import { decodeRequestBody } from "../decode-request.js";
import { admitBody } from "./read-request/admit-body.js";
import { checkInput } from "./read-request/check-input.js";
import { checkSettings } from "./read-request/check-settings.js";
import { lowerInput } from "./read-request/lower-input.js";
import { ownMembersFor } from "./read-request/own-members.js";
import { readReasoning, readScores, readText, warnUncarried } from "./read-request/read-output.js";
import { descriptionOf, functionOf, readTools } from "./read-request/read-tools.js";
import { readChoice } from "./read-request/tool-choice.js";
import { restoreReasoning } from "./replayed-reasoning.js";

/** A request of the Responses API, read and checked. `own`: what of it only an upstream of this API gets. */
export type ResponsesRequest =
  | (Extract<ServerRequest, { kind: "request" }> & { readonly own: OwnMembers })
  | RefusedRequest;

/**
 * Reads the parsed body of `POST /v1/responses`. The door stores nothing: what refers to stored responses, conversations, prompts or
 * items is refused by name, and `store: true` is read as false, with a warning. A member with another type than the API's is refused by
 * its path; null counts as absent. A member that chooses whom to ask, or how, is refused unless `allows` says otherwise. Does not check
 * which models exist or what a provider supports. Never throws.
 */
export function readRequest(body: unknown, { allows }: { readonly allows: AllowsMember }): ResponsesRequest {
  return readOrRefuse(body, (given) => readBody(given, allows));
}

function readBody(given: JsonObject, allows: AllowsMember): ResponsesRequest {
  const warnings: Warning[] = [];
  const model = askedModel(given);
  const reading = { allows: (member: string) => allows(model, member), warnings };
  const body = admitBody(mendText(given, warnings), reading);
  checkSettings(body);
  checkInput(body["input"], reading);
  const { prepared, functions, hosted } = prepare(body, reading);
  const { request, warnings: unread } = decodeRequestBody(prepared);
  const messages = restoreReasoning(request.messages, prepared["input"], warnings);
  return {
    kind: "request",
    request: { ...request, messages },
    stream: body["stream"] === true,
    warnings: [...warnings, ...unread],
    own: ownMembersFor({ body, functions, hosted }),
  };
}

type Prepared = {
  readonly prepared: JsonObject;
  readonly functions: readonly JsonObject[];
  readonly hosted: readonly JsonObject[];
};

/** The body for the decoder, checked, without nulls, and with tools and calls as every API has them. */
function prepare(body: JsonObject, reading: Reading): Prepared {
  const { warnings } = reading;
  const prepared: { [name: string]: JsonValue } = {};
  for (const name of Object.keys(body)) {
    const value = body[name];
    if (!isNothing(value) && !setApart.has(name)) prepared[name] = value;
  }
  const { offered, hosted } = readTools(body["tools"], reading);
  const { choice, tools } = readChoice(body["tool_choice"], offered);
  const functions = tools.map((tool) => functionOf(tool, descriptionOf(tool, body["tools"])));
  if (!isNothing(body["tools"])) prepared["tools"] = functions;
  if (choice !== null) prepared["tool_choice"] = choice;
  prepared["input"] = lowerInput(body["input"], offered, warnings) ?? null;
  prepareModel(prepared, warnings);
  warnUncarried(body, warnings);
  return {
    prepared: Object.assign(prepared, readText(body, warnings), readReasoning(body, warnings), readScores(body)),
    functions,
    hosted,
  };
}

/** Members that are read apart from the others, or that no model sees. */
const setApart: ReadonlySet<string> = new Set([
  ...["stream", "stream_options", "store", "include", "truncation", "max_tool_calls", "top_logprobs"],
  ...["tools", "tool_choice", "text", "reasoning", "input"],
]);
