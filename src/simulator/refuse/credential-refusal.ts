import type { CredentialFault } from "../credentials/credential-fault.js";
import type { Service } from "../request/route.js";
import { bedrockRefusal, bedrockText } from "./bedrock-refusals.js";
import { chatStatus } from "./chat-refusals.js";
import { jsonRefusal, type Refusal } from "./refusal.js";

/** The refusal of a credential, in the words of the service. */
export function credentialRefusal(service: Service, { refusal, message }: CredentialFault): Refusal {
  const isMissing = refusal === "missing-authorization";
  if (service === "bedrock" || (service === "bedrock-openai" && isMissing)) return bedrockRefusal(refusal, "", message);
  if (service === "bedrock-openai") {
    return refusal === "api-key-invalid" ? unknownKey : denied(null, message ?? bedrockText(refusal));
  }
  return service === "openrouter" && !isMissing ? unknownUser : chatStatus(service, 401);
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
