import { expect, test } from "vitest";
import { type ChatFailure, type FailureKind, failureKinds } from "../../../../chat/failure.js";
import { encodeError } from "../encode-error.js";
import { invalidRequest } from "./envelope.js";

const failure = (kind: FailureKind, change: Partial<ChatFailure> = {}): ChatFailure => ({
  ...{ kind, phase: "refused", message: "", hint: "", code: null, status: null, requestId: null },
  ...{ retryAfterMs: null, raw: null, afterFinish: false },
  ...change,
});
const told = (kind: FailureKind, service: "bedrock" | "openai-compatible", change: Partial<ChatFailure> = {}) =>
  encodeError(failure(kind, change), { model: "m", region: "r-1", service });

/** Sentence and steps, first for an OpenAI-compatible service, then where Bedrock has others. */
const rows: { readonly [Kind in FailureKind]: readonly string[] } = {
  credentials: [
    "The credentials for the provider of model 'm' were not found or are invalid.\nConfigure credentials using one of:\n1. Set the provider's key where the router's configuration looks for it",
    "AWS credentials not found or invalid.\nConfigure credentials using one of:\n1. Environment variables: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (with AWS_SESSION_TOKEN for temporary keys), or AWS_BEARER_TOKEN_BEDROCK\n2. AWS credential file (~/.aws/credentials), chosen by AWS_PROFILE\n3. IAM role (when running on AWS infrastructure)",
  ],
  "model-access": [
    "The account has no access to model 'm'.\nTry:\n1. Ask the provider for access to the model\n2. Allow the principal to invoke it (for Bedrock: bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream)",
    "The account has no access to model 'm'.\nTry:\n1. Request access to the model in the Bedrock console of its region\n2. Allow the principal to invoke it (for Bedrock: bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream)",
  ],
  "inference-profile": [
    "Model 'm' cannot be called by its bare id: it needs an inference profile.\nTry:\n1. Use an inference profile as the model id in the router's configuration: us.<model id> or global.<model id>",
  ],
  "model-retired": [
    "Model 'm' is no longer served by its provider.\nTry:\n1. Request its successor, or change the model id in the router's configuration",
  ],
  "model-not-found": [
    "Model 'm' does not exist at its provider.\nTry:\n1. Check the model id in the router's configuration",
    "Bedrock model 'm' not found or not accessible.\nTry:\n1. Check the model id in the router's configuration\n2. Check that the region serves the model: see the Bedrock user guide, supported models",
  ],
  region: [
    "Model may not be available in region 'r-1'.\nTry:\n1. Use a different region (add 'aws_region' field to model config)\n2. Check model availability by region in the Bedrock user guide\n3. Request access to the model in that region",
  ],
  quota: ["The provider's quota or credit is used up.\nTry:\n1. Raise the quota or add credit\n2. Use another model"],
  throttled: [
    "Too many requests: the provider of model 'm' is throttling.\nTry:\n1. Wait and try again; the retry-after header, if set, says how long\n2. Send fewer requests at once",
  ],
  "wrong-address": [
    "The address of the provider of model 'm' names no operation.\nTry:\n1. Check the base URL and the model id in the router's configuration\n2. Use another model",
  ],
  "api-unsupported": [
    "Model 'm' is not served on this API of its provider.\nTry:\n1. Set another API of the model in the router's configuration\n2. Use another model",
  ],
  "caching-unsupported": ["Model 'm' takes no cache markers here.\nTry:\n1. Send the request without cache markers"],
  "schema-keyword": [
    "Model 'm' does not take a keyword of a JSON Schema in this request.\nTry:\n1. Remove the keyword from the schema of the tool or of the output",
  ],
  "tools-with-reasoning": [
    "Model 'm' does not take these tools together with reasoning.\nTry:\n1. Turn reasoning off for requests with tools\n2. Leave the choice of a tool to the model",
  ],
  "thinking-signature": [
    "The conversation has a thinking block that the provider does not accept.\nTry:\n1. Send thinking blocks back unchanged, and only to the model that wrote them",
  ],
  "role-order": [
    "The roles of the conversation are not in an order that the provider accepts.\nTry:\n1. Send user and assistant messages in turn, beginning and ending with the user",
  ],
  "output-limit": [
    "Model 'm' does not take this output token limit.\nTry:\n1. Set max_tokens to a value that the message allows",
  ],
  "tools-unsupported": [
    "Model 'm' does not support tools here.\nTry:\n1. Send the request without tools\n2. Use a model that supports tools",
  ],
  "streaming-tools-unsupported": [
    "Model 'm' doesn't support tool use in streaming mode.\nTry:\n1. Send the request with stream: false\n2. Send it without tools\n3. Use a model that streams tool calls",
  ],
  "streaming-unsupported": ["Model 'm' does not support streaming here.\nTry:\n1. Send the request with stream: false"],
  "parameter-unsupported": [
    "Model 'm' does not support a setting or a member of this request.\nTry:\n1. Remove the setting that is named, or change its value\n2. Of temperature and top_p send only one: newer Claude models refuse both together",
  ],
  "invalid-history": [
    "The conversation is invalid and cannot be sent.\nTry:\n1. Check that each tool call has one tool message with its id, and that no message is blank",
  ],
  "context-overflow": [
    "The conversation is too long for model 'm'.\nTry:\n1. Shorten the conversation\n2. Lower max_tokens\n3. Use a model with a larger context",
  ],
  "content-filter": ["The provider's moderation or guardrail refused the prompt.\nTry:\n1. Change the prompt"],
  "invalid-request": ["The provider refused the request."],
  routing: [
    "No upstream that the routing allows serves model 'm'.\nTry:\n1. Loosen the upstream pin or the routing preferences\n2. Use another model",
  ],
  timeout: [
    "The provider of model 'm' did not answer in time.\nTry:\n1. Increase the timeout in the router's configuration\n2. Shorten the request or lower max_tokens",
    "Bedrock API call timed out.\nTry:\n1. Increase the timeout in the router's configuration\n2. Shorten the request or lower max_tokens\n3. Try a different AWS region",
  ],
  network: [
    "The provider of model 'm' could not be reached.\nTry:\n1. Try again\n2. Check the network between the router and the provider, and the base URL and region in its configuration",
  ],
  unavailable: ["The provider of model 'm' is down or overloaded.\nTry:\n1. Try again later\n2. Use another model"],
  "model-error": ["Model 'm' failed while it generated the reply.\nTry:\n1. Try again"],
  truncated: ["The provider's reply was cut off.\nTry:\n1. Try again"],
  protocol: [
    "The provider's response does not follow its API.\nTry:\n1. Try again\n2. Check the base URL in the router's configuration",
  ],
  aborted: ["The caller cancelled the request."],
  "replay-miss": ["No recording answers this request.\nTry:\n1. Record the request"],
  "too-large": ["The reply of model 'm' is larger than the router reads.\nTry:\n1. Ask for a shorter reply"],
  "harness-fault": ["Internal error in the router.\nTry:\n1. Report it with the x-request-id of this response"],
};

