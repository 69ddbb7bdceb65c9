import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { OwnMembers } from "../../own-members.js";
import { askedModel, autoModel, prepareModel, type RefusedRequest, readOrRefuse } from "../../server/read-or-refuse.js";
import { decodeRequestBody } from "../decode-request.js";
import { hasSystemBeside } from "./client-words/system-beside.js";
import { clientWarning } from "./client-words.js";
import { admitMembers } from "./read-request/admit-members.js";
import { checkContent } from "./read-request/check-content.js";
import { checkFormat } from "./read-request/check-format.js";
import { checkMessages } from "./read-request/check-messages.js";
import { checkSettings, isSetting, legacyNames } from "./read-request/check-settings.js";
import { checkTools } from "./read-request/check-tools.js";
import { clearDetails } from "./read-request/details.js";
import { readReplayedReasoning } from "./read-request/replayed-reasoning.js";
import { readToolChoice } from "./read-request/tool-choice.js";
import { mendArguments, mendText } from "./read-request/well-formed.js";

/**
 * A client's request, read and checked. `warnings`: what not every provider supports. `refused`: the request is not sent
 * to any provider; `error` names the member at fault.
 */
export type ServerRequest =
  | {
      readonly kind: "request";
      readonly request: ChatRequest;
      readonly stream: boolean;
      /** Absent: the API has nothing that the chat vocabulary has no word for, and that only its own upstreams understand. */
      readonly own?: OwnMembers;
      readonly warnings: readonly Warning[];
    }
  | RefusedRequest;

/** Says whether the configuration of a model lets a request set a member; for {@link autoModel}: of any model. */
export type AllowsMember = (model: string, member: string) => boolean;

const allowsNone: AllowsMember = () => false;

/**
 * Reads the parsed body of `POST /v1/chat/completions`. A known member with another type than the API's is refused; null
 * counts as absent. A member that chooses whom to ask, or how, is refused unless `allows` says otherwise; others that the
 * chat vocabulary has no word for go into `extra`. Does not check which models exist or what a provider supports. Never throws.
 *
 * @example
 * const read = readServerRequest(JSON.parse(body));
 * if (read.kind === "refused") return respond(read.status, { error: read.error });
 * relay(read.request, { stream: read.stream });
 */
export function readServerRequest(body: unknown, allows: AllowsMember = allowsNone): ServerRequest {
  return readOrRefuse(body, (given) => readBody(given, allows));
}

function readBody(given: JsonObject, allows: AllowsMember): ServerRequest {
  const warnings: Warning[] = [];
  const model = askedModel(given);
  const mended = mendText(given, warnings);
  const body = admitMembers(mended, { isRead, allows: (member) => allows(model, member), warnings });
  checkSettings(body);
  const { request, warnings: unread } = decodeRequestBody(prepare(body, warnings));
  return {
    kind: "request",
    request: withLogprobs({ ...request, messages: readReplayedReasoning(request.messages) }),
    stream: body["stream"] === true,
    warnings: [...warnings, ...unread.map((warning) => clientWarning(warning, body))],
  };
}

/**
 * Log probabilities are a setting, so that an API which has none says so. How many alternatives there are of tokens that were not asked for
 * goes on as it came: the service refuses it.
 */
function withLogprobs(request: ChatRequest): ChatRequest {
  if (request.extra["logprobs"] === undefined) return request;
  const { logprobs, ...extra } = request.extra;
  if (logprobs !== true) return { ...request, extra };
  const { top_logprobs: alternatives, ...rest } = extra;
  return { ...request, logprobs: typeof alternatives === "number" ? alternatives : 0, extra: rest };
}

/** Whether a client asks for usage in a stream. */
export function includesUsage({ stream_options: options }: JsonObject): boolean {
  return isJsonObject(options) && options["include_usage"] === true;
}

/** Members with checks of their own; what is inside `reasoning` and `thinking` is looked at like any other member's. */
function isRead(name: string): boolean {
  if (name === "reasoning" || name === "thinking") return false;
  return isSetting(name) || handledHere.has(name) || name === "messages" || legacyNames.includes(name);
}

/** The body for the decoder: checked, without nulls and without the members that the server itself handles. */
function prepare(body: JsonObject, warnings: Warning[]): JsonObject {
  const prepared: { [name: string]: JsonValue } = {};
  for (const name of Object.keys(body)) {
    const value = body[name];
    if (value === undefined || handledHere.has(name) || (value === null && isSetting(name))) continue;
    prepared[name] = value;
  }
  const messages = checkMessages(body["messages"], warnings);
  prepared["messages"] = withSystem(clearDetails(mendArguments(messages, warnings), warnings), body, warnings);
  prepareTools(prepared, warnings);
  prepareModel(prepared, warnings);
  prepareLimit(prepared, warnings);
  warnUncarried(body, warnings);
  return prepared;
}

/** The server handles streaming, the number of choices and a system text; no provider sees these members. */
const handledHere: ReadonlySet<string> = new Set(["stream", "stream_options", "n", "system"]);

/** Cursor sends the system text beside the messages, as Anthropic's API has it (BerriAI/litellm#25193, 2026-11-28). */
function withSystem(messages: readonly JsonValue[], body: JsonObject, warnings: Warning[]): readonly JsonValue[] {
  const { system = null } = body;
  if (!hasSystemBeside(body)) return messages;
  checkContent(system, "system", { role: "system", parts: ["text"], required: true });
  warnings.push({ id: "system-read", field: "system", message: "it is read as a system message before the others" });
  return [{ role: "system", content: system }, ...messages];
}

function prepareTools(prepared: { [name: string]: JsonValue }, warnings: Warning[]): void {
  const { tools, tool_choice: choice, response_format: format } = prepared;
  const checked = Array.isArray(tools) ? checkTools(tools, warnings) : [];
  if (tools !== undefined) prepared["tools"] = checked;
  if (choice !== undefined) Object.assign(prepared, readToolChoice(choice, checked, warnings));
  if (isJsonObject(format)) prepared["response_format"] = checkFormat(format, warnings);
}

/** The newer name wins: given both, each upstream would use the one that it knows. */
function prepareLimit(prepared: { [name: string]: JsonValue }, warnings: Warning[]): void {
  const { max_tokens: older, max_completion_tokens: newer } = prepared;
  if (older === undefined || newer === undefined) return;
  delete prepared["max_tokens"];
  if (older === newer) return;
  warnings.push({ id: "limit-twice", field: "max_tokens", message: "max_completion_tokens is used instead" });
}

function warnUncarried(body: JsonObject, warnings: Warning[]): void {
  const warn = (field: string, message: string) => warnings.push({ id: "not-carried", field, message });
  const options = body["stream_options"];
  for (const name of isJsonObject(options) ? Object.keys(options) : []) {
    if (name !== "include_usage") warn(`stream_options.${name.slice(0, 100)}`, "not an option of this server");
  }
}
