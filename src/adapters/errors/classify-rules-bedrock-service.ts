import { type Rule, refusedRequest, rule } from "./classify-rule.js";

const denied = { types: ["AccessDeniedException", "AccessDenied"], statuses: [403] } as const;
const notFound = { types: ["ResourceNotFoundException"], statuses: [404] } as const;
const throttling = { types: ["ThrottlingException"], statuses: [429] } as const;

const access: readonly Rule[] = [
  rule("bedrock-bearer-token", "credentials", denied, /bedrock:CallWithBearerToken/i, {
    type: "AccessDeniedException",
    status: 403,
    text: "User: arn:aws:iam::123456789012:user/ci is not authorized to perform: bedrock:CallWithBearerToken on resource: *",
    source: "AWS error, shape from the documented IAM text",
    hint: "A Bedrock API key is set and not allowed: unset AWS_BEARER_TOKEN_BEDROCK, or allow bedrock:CallWithBearerToken.",
  }),
  rule("bedrock-api-key-invalid", "credentials", denied, /\bAPI key is valid\b|invalid API key format/i, {
    status: 403,
    text: "Authentication failed: Please make sure your API Key is valid.",
    source:
      "https://github.com/anomalyco/opencode/issues/47073 (2026-09-03), ai4s-research/open-science#53 (2026-07-24)",
    hint: "AWS_BEARER_TOKEN_BEDROCK is expired, mistyped or of another region: make a new key in the region that is asked.",
  }),
  rule("bedrock-iam-denied", "model-access", denied, /is not authorized to perform:?/i, {
    type: "AccessDeniedException",
    status: 403,
    text: "User: arn:aws:iam::123456789012:user/ci is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:us-east-1::foundation-model/moonshotai.kimi-k2.5",
    source: "AWS text, from memory",
    hint: "Allow the named action on the named resource in the principal's IAM policy.",
  }),
  rule("bedrock-marketplace-denied", "model-access", denied, /aws-marketplace:/i, {
    type: "AccessDeniedException",
    status: 403,
    text: "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model.",
    source: "AWS user guide, troubleshooting-api-error-codes",
    hint: "Allow aws-marketplace:ViewSubscriptions and aws-marketplace:Subscribe, wait two minutes, then try again.",
  }),
  rule("bedrock-no-model-access", "model-access", { types: denied.types, statuses: [] }, null, {
    type: "AccessDeniedException",
    status: 403,
    text: "You don't have access to the model with the specified model ID.",
    source: "recorded traffic of tmc/langchaingo@8fea3de636",
    hint: "Request access to the model in the Bedrock console of this region.",
  }),
  rule(
    "bedrock-credential-scope",
    "region",
    { types: ["InvalidSignatureException"], statuses: [] },
    /scoped to a valid region/i,
    {
      type: "InvalidSignatureException",
      status: 403,
      text: "Credential should be scoped to a valid region.",
      source: "AWS text, from memory",
      hint: "The request was signed for another region than its host: set AWS_REGION to the endpoint's region.",
    },
  ),
  rule(
    "bedrock-signature-expired",
    "credentials",
    { types: ["InvalidSignatureException"], statuses: [] },
    /signature expired/i,
    {
      type: "InvalidSignatureException",
      status: 403,
      text: "Signature expired: 20250808T105739Z is now earlier than 20250808T130125Z (20250808T130625Z - 5 min.)",
      source: "recorded traffic of open-telemetry/opentelemetry-js-contrib@fd4d8ae8ff",
      hint: "Set this machine's clock: AWS refuses signatures older than five minutes.",
    },
  ),
  rule(
    "bedrock-credentials-refused",
    "credentials",
    {
      types: [
        "ExpiredTokenException",
        "ExpiredToken",
        "RequestExpired",
        "UnrecognizedClientException",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "IncompleteSignature",
        "IncompleteSignatureException",
        "InvalidClientTokenId",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "NotAuthorized",
      ],
      statuses: [],
    },
    null,
    {
      type: "ExpiredTokenException",
      status: 403,
      text: "The security token included in the request is expired",
      source: "recorded traffic of DataDog/dd-trace-py@3bb9ecda22; AWS user guide, troubleshooting-api-error-codes",
    },
  ),
  rule("bedrock-end-of-life", "model-retired", notFound, /end of its life/i, {
    type: "ResourceNotFoundException",
    status: 404,
    text: "This model version has reached the end of its life. Please refer to the AWS documentation for more details.",
    source: "recorded traffic of 0xPlaygrounds/rig@b75850e899",
  }),
  rule("bedrock-legacy", "model-retired", notFound, /marked by provider as Legacy/i, {
    type: "ResourceNotFoundException",
    status: 404,
    text: "Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock",
    source: "serverless-patterns#2855",
  }),
  rule("bedrock-use-case-form", "model-access", notFound, /FTUFormNotFilled|use case details/i, {
    type: "ResourceNotFoundException",
    status: 404,
    text: "FTUFormNotFilled",
    source: "AWS user guide, troubleshooting-api-error-codes",
    hint: "Fill in Anthropic's use-case form in the Bedrock console, and wait 15 minutes.",
  }),
  rule("bedrock-resource-not-found", "model-not-found", { types: notFound.types, statuses: [] }, null, {
    type: "ResourceNotFoundException",
    status: 404,
    text: "Could not resolve the foundation model from the provided model identifier.",
    source: "AWS user guide, troubleshooting-api-error-codes",
  }),
];

