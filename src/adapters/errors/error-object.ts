import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { ErrorFacts } from "./error-facts.js";
import { readErrorText } from "./error-text.js";
import { cleanType } from "./error-type.js";
import { parseLoosely } from "./parse-loosely.js";

/**
 * Reads an error object of any form that services send:
 * `{"message"}`, `{"Message"}`, `{"__type"}`, `{"Output":{"__type"}}` (AWS), `{"error":{…}}`, `{"error":"…"}` (OpenAI and
 * its copies), `{"detail"}` as text or list (FastAPI), `{"errors":[…]}` (JSON:API, Cloudflare), `{"status","title"}`
 * (RFC 9457), `{"code","msg"}`, `{"error_code","error_msg"}`, `{"base_resp":{"status_code","status_msg"}}` (MiniMax, whose
 * status is 0 in a good reply: ENTERPILOT/GoModel#640, read 2026-11-28), and a gateway's `metadata.raw` (JSON in JSON, sometimes twice).
 */
export function readErrorObject(object: JsonObject, depth = 0): ErrorFacts {
  const output = object["Output"];
  if (isJsonObject(output) && typeof output["__type"] === "string") return readErrorObject(output, depth);
  const error = object["error"] ?? object["Error"] ?? failedStatus(object);
  if (isJsonObject(error)) return readDetail(error, object, depth);
  const facts = readDetail(object, object, depth);
  const words = typeof error === "string" && error !== "" ? error : null;
  return { ...facts, message: facts.message ?? words, isError: statesError(object) || facts.types.length > 0 };
}

/**
 * True for an object that states an error in place of a reply, or beside one. The caller knows that it is no reply: a
 * `message` is an error's only there.
 */
export function statesError(object: JsonObject): boolean {
  const error = object["error"];
  if (error !== undefined && error !== null && error !== false && error !== "") return true;
  if (object["object"] === "error" || object["success"] === false) return true;
  if (isJsonObject(object["Output"]) && typeof object["Output"]["__type"] === "string") return true;
  if (typeof object["__type"] === "string" || failedStatus(object) !== null) return true;
  if (["errors", "detail"].some((name) => isFilled(object[name]))) return true;
  if ((statusIn(object) ?? 0) >= 400) return true;
  return !isSuccess(object["code"]) && messageNames.some((name) => text(object, name) !== null);
}

/** True for a `type` that is an address, as a problem document has it (RFC 9457); the types of events are none. */
export function isProblemType(type: JsonValue | undefined): boolean {
  return typeof type === "string" && /^(?:about:|https?:)/i.test(type);
}

/** The status of MiniMax's own envelope where it reports a failure; null: none, or a good one. */
function failedStatus(object: JsonObject): JsonObject | null {
  const status = object["base_resp"];
  return isJsonObject(status) && status["status_code"] !== undefined && status["status_code"] !== 0 ? status : null;
}

/** The codes with which services that send `code` and `msg` around every reply report success. */
function isSuccess(code: JsonValue | undefined): boolean {
  return ["0", "200", "ok", "success"].includes(String(code).toLowerCase());
}

/** How many levels of errors nested as text are read. */
const nestingLimit = 4;

/** The members that hold a message for a person, the most telling first. */
const messageNames = [
  ...["message", "Message", "msg", "error_msg", "error_message", "errorMessage", "status_msg"],
] as const;

function readDetail(detail: JsonObject, whole: JsonObject, depth: number): ErrorFacts {
  const nested = readNested(detail, depth);
  const code = codeOf(detail);
  const candidates = [text(whole, "__type"), text(detail, "type"), text(detail, "code"), text(whole, "code")];
  const types = candidates.flatMap((type) => (type === null ? [] : [cleanType(type)])).filter((type) => type !== null);
  return {
    types: [...new Set([...types, ...(nested?.types ?? [])])],
    code: code ?? types[0] ?? nested?.code ?? null,
    statedStatus: statusOf(code) ?? statusIn(detail) ?? nested?.statedStatus ?? null,
    message: joinMessages(messageOf(detail), nested?.message ?? null, detail),
    isError: true,
    isHtml: false,
    isFrontEnd: typeof whole["__type"] === "string",
  };
}

