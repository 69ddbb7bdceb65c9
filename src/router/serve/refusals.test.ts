import { expect, test } from "vitest";
import { chatDoor } from "../../adapters/openai-chat/server/door.js";
import { draining, internalError, overloaded, rawRefusal, refusalFor } from "./refusals.js";

test.each([
  ["a router that stops", draining, 503, "server_error", "retry-after: 1, x-should-retry: true, connection: close"],
  ["a full router", overloaded, 503, "server_error", "retry-after: 1, x-should-retry: true"],
  ["a fault of the router", internalError, 500, "server_error", "x-should-retry: false"],
  [
    "a missing key",
    { status: 401, code: "invalid_api_key", message: "m" },
    ...([401, "authentication_error", "www-authenticate: Bearer"] as const),
  ],
  ["too large a body", { status: 413, code: "body_too_large", message: "m" }, 413, "invalid_request_error", ""],
  ["an unknown path", { status: 404, code: "not_found", message: "m" }, 404, "invalid_request_error", ""],
])("%s is told as what it is, and whether to ask again", (_title, reason, status, type, expected) => {
  const { headers, body } = refusalFor(reason);
  const pairs = headers.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${headers[index + 1]}`] : []));
  expect([reason.status, pairs.join(", ")]).toEqual([status, expected]);
  expect(body.error).toEqual({ message: reason.message, type, param: null, code: reason.code });
});

test("on a bare socket it is a whole response, which ends the connection once", () => {
  const [head = "", body = ""] = rawRefusal(draining, "Service Unavailable", chatDoor).split("\r\n\r\n");
  expect(head.split("\r\n")).toEqual([
    "HTTP/1.1 503 Service Unavailable",
    "content-type: application/json; charset=utf-8",
    `content-length: ${body.length}`,
    "retry-after: 1",
    "x-should-retry: true",
    "connection: close",
  ]);
  expect(JSON.parse(body)).toEqual(refusalFor(draining).body);
});