const capacity: readonly Rule[] = [
  rule("bedrock-tokens-per-day", "quota", throttling, /tokens per day/i, {
    type: "ThrottlingException",
    status: 429,
    text: "Too many tokens per day, please wait before trying again.",
    source: "Bedrock text, in the tests of pi and opencode",
    hint: "The daily token quota is used up: raise it in Service Quotas, or wait until tomorrow.",
  }),
  rule(
    "bedrock-throttling",
    "throttled",
    { types: [...throttling.types, "TooManyRequestsException"], statuses: [] },
    null,
    {
      type: "ThrottlingException",
      status: 429,
      text: "Too many tokens, please wait before trying again.",
      source: "Bedrock text; must not be read as a context overflow (tests of pi and opencode)",
    },
  ),
  rule("bedrock-model-not-ready", "throttled", { types: ["ModelNotReadyException"], statuses: [] }, null, {
    type: "ModelNotReadyException",
    status: 429,
    text: "The model is not ready for inference. Wait and try your request again.",
    source: "Smithy model of bedrock-runtime, aws/api-models-aws@56c8953 (429, retryable)",
  }),
  rule("bedrock-service-quota", "quota", { types: ["ServiceQuotaExceededException"], statuses: [] }, null, {
    type: "ServiceQuotaExceededException",
    status: 400,
    text: "Your request exceeds the service quota for your account.",
    source: "Smithy model of bedrock-runtime, aws/api-models-aws@56c8953 (status 400)",
    hint: "Raise the quota in the Service Quotas console.",
  }),
  rule("bedrock-model-timeout", "timeout", { types: ["ModelTimeoutException"], statuses: [] }, null, {
    type: "ModelTimeoutException",
    status: 408,
    text: "Processing time exceeded the model timeout length.",
    source: "Smithy model of bedrock-runtime, aws/api-models-aws@56c8953 (408)",
  }),
  rule(
    "bedrock-model-error",
    "model-error",
    { types: ["ModelErrorException", "ModelStreamErrorException"], statuses: [424] },
    null,
    {
      type: "ModelErrorException",
      status: 424,
      text: "The system encountered an unexpected error during processing. Try your request again.",
      source: "Smithy model of bedrock-runtime, aws/api-models-aws@56c8953 (424, originalStatusCode)",
    },
  ),
  rule(
    "bedrock-service-fault",
    "unavailable",
    {
      types: ["InternalServerException", "InternalFailure", "ServiceUnavailableException", "ServiceUnavailable"],
      statuses: [],
    },
    null,
    {
      type: "ServiceUnavailableException",
      status: 503,
      text: "Bedrock is unable to process your request.",
      source: "Bedrock text; Smithy model, aws/api-models-aws@56c8953",
    },
  ),
  rule("bedrock-validation", "invalid-request", { types: refusedRequest.types, statuses: [] }, null, {
    type: "ValidationException",
    status: 400,
    text: "Malformed input request, please reformat your input and try again.",
    source: "Bedrock text, from memory",
  }),
];

/** What Bedrock says about the account, the model's state and its own capacity. */
export const bedrockServiceRules: readonly Rule[] = [...access, ...capacity];
