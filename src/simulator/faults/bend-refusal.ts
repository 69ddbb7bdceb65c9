import { isJsonObject, type JsonValue } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import { bedrockStatus } from "../refuse/bedrock-refusals.js";
import { openStatus } from "../refuse/open-refusals.js";
import type { Refusal } from "../refuse/refusal.js";
import type { Replying } from "../reply.js";
import type { ProbeFault } from "./wire-fault.js";

/** A refusal that a request deserves, as a service with a fault gives it; null: the service answers the request. */
export function bendRefusal(
  refusal: Refusal,
  { service, dialect }: Replying,
  fault: ProbeFault | null,
): Refusal | null {
  if (fault === null) return refusal;
  switch (fault.as) {
    case "accepted":
      return null;
    case "server-error":
      return service === "bedrock" ? bedrockStatus(500, null) : openStatus({ service, dialect }, 500);
    case "other-status":
      return { ...refusal, status: 422 };
    case "unnamed":
      return { ...refusal, body: JSON.stringify(withMessage(parsed(refusal.body), "Bad request")) };
    case "no-object":
      return { ...refusal, headers: [["content-type", "text/html"]], body: "<html><body>Bad Request</body></html>" };
    case "billed":
      return { ...refusal, body: JSON.stringify({ ...objectOf(parsed(refusal.body)), usage: { total_tokens: 9 } }) };
    case "inside-200":
      return { ...refusal, status: 200 };
    default:
      return unreachable(fault.as);
  }
}

function withMessage(value: JsonValue, message: string): JsonValue {
  if (!isJsonObject(value)) return value;
  const { metadata: _metadata, ...rest } = value;
  return Object.fromEntries(
    Object.entries(rest).map(([name, member]) => [
      name,
      isWords(name, member ?? null) ? message : withMessage(member ?? null, message),
    ]),
  );
}

/** True for the member that says what is wrong, which is the whole `error` of a service that writes it as a text. */
function isWords(name: string, member: JsonValue): boolean {
  return /^message$/i.test(name) || (name === "error" && typeof member === "string");
}

function objectOf(value: JsonValue): { readonly [name: string]: JsonValue | undefined } {
  return isJsonObject(value) ? value : {};
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
