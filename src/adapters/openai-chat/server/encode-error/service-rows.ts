import type { FailureKind } from "../../../../chat/failure.js";
import { type ErrorRow, named, sentence, serverSide } from "./row.js";

/** What is wrong on the way to the reply: with the account, the network, the service, or the router itself. */
export const serviceRows = {
  credentials: serverSide(401, "authentication_error", {
    code: "upstream_credentials",
    says: ({ service, model }) =>
      service === "bedrock"
        ? "AWS credentials not found or invalid."
        : `The credentials for the provider of ${named(model)} were not found or are invalid.`,
    steps: ({ service }) => (service === "bedrock" ? awsCredentials : providerKey),
  }),
  "model-access": serverSide(403, "permission_error", {
    code: "model_access_denied",
    says: ({ model }) => `The account has no access to ${named(model)}.`,
    steps: ({ service }) => [
      service === "bedrock"
        ? "Request access to the model in the Bedrock console of its region"
        : "Ask the provider for access to the model",
      "Allow the principal to invoke it (for Bedrock: bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream)",
    ],
  }),
  quota: {
    ...serverSide(429, "insufficient_quota", {
      code: "insufficient_quota",
      says: () => "The provider's quota or credit is used up.",
      steps: () => ["Raise the quota or add credit", "Ask another model"],
    }),
    retry: false,
  },
  throttled: serverSide(429, "rate_limit_error", {
    code: "rate_limit_exceeded",
    says: ({ model }) => `Too many requests: the provider of ${named(model)} is throttling.`,
    steps: () => ["Wait and try again, as long as retry-after says where it is set", "Send fewer requests at once"],
  }),
  routing: serverSide(503, "api_error", {
    code: "no_upstream",
    says: ({ model }) => `No upstream that the routing allows serves ${named(model)}.`,
    steps: () => ["Loosen the upstream pin or the routing preferences", "Ask another model"],
  }),
  timeout: serverSide(504, "timeout_error", {
    code: "upstream_timeout",
    says: ({ service, model }) =>
      service === "bedrock" ? "Bedrock API call timed out." : `The provider of ${named(model)} did not answer in time.`,
    steps: ({ service }) => [
      "Increase the timeout in the router's configuration",
      "Shorten the request or lower max_tokens",
      ...(service === "bedrock" ? ["Try a different AWS region"] : []),
    ],
  }),
  network: serverSide(502, "api_error", {
    code: "upstream_unreachable",
    says: ({ model }) => `The provider of ${named(model)} could not be reached.`,
    steps: () => [
      "Try again",
      "Check the network between the router and the provider, and the base URL and region in its configuration",
    ],
  }),
  unavailable: serverSide(503, "api_error", {
    code: "upstream_unavailable",
    says: ({ model }) => `The provider of ${named(model)} is down or overloaded.`,
    steps: () => ["Try again later", "Ask another model"],
  }),
  "model-error": serverSide(502, "api_error", {
    code: "model_error",
    says: ({ model }) => `${sentence(model)} failed while it generated the reply.`,
    steps: () => ["Try again"],
  }),
  truncated: serverSide(502, "api_error", {
    code: "upstream_truncated",
    says: () => "The provider's reply was cut before its end.",
    steps: () => ["Try again"],
  }),
  protocol: serverSide(502, "api_error", {
    code: "upstream_protocol",
    says: () => "What the provider sent is not what its API promises.",
    steps: () => ["Try again", "Check the base URL in the router's configuration"],
  }),
  aborted: {
    ...serverSide(499, "api_error", {
      code: "request_aborted",
      says: () => "The request was ended by its caller.",
      steps: () => [],
    }),
    retry: false,
  },
  "replay-miss": {
    ...serverSide(500, "api_error", {
      code: "replay_miss",
      says: () => "No recording answers this request.",
      steps: () => ["Record the request"],
    }),
    retry: false,
  },
  "harness-fault": {
    ...serverSide(500, "api_error", {
      code: "internal_error",
      says: () => "The router made a mistake of its own.",
      steps: () => ["Report it with the x-request-id of this response"],
    }),
    retry: false,
  },
} satisfies { readonly [Kind in FailureKind]?: ErrorRow };

const awsCredentials: readonly string[] = [
  "Environment variables: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (with AWS_SESSION_TOKEN for temporary keys), or AWS_BEARER_TOKEN_BEDROCK",
  "AWS credential file (~/.aws/credentials), chosen by AWS_PROFILE",
  "IAM role (when running on AWS infrastructure)",
];

const providerKey: readonly string[] = ["Set the provider's key where the router's configuration looks for it"];
