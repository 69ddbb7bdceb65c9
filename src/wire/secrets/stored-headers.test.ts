import { describe, expect, test } from "vitest";
import { isSecretHeader, isStoredHeader, storedHeaders } from "./stored-headers.js";

describe("headers that a file may hold", () => {
  test.each([
    "accept",
    "cf-ray",
    "content-type",
    "date",
    "openai-model",
    "openai-processing-ms",
    "openai-version",
    "request-id",
    "retry-after",
    "retry-after-ms",
    "x-amz-target",
    "x-amzn-errortype",
    "x-amzn-requestid",
    "x-generation-id",
    "x-request-id",
    "x-amzn-bedrock-input-token-count",
    "x-amzn-bedrock-",
    "x-ratelimit-remaining-tokens",
  ])("%s is one, and is no secret", (name) => {
    expect(isStoredHeader(name)).toBe(true);
    expect(isSecretHeader(name)).toBe(false);
  });

  test.each([
    "content-encoding",
    "content-length",
    "transfer-encoding",
    "x-amzn-bedrock",
    "x-ratelimit",
    "ratelimit-x-ratelimit-limit",
    "openai-organization",
    "x-amz-date",
    "x-request-id-2",
    "retry-after-m",
    "Content-Type",
    "",
  ])("%s is none", (name) => {
    expect(isStoredHeader(name)).toBe(false);
  });
});

describe("headers that no file may hold", () => {
  test.each([
    "authorization",
    "Authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-amz-security-token",
    "api-key",
    "apikey",
    "x-api-key",
    "x-apikey",
    "x-goog-api-key",
    "goog-api-key",
    "x-some-vendor-api-key",
    "auth-token",
    "x-auth-token",
    "access-token",
    "x-access-token",
    "x-vendor-access-token",
  ])("%s is one, and is not stored", (name) => {
    expect(isSecretHeader(name)).toBe(true);
    expect(isStoredHeader(name.toLowerCase())).toBe(false);
  });

  test.each([
    "authorization-endpoint",
    "x-authorization",
    "www-authenticate",
    "set-cookie2",
    "x-cookie",
    "x-amz-security-tokens",
    "api-key-id",
    "x-api-keys",
    "-api-key",
    "x--api-key",
    "x-1-api-key",
    "token",
    "authtoken",
    "accesstoken",
    "date",
  ])("%s is none", (name) => {
    expect(isSecretHeader(name)).toBe(false);
  });
});

test("stored headers are in lower case and keep their order, their values and what is repeated", () => {
  const headers = [
    ["Retry-After", "A"],
    ["AUTHORIZATION", "secret"],
    ["X-RateLimit-Limit", "10"],
    ["x-api-key", "secret"],
    ["retry-after", "b"],
  ] as const;
  expect(storedHeaders(headers)).toEqual([
    ["retry-after", "A"],
    ["x-ratelimit-limit", "10"],
    ["retry-after", "b"],
  ]);
});
