import type { Target } from "../../../chat/target.js";
import type { WireRequest } from "../../../wire/exchange.js";
import type { Credentials } from "../../adapter.js";
import { authorize } from "../../bedrock/bedrock-auth.js";

/** The version of the API that both clients ask for (platform.claude.com/docs/en/api/versioning, read 2026-08). */
export const versionHeader = ["anthropic-version", "2023-06-01"] as const;

/** The request with its credential: a key in `x-api-key` for Anthropic's own service, a bearer token or SigV4 for the others. */
export function authenticate(
  request: WireRequest,
  credentials: Credentials,
  { region, signingName, auth }: Target,
): WireRequest | Promise<WireRequest> {
  const scope = { credentials, region, signingName };
  return authorize(request, auth === "api-key" ? { ...scope, keyHeader: "x-api-key" } : scope);
}
