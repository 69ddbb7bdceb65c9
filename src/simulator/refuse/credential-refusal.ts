import type { CredentialFault } from "../credentials/credential-fault.js";
import type { Dialect, Service } from "../request/door.js";
import { bedrockRefusal, bedrockText } from "./bedrock-refusals.js";
import { anthropicError, openStatus, responsesError } from "./open-refusals.js";
import { jsonRefusal, type Refusal } from "./refusal.js";

/** The refusal of a credential, in the words of the service. */
export function credentialRefusal(
  { service, dialect }: { readonly service: Service; readonly dialect: Dialect },
  { refusal, message }: CredentialFault,
): Refusal {
  const isMissing = refusal === "missing-authorization";
  if (service === "bedrock" || (service === "bedrock-openai" && isMissing)) return bedrockRefusal(refusal, "", message);
  if (dialect === "messages") return anthropicError(401, isMissing ? noKey : (message ?? keyTexts[service]));
  if (dialect === "responses" && service === "openai") {
    return isMissing ? noBearer : responsesError({ service, dialect }, wrongBearer);
  }
  if (service === "bedrock-openai") {
    return refusal === "api-key-invalid" ? unknownKey : denied(null, message ?? bedrockText(refusal));
  }
  return service === "openrouter" && !isMissing ? unknownUser : openStatus({ service, dialect }, 401);
}

/** apurvsinghgautam/robin#103 (2026-02-21): another text than for a request without a key. */
const unknownUser = jsonRefusal(401, { error: { message: "User not found.", code: 401 } });

/**
 * The form of Bedrock's endpoints that speak OpenAI's (BerriAI/litellm#33094, 2026-07-13). They answer a wrong signature with 401 and
 * the text of AWS's other endpoints (BerriAI/litellm#31476, 2026-07-03); which code they give it is not known.
 */
function denied(code: string | null, message: string): Refusal {
  return jsonRefusal(401, { error: { code, message, param: null, type: "permission_denied_error" } });
}

/** NousResearch/hermes-agent#87190 (2026-08-15). */
const unknownKey = denied("invalid_api_key", "Invalid bearer token");

/** Anthropic's for a request without a key (vercel/ai and claude-code threads, 2025). */
const noKey = "x-api-key header is required";

/** Anthropic's: rig, 2026-07. The others use the words of their other APIs. */
const keyTexts: { readonly [service in Exclude<Service, "bedrock">]: string } = {
  openai: "API key is invalid.",
  openrouter: "User not found.",
  "bedrock-openai": "Invalid bearer token",
};

/** OpenAI's (rig, 2026-07). */
const wrongBearer = {
  status: 401,
  code: "invalid_api_key",
  message:
    "Incorrect API key provided: wrong. You can find your API key at https://platform.openai.com/account/api-keys.",
  param: null,
};

const noBearer = jsonRefusal(401, {
  error: {
    message: "Missing bearer or basic authentication in header",
    type: "invalid_request_error",
    param: null,
    code: null,
  },
});
