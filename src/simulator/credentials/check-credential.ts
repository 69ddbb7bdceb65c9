import { wrongKeys } from "../../chat/wire-change.js";
import { headerOf, type WireRequest } from "../../wire/exchange.js";
import type { Route } from "../request/route.js";
import { hostOf } from "./canonical-request.js";
import { signatureFault } from "./check-signature.js";
import { type CredentialFault, incomplete } from "./credential-fault.js";
import type { KnownKeys } from "./known-keys.js";
import { hashedHeader, parseAuthorization } from "./parse-authorization.js";
import { isSame } from "./wire-bytes.js";

const missing: CredentialFault = { refusal: "missing-authorization", message: null };

/** Asks only that there is a credential, and that it is not the one that no service knows; null: there is. */
export function presenceFault({ headers }: WireRequest, { dialect }: Route): CredentialFault | null {
  const header = headerOf(headers, "authorization") ?? (dialect === "messages" ? headerOf(headers, "x-api-key") : null);
  if (header === null) return missing;
  if (header.includes(wrongKeys.bearer)) return { refusal: "api-key-invalid", message: null };
  return header.includes(wrongKeys.accessKeyId) ? { refusal: "invalid-token", message: null } : null;
}

/**
 * Why a request's credential is refused; null: it is right. Bedrock takes a SigV4 signature or a bearer key, the other services a
 * bearer key alone. A signature in the query of a URL counts as none.
 */
export function credentialFault(
  request: WireRequest,
  { service, dialect }: Route,
  { keys, nowMs }: { readonly keys: KnownKeys; readonly nowMs: number },
): CredentialFault | null {
  const values = request.headers.filter(([name]) => name === "authorization").map(([, value]) => value);
  const header = values.join(",");
  // Anthropic's form takes a key in a header of its own (platform.claude.com; mantle: docs.aws.amazon.com, read 2026-11).
  const key = dialect === "messages" ? headerOf(request.headers, "x-api-key") : null;
  if (key !== null && values.length === 0) {
    return isSame(key, keys.bearer) ? null : { refusal: "api-key-invalid", message: null };
  }
  if (values.length === 0) return missing;
  const authorization = parseAuthorization(header);
  if (authorization.kind === "bearer") {
    return isSame(authorization.token, keys.bearer) ? null : { refusal: "api-key-invalid", message: null };
  }
  if (service === "openrouter" || service === "openai") return missing;
  if (authorization.kind === "no-pair") {
    return incomplete(
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashedHeader(header)}'.`,
    );
  }
  const path = new URL(request.url).pathname;
  const isMantle = hostOf(request).startsWith("bedrock-mantle.") || /^(?:\/bedrock-mantle\/|\/v1\/)/.test(path);
  return signatureFault({
    request,
    header,
    authorization,
    endpoint: isMantle ? "mantle" : "runtime",
    accessKeys: keys.accessKeys,
    nowMs,
  });
}
