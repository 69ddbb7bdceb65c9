import { isJsonObject } from "../../../chat/json.js";
import { jsonApi } from "../../identify/response-shape.js";
import { jsonObjectIn, listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import {
  addressNames,
  base64Names,
  bodyNames,
  chunkNames,
  firstOf,
  headerNames,
  hostNames,
  membersOf,
  methodNames,
  sideNames,
  statusNames,
} from "./pair-names.js";

/** The two sides of a pair. `response` null: no answer was recorded. */
export type Sides = { readonly request: Members; readonly response: Members | null };

/** The body of a request in a record that has both sides in one object. */
const flatBodyNames = ["requestBody", "request_body", "reqBody"];

/** What may stand beside a request instead of in it. */
const requestNames = [...addressNames, ...hostNames, ...methodNames];

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
  const members = membersOf(record);
  const names = sideNames.find(([request]) => memberOf(members, request) !== undefined);
  return names !== undefined && (memberOf(members, names[1]) !== undefined || memberOf(members, "error") !== undefined);
}

/** The sides of a record; null: it has none. Members that stand beside the sides (`url`, `status`) belong to them. */
export function sidesOf(record: unknown): Sides | null {
  if (!mayHaveSides(record)) return null;
  const members = membersOf(record);
  if (members === null) return null;
  for (const [requestName, responseName] of sideNames) {
    const [sent, received] = [memberOf(members, requestName), memberOf(members, responseName) ?? besideOf(members)];
    const request = requestIn(sent);
    if (request === null) continue;
    const isMissing = received === undefined || received === null;
    if (isMissing && memberOf(members, "error") === undefined) continue;
    const response = isMissing ? null : responseIn(received);
    if (!isMissing && response === null) continue;
    return {
      request: withBeside(request, members, requestNames),
      response: response && withBeside(response, members, statusNames),
    };
  }
  return flatSides(members);
}

/** `{url, requestBody, status, responseBody}`, as logs of proxies have it. */
function flatSides(record: Members): Sides | null {
  const body = firstOf(record, flatBodyNames);
  const answer = firstOf(record, ["responseBody", "response_body", "resBody"]);
  if (body === undefined || answer === undefined || textOf(firstOf(record, addressNames)) === null) return null;
  const request = { headers: firstOf(record, ["requestHeaders", "request_headers"]), body };
  const response = { headers: firstOf(record, ["responseHeaders", "response_headers"]), body: answer };
  return {
    request: withBeside(request, record, requestNames),
    response: withBeside(response, record, statusNames),
  };
}

/** Cheap, for objects of many members. */
function mayHaveSides(record: unknown): boolean {
  return objectOf(record) !== null && telling.some((name) => memberOf(record, name) !== undefined);
}

const telling = [...sideNames.map(([request]) => request), ...flatBodyNames].flatMap((name) => [
  name,
  name.replace(/^[a-z]/, (first) => first.toUpperCase()),
]);

/** A response whose chunks stand beside the request, without an object of its own; undefined: there are none. */
function besideOf(record: Members): Members | undefined {
  const isThere = chunkNames.some((name) => listOf(record[name]) !== null);
  const headers = firstOf(record, ["responseHeaders", "response_headers"]);
  return isThere ? { ...record, headers } : undefined;
}

/** A request is an object, or its body as text. A chat request without HTTP around it is the body. */
function requestIn(value: unknown): Members | null {
  if (typeof value === "string") return { body: value };
  const object = membersOf(value);
  if (object === null) return null;
  // `{url, init: {method, body}}`, as `fetch` is called.
  const options = objectOf(firstOf(object, ["init", "options"]));
  const request = options !== null && isAddressed(object) ? { ...options, ...object } : object;
  return !isAddressed(request) && isChatRequest(request) ? { body: request } : request;
}

/** A response is an object, its body as text, or the list of its chunks. A reply without HTTP around it is the body. */
function responseIn(value: unknown): Members | null {
  if (typeof value === "string") return { body: value };
  const list = listOf(value);
  if (list !== null) return list.length === 0 ? null : { chunks: list };
  const object = membersOf(value);
  return object !== null && !isAnswered(object) && isReply({ body: object }) ? { body: object } : object;
}

function withBeside(side: Members, record: Members, names: readonly string[]): Members {
  const addressed = names.some((name) => addressNames.includes(name)) && isAddressed(side);
  if (addressed && addressNames.some((name) => isAddress(side[name]))) return side;
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
  if (typeof body === "string" && /^\s*(?::|data:|event:)/.test(body)) return true;
  const reply = typeof body === "string" ? jsonObjectIn(body) : body;
  return isJsonObject(reply) && jsonApi(reply) !== null;
}

function bodyValue(message: Members): unknown {
  return firstOf(message, bodyNames);
}

function isChatRequest(value: unknown): boolean {
  const request = typeof value === "string" ? jsonObjectIn(value) : value;
  const messages = listOf(memberOf(request, "messages"));
  return (messages !== null && messages.length > 0 && objectOf(messages[0]) !== null) || isResponsesRequest(request);
}

/** OpenAI's Responses has `input` in place of messages: a text, or a list of items. */
function isResponsesRequest(request: unknown): boolean {
  const [model, input] = [memberOf(request, "model"), memberOf(request, "input")];
  return textOf(model) !== null && (textOf(input) !== null || objectOf(listOf(input)?.[0]) !== null);
}