test.each(failureKinds)("%s says what it is and what to do", (kind) => {
  const [plain, bedrock = plain] = rows[kind];
  expect(told(kind, "openai-compatible").body.error.message).toBe(plain);
  expect(told(kind, "bedrock").body.error.message).toBe(bedrock);
});

test("asking again is advised against exactly where it cannot help", () => {
  const never = failureKinds.filter((kind) =>
    told(kind, "bedrock").headers.some(([name]) => name === "x-should-retry"),
  );
  expect(never).toEqual(["wrong-address", "quota", "too-large", "aborted", "replay-miss", "harness-fault"]);
});

test("the service is quoted exactly where the request is at fault", () => {
  const quoted = failureKinds.filter((kind) =>
    told(kind, "bedrock", { message: "its own words" }).body.error.message.includes("The provider said: its own words"),
  );
  expect(quoted).toEqual([
    ...["inference-profile", "model-retired", "model-not-found", "api-unsupported", "tools-unsupported"],
    ...["streaming-tools-unsupported", "streaming-unsupported", "parameter-unsupported", "caching-unsupported"],
    ...["schema-keyword", "tools-with-reasoning", "invalid-history", "thinking-signature", "role-order"],
    ...["context-overflow", "output-limit", "content-filter"],
    "invalid-request",
  ]);
});

test.each([
  [null, []],
  [0, ["0", "0"]],
  [0.2, ["1", "1"]],
  [1000, ["1", "1000"]],
  [1000.5, ["2", "1001"]],
  [1001, ["2", "1001"]],
  [2000, ["2", "2000"]],
])("a wait of %s ms is told as %j", (retryAfterMs, values) => {
  expect(told("throttled", "bedrock", { retryAfterMs }).headers.map(([, value]) => value)).toEqual(values);
});

test("a hint of its own comes before the steps, a blank one is none", () => {
  const message = (hint: string) => told("truncated", "bedrock", { hint }).body.error.message;
  expect(message("do this")).toBe("The provider's reply was cut off.\nTry:\n1. do this\n2. Try again");
  expect(message(" ")).toBe("The provider's reply was cut off.\nTry:\n1. Try again");
});

test("a model is named at most by two hundred characters, and none is the model", () => {
  const said = (model: string | null) =>
    encodeError(failure("model-error"), { model, region: null, service: "bedrock" }).body.error.message;
  expect(said("x".repeat(201))).toContain(`Model '${"x".repeat(200)}' failed`);
  expect(said(null)).toMatch(/^The model failed/);
  const region = encodeError(failure("region"), { model: null, region: null, service: "bedrock" });
  expect(region.body.error.message).toContain("in region 'default'");
});

test("a request that cannot be taken has its member, its code or none", () => {
  expect(invalidRequest("a", "b", "c")).toEqual({ message: "b", type: "invalid_request_error", code: "c", param: "a" });
  expect(invalidRequest(null, "b")).toEqual({ message: "b", type: "invalid_request_error", code: null, param: null });
});
