import { describe, expect, test } from "vitest";
import type { WireHeaders } from "../../wire/exchange.js";
import { routeOf } from "./route-of.js";

function route(method: string, path: string, headers: WireHeaders = []) {
  const found = routeOf({ method, url: `http://simulated.test${path}`, headers, body: null });
  return found.kind === "unknown"
    ? `unknown ${found.because} (${found.dialect} of ${found.service})`
    : `${found.kind} ${found.dialect} ${"door" in found ? found.door : ""}`.trim();
}

const signedFor = (service: string): WireHeaders => [
  ["authorization", `AWS4-HMAC-SHA256 Credential=AKIA/20260210/us-east-1/${service}/aws4_request, Signature=0`],
];

describe("a path of a public dialect", () => {
  test.each([
    ["/api/v1/responses", "chat responses openrouter"],
    ["/api/v1/messages", "chat messages openrouter"],
    ["/v1/responses", "chat responses openai"],
    ["/v1/messages?beta=true", "chat messages openai"],
    ["/v1/messages/count_tokens", "count messages openai"],
    ["/v1/responses/input_tokens", "count responses openai"],
    ["/openai/v1/responses", "chat responses runtime"],
    ["/openai/v1/chat/completions", "chat chat runtime"],
    ["/anthropic/v1/messages", "chat messages runtime"],
    ["/anthropic/v1/messages/count_tokens", "count messages runtime"],
    ["/bedrock-mantle/v1/responses", "chat responses mantle"],
    ["/bedrock-mantle/openai/v1/responses", "chat responses mantle-openai"],
    ["/bedrock-mantle/anthropic/v1/messages", "chat messages mantle-anthropic"],
    ["/model/anthropic.claude/converse", "model chat"],
  ])("%s is %s", (path, expected) => {
    expect(route("POST", path)).toBe(expected);
  });

  test.each([
    ["/bedrock-mantle/v1/messages", "unknown path (messages of bedrock-openai)"],
    ["/openai/v1/messages", "unknown path (messages of bedrock-openai)"],
    ["/anthropic/v1/responses", "unknown path (responses of bedrock-openai)"],
    ["/v1/responses/compact", "unknown path (responses of openai)"],
    ["/v1/messages/batches", "unknown path (messages of openai)"],
    ["/api/v1/nothing", "unknown path (chat of openrouter)"],
  ])("%s is nothing that a service has: %s", (path, expected) => {
    expect(route("POST", path)).toBe(expected);
  });

  test.each([
    ["GET", "/v1/responses/resp_1", "stored responses openai"],
    ["DELETE", "/v1/responses/resp_1", "stored responses openai"],
    ["POST", "/v1/responses/resp_1/cancel", "stored responses openai"],
    ["GET", "/bedrock-mantle/openai/v1/responses/resp_1/input_items", "stored responses mantle-openai"],
    ["GET", "/v1/models", "models chat openai"],
    ["GET", "/anthropic/v1/models/m", "models messages runtime"],
    ["GET", "/v1/responses", "unknown method (responses of openai)"],
    ["GET", "/v1/messages", "unknown method (messages of openai)"],
  ])("%s %s is %s", (method, path, expected) => {
    expect(route(method, path)).toBe(expected);
  });

  test("is of the service that a signature names, where the path is that of two", () => {
    expect(route("POST", "/v1/responses", signedFor("bedrock-mantle"))).toBe("chat responses mantle");
    expect(route("POST", "/v1/responses", signedFor("bedrock"))).toBe("chat responses mantle");
    expect(route("POST", "/openai/v1/responses", signedFor("bedrock"))).toBe("chat responses runtime");
    expect(route("POST", "/openai/v1/responses", signedFor("bedrock-mantle"))).toBe("chat responses mantle-openai");
    expect(route("POST", "/anthropic/v1/messages", signedFor("bedrock-mantle"))).toBe("chat messages mantle-anthropic");
  });

  test("lists models in Anthropic's form for a client that names Anthropic's version", () => {
    expect(route("GET", "/v1/models", [["anthropic-version", "2023-06-01"]])).toBe("models messages openai");
  });
});
