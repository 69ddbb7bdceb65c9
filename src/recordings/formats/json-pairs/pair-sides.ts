import { isJsonObject } from "../../../chat/json.js";
import { jsonApi } from "../../identify/response-shape.js";
import { listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import {
  addressNames,
  base64Names,
  bodyNames,
  chunkNames,
  firstOf,
  headerNames,
  methodNames,
  sideNames,
  statusNames,
} from "./pair-names.js";

/** The two sides of a pair. `response` null: no answer was recorded. */
export type Sides = { readonly request: Members; readonly response: Members | null };

/** True for a whole pair: it says where it was asked and what was answered, or it holds a chat request and its reply. */
export function isPair(record: unknown): boolean {
  const sides = sidesOf(record);
  if (sides === null || sides.response === null) return false;
  const { request, response } = sides;
  if (isAddressed(request)) return isAnswered(response);
  return isChatRequest(bodyValue(request)) && isReply(response);
}

/** True for a record that has the members of a pair, whatever they hold. */
export function isMeantAsPair(record: unknown): boolean {
  if (isPair(record)) return true;
  const names = sideNames.find(([request]) => memberOf(record, request) !== undefined);
  return names !== undefined && (memberOf(record, names[1]) !== undefined || memberOf(record, "error") !== undefined);
}

/** The sides of a record; null: it has none. Members that stand beside the sides (`url`, `status`) belong to them. */
export function sidesOf(record: unknown): Sides | null {
  const members = objectOf(record);
  if (members === null) return null;
  for (const [requestName, responseName] of sideNames) {
    const [sent, received] = [memberOf(members, requestName), memberOf(members, responseName)];
    const request = requestIn(sent);
    if (request === null) continue;
    const isMissing = received === undefined || received === null;
    if (isMissing && memberOf(members, "error") === undefined) continue;
    const response = isMissing ? null : responseIn(received);
    if (!isMissing && response === null) continue;
    return {
      request: withBeside(request, members, [...addressNames, ...methodNames]),
      response: response && withBeside(response, members, statusNames),
    };
  }
  return flatSides(members);
}

/** `{url, requestBody, status, responseBody}`, as logs of proxies have it. */
function flatSides(record: Members): Sides | null {
  const body = firstOf(record, ["requestBody", "request_body", "reqBody"]);
  const answer = firstOf(record, ["responseBody", "response_body", "resBody"]);
  if (body === undefined || answer === undefined || textOf(firstOf(record, addressNames)) === null) return null;
  const request = { headers: firstOf(record, ["requestHeaders", "request_headers"]), body };
  const response = { headers: firstOf(record, ["responseHeaders", "response_headers"]), body: answer };
  return {
    request: withBeside(request, record, [...addressNames, ...methodNames]),
    response: withBeside(response, record, statusNames),
  };
}

/** A request is an object, or its body as text. A chat request without HTTP around it is the body. */
function requestIn(value: unknown): Members | null {
  if (typeof value === "string") return { body: value };
  const object = objectOf(value);
  return object !== null && !isAddressed(object) && isChatRequest(object) ? { body: object } : object;
}

/** A response is an object, its body as text, or the list of its chunks. A reply without HTTP around it is the body. */
function responseIn(value: unknown): Members | null {
  if (typeof value === "string") return { body: value };
  const list = listOf(value);
  if (list !== null) return list.length === 0 ? null : { chunks: list };
  const object = objectOf(value);
  return object !== null && !isAnswered(object) && isReply({ body: object }) ? { body: object } : object;
}

function withBeside(side: Members, record: Members, names: readonly string[]): Members {
  const beside = names.filter((name) => memberOf(record, name) !== undefined && memberOf(side, name) === undefined);
  return beside.length === 0 ? side : { ...Object.fromEntries(beside.map((name) => [name, record[name]])), ...side };
}

function isAddressed(request: Members): boolean {
  const method = textOf(firstOf(request, methodNames));
  const isVerb = method !== null && /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/i.test(method);
  return isVerb || addressNames.some((name) => isAddress(request[name]));
}

function isAddress(value: unknown): boolean {
  return typeof value === "string" && /^(?:[a-z][a-z0-9+.-]*:\/\/|\/|[a-z0-9-]+(?:\.[a-z0-9-]+)+[/:])/i.test(value);
}

function isAnswered(response: Members): boolean {
  const status = firstOf(response, statusNames);
  const hasStatus = /^\d{3}(?: |$)/.test(String(memberOf(status, "code") ?? status));
  const carriers = hasStatus ? [...headerNames, ...bodyNames, ...base64Names, ...chunkNames] : ["body", ...base64Names];
  return carriers.some((name) => memberOf(response, name) !== undefined);
}

function isReply(response: Members): boolean {
  const chunks = firstOf(response, chunkNames);
  if (listOf(chunks) !== null) return true;
  const body = bodyValue(response);
  if (typeof body === "string") return /^\s*(?::|data:|event:)/.test(body);
  return isJsonObject(body) && jsonApi(body) !== null;
}

function bodyValue(message: Members): unknown {
  return firstOf(message, bodyNames);
}

function isChatRequest(value: unknown): boolean {
  const messages = listOf(memberOf(value, "messages"));
  return messages !== null && messages.length > 0 && objectOf(messages[0]) !== null;
}
