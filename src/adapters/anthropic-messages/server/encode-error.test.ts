import { describe, expect, test } from "vitest";
import { errorBody, errorEvent } from "./encode-error.js";

const error = { message: "wrong", type: "invalid_request_error", code: null, param: null };

describe("the type of an error", () => {
  test.each([
    [400, "invalid_request_error"],
    [401, "authentication_error"],
    [403, "permission_error"],
    [404, "not_found_error"],
    [405, "invalid_request_error"],
    [413, "request_too_large"],
    [415, "invalid_request_error"],
    [429, "rate_limit_error"],
    [499, "invalid_request_error"],
    [500, "api_error"],
    [502, "api_error"],
    [503, "overloaded_error"],
    [504, "timeout_error"],
    [529, "overloaded_error"],
  ])("of the status %i is %s", (status, type) => {
    expect(errorBody(error, { status, requestId: "r" })).toEqual({
      type: "error",
      error: { type, message: "wrong" },
      request_id: "r",
    });
  });

  test.each([
    ["upstream_error", "empty_reply", "api_error"],
    ["api_error", "upstream_unavailable", "overloaded_error"],
    ["rate_limit_error", "rate_limit_exceeded", "rate_limit_error"],
    ["insufficient_quota", "insufficient_quota", "rate_limit_error"],
    ["authentication_error", "upstream_credentials", "authentication_error"],
    ["permission_error", "model_access_denied", "permission_error"],
    ["timeout_error", "upstream_timeout", "timeout_error"],
    ["invalid_request_error", "model_not_found", "not_found_error"],
    ["invalid_request_error", "content_filter", "invalid_request_error"],
    ["server_error", "draining", "overloaded_error"],
  ])("of the words %s and %s in a stream is %s", (type, code, expected) => {
    expect(errorEvent({ ...error, type, code })).toEqual({
      type: "error",
      error: { type: expected, message: "wrong" },
    });
  });
});

test("the message names the member at fault", () => {
  const at = { status: 400, requestId: "r" };
  expect(errorBody({ ...error, param: "tools[0].type" }, at)).toMatchObject({
    error: { message: "tools[0].type: wrong" },
  });
  const named = { ...error, message: "'model' must be a name.", param: "model" };
  expect(errorBody(named, at)).toMatchObject({ error: { message: "'model' must be a name." } });
});