/** The upstream's own error: a gateway passes it on as text in `metadata.raw`, a server inside its `message`. */
function readNested(detail: JsonObject, depth: number): ErrorFacts | null {
  if (depth >= nestingLimit) return null;
  const metadata = detail["metadata"];
  const raw = isJsonObject(metadata) ? metadata["raw"] : null;
  const inner = raw ?? detail["message"];
  const parsed = typeof inner === "string" ? parseLoosely(inner) : inner;
  if (isJsonObject(parsed)) return readErrorObject(parsed, depth + 1);
  return typeof raw === "string" && raw !== "" ? { ...readErrorText(raw), message: raw } : null;
}

function joinMessages(outer: string | null, inner: string | null, detail: JsonObject): string | null {
  const metadata = detail["metadata"];
  const from = isJsonObject(metadata) ? text(metadata, "provider_name") : null;
  const reasons = isJsonObject(metadata) && Array.isArray(metadata["reasons"]) ? metadata["reasons"] : [];
  const lead = from === null ? outer : `${outer ?? "error"} (${from})`;
  const message =
    inner === null ? lead : isJsonText(outer) ? inner : [lead, inner].filter((words) => words !== null).join(": ");
  return reasons.length === 0 ? message : `${message ?? "refused"} [flagged: ${reasons.join(", ")}]`;
}

function messageOf(detail: JsonObject): string | null {
  const message =
    statedMessage(detail) ?? wordsIn(detail["detail"]) ?? wordsIn(detail["errors"]) ?? text(detail, "title");
  const original = number(detail, "originalStatusCode");
  const joined = [message, text(detail, "originalMessage")].filter((words) => words !== null).join(": ");
  const words = joined === "" ? message : joined;
  return original === null ? words : `${words ?? "model error"} (the model answered ${original})`;
}

function statedMessage(detail: JsonObject): string | null {
  return messageNames.map((name) => text(detail, name)).find((words) => words !== null) ?? null;
}

/**
 * The words of `detail` or `errors`: a text, or a list or map of texts or of objects. An object of FastAPI's validation
 * names the member that it is about in `loc` (fastapi.tiangolo.com, handling errors, read 2026-11-28).
 */
function wordsIn(value: JsonValue | undefined): string | null {
  if (typeof value === "string") return value === "" ? null : value;
  const items = Array.isArray(value) ? value.map(wordsOfItem) : isJsonObject(value) ? wordsOfMap(value) : [];
  const words = items.filter((item) => item !== null).slice(0, 5);
  return words.length === 0 ? null : words.join("; ");
}

function wordsOfItem(item: JsonValue): string | null {
  if (typeof item === "string") return item === "" ? null : item;
  if (!isJsonObject(item)) return null;
  const place = Array.isArray(item["loc"]) ? item["loc"].join(".") : "";
  const words = readErrorObject(item, nestingLimit).message;
  return words === null || place === "" ? words : `${place}: ${words}`;
}

function wordsOfMap(map: JsonObject): readonly (string | null)[] {
  const stated = readErrorObject(map, nestingLimit).message;
  if (stated !== null) return [stated];
  return Object.entries(map).map(([name, value]) => {
    const words = typeof value === "string" || Array.isArray(value) ? wordsIn(value) : null;
    return words === null ? null : `${name}: ${words}`;
  });
}

function codeOf(detail: JsonObject): string | null {
  const code = detail["code"] ?? detail["error_code"] ?? null;
  if (typeof code === "number") return String(code);
  return typeof code === "string" && code !== "" ? code : null;
}

function statusOf(code: string | null): number | null {
  return code !== null && /^[1-5]\d\d$/.test(code) ? Number(code) : null;
}

/** A status beside the words: a number, or in JSON:API the number as text. `raw_status_code`: Mistral (recordings of 2026). */
function statusIn(object: JsonObject): number | null {
  for (const name of ["status", "status_code", "statusCode", "http_code", "raw_status_code"]) {
    const value = object[name];
    if (typeof value === "number" && value >= 100 && value < 600) return value;
    const stated = typeof value === "string" ? statusOf(value) : null;
    if (stated !== null) return stated;
  }
  return null;
}

function isFilled(value: JsonValue | undefined): boolean {
  if (typeof value === "string" || Array.isArray(value)) return value.length > 0;
  return isJsonObject(value) && Object.keys(value).length > 0;
}

function isJsonText(words: string | null): boolean {
  return words !== null && isJsonObject(parseLoosely(words));
}

function text(object: JsonObject, name: string): string | null {
  const value = object[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function number(object: JsonObject, name: string): number | null {
  const value = object[name];
  return typeof value === "number" ? value : null;
}
