import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { headerOf, type WireHeaders } from "../../wire/exchange.js";

/**
 * The facts in an error body of any known shape: `{"message"}`, `{"Message"}`, `{"__type"}`, `{"error":{…}}`, a
 * gateway's `metadata.raw` (JSON in JSON, sometimes twice), an event-stream payload, HTML, or an empty body.
 */
export type ErrorFacts = {
  /** Every candidate for a type or code, the most exact first. */
  readonly types: readonly string[];
  /** The service's own code or number; null: none. */
  readonly code: string | null;
  /** A status stated inside the body (`error.code: 502`); null: none. */
  readonly statedStatus: number | null;
  /** The message for a person; null: the body has none. */
  readonly message: string | null;
  /** True when the body itself is an error, whatever the HTTP status. */
  readonly isError: boolean;
  readonly isHtml: boolean;
};

/**
 * Reads an error body. Never throws; `message` is null when the body has no text. `headerType` is the type from
 * {@link awsErrorType}, which comes before those in the body; null: none.
 *
 * @example
 * readError('{"__type":"ThrottlingException","message":"Too many requests"}').types; // ["ThrottlingException"]
 */
export function readError(body: string, headerType: string | null = null): ErrorFacts {
  const parsed = parseLoosely(body);
  const facts = isJsonObject(parsed) ? readErrorObject(parsed, 0) : unreadable(body);
  if (headerType === null) return facts;
  return { ...facts, types: [headerType, ...facts.types], code: headerType, isError: true };
}

/** The AWS error type of a response: `ValidationException:http://…` without its tail; null: no such header. */
export function awsErrorType(headers: WireHeaders): string | null {
  const value = headerOf(headers, "x-amzn-errortype");
  return value === null ? null : cleanType(value);
}

/** `com.amazon.coral.service#AccessDeniedException`, `ValidationException:http://…` → the bare name; "" and `Unknown` → null. */
export function cleanType(value: string): string | null {
  const bare = (value.split("#").at(-1) ?? value).split(":")[0]?.trim() ?? "";
  return bare === "" || bare.toLowerCase() === "unknown" ? null : bare;
}

/** How many levels of errors nested as text are read. */
const nestingLimit = 4;

function readErrorObject(object: JsonObject, depth: number): ErrorFacts {
  const error = object["error"];
  if (isJsonObject(error)) return readDetail(error, object, depth);
  const facts = readDetail(object, object, depth);
  if (typeof error === "string") return { ...facts, message: facts.message ?? error, isError: true };
  return { ...facts, isError: facts.types.length > 0 || object["object"] === "error" };
}

function readDetail(detail: JsonObject, whole: JsonObject, depth: number): ErrorFacts {
  const nested = readNested(detail, depth);
  const code = codeOf(detail);
  const candidates = [
    textMember(whole, "__type"),
    textMember(detail, "type"),
    textMember(detail, "code"),
    textMember(whole, "code"),
  ];
  const types = candidates.flatMap((type) => (type === null ? [] : [cleanType(type)])).filter((type) => type !== null);
  return {
    types: [...new Set([...types, ...(nested?.types ?? [])])],
    code: code ?? types[0] ?? nested?.code ?? null,
    statedStatus: statusIn(code) ?? numberMember(detail, "status") ?? nested?.statedStatus ?? null,
    message: joinMessages(messageOf(detail), nested?.message ?? null, detail),
    isError: true,
    isHtml: false,
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
  return typeof raw === "string" && raw !== "" ? { ...unreadable(raw), message: raw } : null;
}

function joinMessages(outer: string | null, inner: string | null, detail: JsonObject): string | null {
  const metadata = detail["metadata"];
  const from = isJsonObject(metadata) ? textMember(metadata, "provider_name") : null;
  const reasons = isJsonObject(metadata) && Array.isArray(metadata["reasons"]) ? metadata["reasons"] : [];
  const lead = from === null ? outer : `${outer ?? "error"} (${from})`;
  const message =
    inner === null ? lead : isJsonText(outer) ? inner : [lead, inner].filter((text) => text !== null).join(": ");
  return reasons.length === 0 ? message : `${message ?? "refused"} [flagged: ${reasons.join(", ")}]`;
}

function messageOf(detail: JsonObject): string | null {
  const message = textMember(detail, "message") ?? textMember(detail, "Message") ?? textMember(detail, "detail");
  const original = numberMember(detail, "originalStatusCode");
  const joined = [message, textMember(detail, "originalMessage")].filter((text) => text !== null).join(": ");
  const text = joined === "" ? message : joined;
  return original === null ? text : `${text ?? "model error"} (the model answered ${original})`;
}

function codeOf(detail: JsonObject): string | null {
  const code = detail["code"];
  if (typeof code === "number") return String(code);
  return typeof code === "string" && code !== "" ? code : null;
}

function statusIn(code: string | null): number | null {
  return code !== null && /^[1-5]\d\d$/.test(code) ? Number(code) : null;
}

function unreadable(body: string): ErrorFacts {
  const text = body.trim();
  const isHtml = /^<(?:!doctype|html|head|body|\?xml)/i.test(text);
  const title = /<title>([^<]{1,200})<\/title>/i.exec(text)?.[1]?.trim() ?? null;
  const message = isHtml
    ? `an HTML page${title === null ? "" : `: ${title}`}`
    : text === ""
      ? null
      : text.slice(0, 500);
  return { types: [], code: null, statedStatus: null, message, isError: false, isHtml };
}

function isJsonText(text: string | null): boolean {
  return text !== null && isJsonObject(parseLoosely(text));
}

/** The value of JSON, or of JSON text inside JSON; undefined when the text is neither. */
function parseLoosely(text: string): unknown {
  // Most messages are plain text, and a parser that throws is slow.
  if (!/^\s*[[{"\d]/.test(text)) return undefined;
  let value: unknown = text;
  for (let times = 0; times < 3 && typeof value === "string"; times++) {
    try {
      value = JSON.parse(value);
    } catch {
      return times === 0 ? undefined : value;
    }
  }
  return value;
}

function textMember(object: JsonObject, name: string): string | null {
  const value = object[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function numberMember(object: JsonObject, name: string): number | null {
  const value = object[name];
  return typeof value === "number" ? value : null;
}
