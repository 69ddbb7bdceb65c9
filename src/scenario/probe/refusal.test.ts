import { expect, test } from "vitest";
import { failed, mustBeRefused } from "../../../test/samples/transcripts.js";
import type { ChatFailure, FailureKind } from "../../chat/failure.js";
import type { WireChange } from "../../chat/wire-change.js";
import { isAboutProbe, namedIn } from "./refusal.js";

const nothing: WireChange = { model: null, operations: [], text: null, fill: 0, wrongKey: false };

function about(
  kind: FailureKind,
  change: Partial<ChatFailure> = {},
  asked: Partial<WireChange> | null = null,
): boolean {
  const { failure } = failed(kind, change);
  if (failure === null) throw new Error("no failure");
  return isAboutProbe({ failure, change: asked === null ? null : { ...nothing, ...asked } }, mustBeRefused);
}

test.each<[string, boolean, boolean]>([
  ["a refusal of the request", about("invalid-request"), true],
  ["a refusal for its length", about("context-overflow", { status: 413 }), true],
  ["a plain 500", about("unavailable", { status: 500 }), true],
  ["a 503", about("unavailable", { status: 503 }), false],
  ["an error of the model with 500", about("model-error", { status: 500 }), true],
  ["throttling", about("throttled", { status: 429 }), false],
  ["no more credits", about("quota", { status: 402 }), false],
  ["no connection", about("network", { phase: "connect", status: null }), false],
  ["a mistake of ours", about("invalid-request", { phase: "local", status: null }), false],
  ["an error in a 200", about("invalid-request", { phase: "body", status: 200 }), true],
  ["a stream that broke off", about("truncated", { phase: "body", status: 200 }), false],
  ["a key that is refused", about("credentials", { status: 401 }), false],
  ["a wrong key that is refused", about("credentials", { status: 401 }, { wrongKey: true }), true],
  ["a wrong key without access", about("model-access", { status: 403 }, { wrongKey: true }), true],
  ["a wrong key and throttling", about("throttled", { status: 429 }, { wrongKey: true }), false],
  ["a model that is not there", about("model-not-found", { status: 404 }), false],
  ["an unknown model that is not there", about("model-not-found", { status: 404 }, { model: "x" }), true],
  [
    "an account without access that names the member",
    about("model-access", { message: "no temperature for you" }),
    true,
  ],
])("%s: about the probe or not", (_what, found, wanted) => {
  expect(found).toBe(wanted);
});

test("a name is found in words at any depth, and not in the names of members", () => {
  const nested = JSON.stringify({ error: { detail: [{ loc: ["body", "top_p"] }] } });
  expect(
    namedIn({ message: "bad", raw: JSON.stringify({ error: { metadata: { raw: nested } } }) }, ["x", "TOP_P"]),
  ).toBe("TOP_P");
  expect(namedIn({ message: "bad", raw: '{"message":"bad"}' }, ["message"])).toBeNull();
  expect(namedIn({ message: "bad", raw: '{"provider_name":"Top_P Inc."}' }, ["top_p"])).toBeNull();
  expect(namedIn({ message: "top_p: too high", raw: null }, ["top_p"])).toBe("top_p");
  expect(namedIn({ message: "", raw: "<p>top_p</p>" }, ["top_p"])).toBe("top_p");
});
