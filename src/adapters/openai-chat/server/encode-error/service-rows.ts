import type { FailureKind } from "../../../../chat/failure.js";
import { type ErrorRow, named, sentence, serverSide } from "./row.js";

/** Failures of the account, the network, the service or the router itself. */
export const serviceRows = {
  credentials: serverSide(401, "authentication_error", {
    code: "upstream_credentials",
    summary: ({ service, model }) =>
      service === "bedrock"
        ? "AWS credentials not found or invalid."
        : `The credentials for the provider of ${named(model)} were not found or are invalid.`,
    steps: ({ service }) => (service === "bedrock" ? awsCredentials : providerKey),
  }),
  "model-access": serverSide(403, "permission_error", {
    code: "model_access_denied",
    summary: ({ model }) => `The account has no access to ${named(model)}.`,
    steps: ({ service }) => [
      service === "bedrock"
        ? { say: "Request access to the model in the Bedrock console of its region", unless: /^Request access/ }
        : { say: "Ask the provider for access to the model", unless: /^(?:Request|Ask for) access/ },
      {
        say: "Allow the principal to invoke it (for Bedrock: bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream)",
        unless: /^Allow|IAM policy/,
      },
    ],
  }),
  "wrong-address": {
    ...serverSide(502, "api_error", {
      code: "upstream_address",
      summary: ({ model }) => `The address of the provider of ${named(model)} names no operation.`,
      steps: () => ["Check the base URL and the model id in the router's configuration", "Use another model"],
    }),
    retry: false,
  },
  quota: {
    ...serverSide(429, "insufficient_quota", {
      code: "insufficient_quota",
      summary: () => "The provider's quota or credit is used up.",
      steps: () => [{ say: "Raise the quota or add credit", unless: /quota|credit/i }, "Use another model"],
    }),
    retry: false,
  },
  throttled: serverSide(429, "rate_limit_error", {
    code: "rate_limit_exceeded",
    summary: ({ model }) => `Too many requests: the provider of ${named(model)} is throttling.`,
    steps: () => ["Wait and try again; the retry-after header, if set, says how long", "Send fewer requests at once"],
  }),
  routing: serverSide(503, "api_error", {
    code: "no_upstream",
    summary: ({ model }) => `No upstream that the routing allows serves ${named(model)}.`,
    steps: () => ["Loosen the upstream pin or the routing preferences", "Use another model"],
  }),
  timeout: serverSide(504, "timeout_error", {
    code: "upstream_timeout",
    summary: ({ service, model }) =>
      service === "bedrock" ? "Bedrock API call timed out." : `The provider of ${named(model)} did not answer in time.`,
    steps: ({ service }) => [
      "Increase the timeout in the router's configuration",
      "Shorten the request or lower max_tokens",
      ...(service === "bedrock" ? ["Try a different AWS region"] : []),
    ],
  }),
  network: serverSide(502, "api_error", {
    code: "upstream_unreachable",
    summary: ({ model }) => `The provider of ${named(model)} could not be reached.`,
    steps: () => [
      "Try again",
      "Check the network between the router and the provider, and the base URL and region in its configuration",
    ],
  }),
  unavailable: serverSide(503, "api_error", {
    code: "upstream_unavailable",
    summary: ({ model }) => `The provider of ${named(model)} is down or overloaded.`,
    steps: () => ["Try again later", "Use another model"],
  }),
  "model-error": serverSide(502, "api_error", {
    code: "model_error",
    summary: ({ model }) => `${sentence(model)} failed while it generated the reply.`,
    steps: () => ["Try again"],
  }),
  truncated: serverSide(502, "api_error", {
    code: "upstream_truncated",
    summary: () => "The provider's reply was cut off.",
    steps: () => ["Try again"],
  }),
  protocol: serverSide(502, "api_error", {
    code: "upstream_protocol",
    summary: () => "The provider's response does not follow its API.",
    steps: () => ["Try again", "Check the base URL in the router's configuration"],
  }),
  "too-large": {
    ...serverSide(502, "api_error", {
      code: "reply_too_large",
      summary: ({ model }) => `The reply of ${named(model)} is larger than the router reads.`,
      steps: () => ["Ask for a shorter reply"],
    }),
    retry: false,
  },
  aborted: {
    ...serverSide(499, "api_error", {
      code: "request_aborted",
      summary: () => "The caller cancelled the request.",
      steps: () => [],
    }),
    retry: false,
  },
  "replay-miss": {
    ...serverSide(500, "api_error", {
      code: "replay_miss",
      summary: () => "No recording answers this request.",
      steps: () => ["Record the request"],
    }),
    retry: false,
  },
  "harness-fault": {
    ...serverSide(500, "api_error", {
      code: "internal_error",
      summary: () => "Internal error in the router.",
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
