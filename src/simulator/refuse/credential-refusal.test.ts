import { expect, test } from "vitest";
import type { CredentialFault } from "../credentials/credential-fault.js";
import type { Service } from "../request/door.js";
import { credentialRefusal } from "./credential-refusal.js";

const coral = "http://internal.amazon.com/coral/com.amazon.coral.service/";
const openAi = (message: string, code: string | null = null) => ({
  error: { code, message, param: null, type: "permission_denied_error" },
});
const moonshot = {
  error: { message: "Invalid Authentication", type: "invalid_authentication_error", param: null, code: null },
};

type Row = readonly [
  service: Service,
  refusal: CredentialFault["refusal"],
  message: string | null,
  status: number,
  type: string | null,
  body: object,
];

/** By hand, after the threads that the tables of refusals name. */
const rows: readonly Row[] = [
  [
    ...(["bedrock", "missing-authorization", null, 403] as const),
    "MissingAuthenticationTokenException",
    { message: "Missing Authentication Token" },
  ],
  ["bedrock", "incomplete-signature", "No date.", 403, "IncompleteSignatureException", { message: "No date." }],
  ["bedrock", "invalid-signature", "Expired.", 403, "InvalidSignatureException", { message: "Expired." }],
  [
    ...(["bedrock", "invalid-token", null, 403] as const),
    "UnrecognizedClientException",
    { message: "The security token included in the request is invalid." },
  ],
  [
    ...(["bedrock", "api-key-invalid", null, 403] as const),
    "AccessDeniedException",
    { Message: "Authentication failed: Please make sure your API Key is valid." },
  ],
  [
    ...(["bedrock-openai", "missing-authorization", null, 403] as const),
    "MissingAuthenticationTokenException",
    { message: "Missing Authentication Token" },
  ],
  ["bedrock-openai", "invalid-signature", "Expired.", 401, null, openAi("Expired.")],
  ["bedrock-openai", "incomplete-signature", "No date.", 401, null, openAi("No date.")],
  [
    ...(["bedrock-openai", "invalid-token", null, 401, null] as const),
    openAi("The security token included in the request is invalid."),
  ],
  ["bedrock-openai", "api-key-invalid", null, 401, null, openAi("Invalid bearer token", "invalid_api_key")],
  [
    ...(["openrouter", "missing-authorization", null, 401, null] as const),
    { error: { message: "No auth credentials found", code: 401 }, user_id: "user_simulated" },
  ],
  ["openrouter", "api-key-invalid", null, 401, null, { error: { message: "User not found.", code: 401 } }],
  ["openai", "missing-authorization", null, 401, null, moonshot],
  ["openai", "api-key-invalid", null, 401, null, moonshot],
];

test.each(rows)("%s answers %s (%s) with %i", (service, refusal, message, status, type, body) => {
  const refused = credentialRefusal({ service, dialect: "chat" }, { refusal, message });
  const types = type === null ? [] : [["x-amzn-errortype", `${type}:${coral}`]];
  expect([refused.status, refused.headers, JSON.parse(refused.body)]).toEqual([
    status,
    [["content-type", "application/json"], ...types],
    body,
  ]);
});
