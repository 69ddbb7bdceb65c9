import type { JsonObject } from "../../chat/json.js";
import { jsonRefusal, type Refusal } from "./refusal.js";
import type { RefusalId } from "./refusal-ids.js";

type Row = {
  readonly status: number;
  readonly type: string;
  readonly message: (model: string) => string;
  readonly members?: JsonObject;
  /** The member with the message; default: `message`. */
  readonly messageMember?: "Message";
};

const engine = "The model returned the following errors: ";
const resource = "arn:aws:bedrock:us-east-1::foundation-model";

/**
 * Bedrock's refusals with their texts. Statuses and types are from the service model (botocore 0e6e240, 2026-08-07), texts
 * from public issue threads and recordings (vercel/ai, langchain-aws, strands, LibreChat, litellm, 2025-03 to 2026-10).
 */
const rows: { readonly [id in RefusalId]: Row } = {
  validation: row(400, "ValidationException", "Malformed input request, please reformat your input and try again."),
  "model-access": row(403, "AccessDeniedException", "You don't have access to the model with the specified model ID."),
  "marketplace-access": row(
    403,
    "AccessDeniedException",
    "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon Bedrock documentation for further details. Your AWS Marketplace subscription for this model cannot be completed at this time. If you recently fixed this issue, try again after 2 minutes.",
  ),
  "not-authorized": {
    status: 403,
    type: "AccessDeniedException",
    message: (model) =>
      `User: arn:aws:iam::123456789012:user/parity is not authorized to perform: bedrock:InvokeModel on resource: ${resource}/${model} because no identity-based policy allows the bedrock:InvokeModel action`,
  },
  "expired-token": row(403, "ExpiredTokenException", "The security token included in the request is expired"),
  "invalid-token": row(403, "UnrecognizedClientException", "The security token included in the request is invalid."),
  "invalid-signature": row(
    403,
    "InvalidSignatureException",
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  ),
  "bearer-denied": {
    status: 403,
    type: "AccessDeniedException",
    message: () =>
      "User: arn:aws:iam::123456789012:user/parity is not authorized to perform: bedrock:CallWithBearerToken because no identity-based policy allows the bedrock:CallWithBearerToken action",
  },
  "missing-authorization": row(403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
  "inference-profile": {
    status: 400,
    type: "ValidationException",
    message: (model) =>
      `Invocation of model ID ${model} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
  },
  "model-invalid": row(400, "ValidationException", "The provided model identifier is invalid."),
  "end-of-life": row(
    404,
    "ResourceNotFoundException",
    "This model version has reached the end of its life. Please refer to the AWS documentation for more details.",
  ),
  legacy: row(
    404,
    "ResourceNotFoundException",
    "Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock",
  ),
  "operation-not-allowed": row(400, "ValidationException", "Operation not allowed"),
  "action-unsupported": row(
    400,
    "ValidationException",
    "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
  ),
  "tools-unsupported": row(400, "ValidationException", "This model doesn't support tool use."),
  "streaming-tools-unsupported": row(
    400,
    "ValidationException",
    "This model doesn't support tool use in streaming mode.",
  ),
  "too-many-requests": row(429, "ThrottlingException", "Too many requests, please wait before trying again."),
  "too-many-tokens": row(429, "ThrottlingException", "Too many tokens, please wait before trying again."),
  "tokens-per-day": row(429, "ThrottlingException", "Too many tokens per day, please wait before trying again."),
  "model-not-ready": row(
    429,
    "ModelNotReadyException",
    "Model is not ready for inference. Wait and try your request again.",
  ),
  "model-timeout": row(408, "ModelTimeoutException", "Processing time exceeded the model timeout length."),
  "model-error": {
    status: 424,
    type: "ModelErrorException",
    message: () => "The system encountered an unexpected error during processing. Try your request again.",
    members: { originalStatusCode: 500, resourceName: "simulated" },
  },
  quota: row(400, "ServiceQuotaExceededException", "Your request exceeds the service quota for your account."),
  "context-overflow": row(
    400,
    "ValidationException",
    `${engine}Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again.`,
  ),
  internal: row(
    500,
    "InternalServerException",
    "The system encountered an unexpected error during processing. Try your request again.",
  ),
  unavailable: row(503, "ServiceUnavailableException", "Bedrock is unable to process your request."),
  "unknown-operation": {
    status: 404,
    type: "UnknownOperationException",
    message: () => "The requested operation is not recognized by the service.",
  },
  "prompt-caching": row(
    403,
    "AccessDeniedException",
    "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information.",
  ),
  "schema-keyword": row(
    400,
    "ValidationException",
    `${engine}tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`,
  ),
  "thinking-signature": row(
    400,
    "ValidationException",
    `${engine}messages.1.content.0: Invalid \`signature\` in \`thinking\` block`,
  ),
  "tools-with-reasoning": row(
    400,
    "ValidationException",
    `${engine}Thinking may not be enabled when tool_choice forces tool use.`,
  ),
  "role-order": row(
    400,
    "ValidationException",
    "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
  ),
  "output-limit": row(
    400,
    "ValidationException",
    "The maximum tokens you requested exceeds the model limit of 10000. Try again with a maximum tokens value that is lower than 10000.",
  ),
  // Bedrock's documents say 400 (troubleshooting-api-error-codes); 403 was seen (anthropics/claude-code#45128, 2026-04-08).
  "incomplete-signature": row(
    403,
    "IncompleteSignatureException",
    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
  ),
  // ai4s-research/open-science#53 (2026-07-24), anomalyco/opencode#47073 (2026-09-03).
  "api-key-invalid": {
    ...row(403, "AccessDeniedException", "Authentication failed: Please make sure your API Key is valid."),
    messageMember: "Message",
  },
};

/** A refusal of Bedrock by id; `message` null: its usual text. */
export function bedrockRefusal(id: RefusalId, model: string, message: string | null = null): Refusal {
  const { status, type, message: known, members, messageMember = "message" } = rows[id];
  const namespace = ofFrontEnd.has(id) ? "com.amazon.coral.service" : "com.amazon.bedrock";
  return bedrockError(status, `${type}:http://internal.amazon.com/coral/${namespace}/`, {
    [messageMember]: message ?? known(model),
    ...members,
  });
}

/** The usual text of a refusal that does not depend on the model. */
export function bedrockText(id: RefusalId): string {
  return rows[id].message("");
}

/** A ValidationException with the given text. */
export function validationRefusal(message: string): Refusal {
  return bedrockRefusal("validation", "", message);
}

/** Bedrock's refusal for a status, with the usual exception for that status; `message` null: its usual text. */
export function bedrockStatus(status: number, message: string | null): Refusal {
  const id = statusRefusals.find(([of]) => of === status)?.[1];
  if (id !== undefined) return bedrockRefusal(id, "", message);
  return jsonRefusal(status, { message: message ?? "Unable to process the request." });
}

const statusRefusals: readonly (readonly [number, RefusalId])[] = [
  [400, "validation"],
  [403, "model-access"],
  [404, "end-of-life"],
  [408, "model-timeout"],
  [424, "model-error"],
  [429, "too-many-requests"],
  [500, "internal"],
  [503, "unavailable"],
];

/**
 * The refusals of AWS's front end, which signs them with another namespace (a recording of 2025-02-10 in
 * open-telemetry/opentelemetry-js-contrib, aws-beam/aws-erlang#161; for API keys awslabs/aws-sdk-swift#1991, 2025-07-18).
 */
const ofFrontEnd: ReadonlySet<RefusalId> = new Set([
  "expired-token",
  "invalid-token",
  "invalid-signature",
  "missing-authorization",
  "incomplete-signature",
  "api-key-invalid",
]);

/** The type is in a header, and the body has only the message (recordings of 2024-03 to 2026-07 agree). */
function bedrockError(status: number, type: string, body: JsonObject): Refusal {
  return jsonRefusal(status, body, [["x-amzn-errortype", type]]);
}

function row(status: number, type: string, message: string): Row {
  return { status, type, message: () => message };
}
