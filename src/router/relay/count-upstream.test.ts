import { expect, test } from "vitest";
import { messagesTarget } from "../../../test/support/messages-encode.js";
import { plainModel } from "../../../test/support/scripted-router.js";
import type { OwnMembers } from "../../adapters/own-members.js";
import { messages } from "../../chat/apis/messages.js";
import { plainRequest } from "../../chat/request.js";
import { Stop } from "../../chat/stop-signal.js";
import { type Exchange, headerOf, type WireRequest } from "../../wire/exchange.js";
import { createCounting } from "./count-upstream.js";
import { fitRequest } from "./fit-request.js";

const request = {
  ...plainRequest("m", [{ role: "user", parts: [{ kind: "text", text: "Hi" }], name: null }]),
  extra: { unheard_of: 1 },
};
const credentials = ["key-0001", "key-0002"].map((token) => ({ kind: "bearer", token }) as const);

test("a model's service counts what it would get, with each of the model's keys in turn", async () => {
  const sent: WireRequest[] = [];
  const exchange: Exchange = async (asked) => {
    sent.push(asked);
    async function* chunks() {
      yield Buffer.from('{"input_tokens":7}');
    }
    return { status: 200, headers: [["content-type", "application/json"]], chunks: chunks() };
  };
  const count = createCounting({ exchange, baseUrl: () => "http://service.test/v1" });
  const model = plainModel("claude", { whole: messagesTarget(), credentials });
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await count(model, { request }, new Stop())).toMatchObject({
      ...{ kind: "counted", inputTokens: 7 },
      warnings: [expect.objectContaining({ id: "member-left-out", field: "unheard_of" })],
    });
  }
  expect(sent.map(({ url }) => url)).toEqual(Array(2).fill("http://service.test/v1/messages/count_tokens"));
  expect(sent.map(({ body }) => JSON.parse(Buffer.from(body ?? []).toString()))).toEqual(
    Array(2).fill({ model: "claude-sample-1", messages: [{ role: "user", content: "Hi" }] }),
  );
  expect(new Set(sent.map(({ headers }) => headerOf(headers, "x-api-key")))).toEqual(new Set(["key-0001", "key-0002"]));
});

test("a service of Chat Completions counts nothing, and is not asked", async () => {
  const exchange: Exchange = async () => expect.unreachable();
  const count = createCounting({ exchange, baseUrl: null });
  expect(await count(plainModel("kimi"), { request }, new Stop())).toEqual({ kind: "none" });
});

test("what only the client's API has is added, but for what the configuration sets", () => {
  const own: OwnMembers = ({ target, allows }) => ({
    extra: { set: "request", free: [target.api, allows("free"), allows("other")] },
    warnings: [{ id: "not-carried", field: "thinking.display", message: "none" }],
  });
  const target = { ...messagesTarget(), extra: { set: "file" } };
  const model = plainModel("claude", { whole: target, allow: ["free"] });
  const fitted = fitRequest({ ...request, extra: {} }, { model, target, api: messages, own });
  expect(fitted.request.extra).toEqual({ free: ["messages", true, false] });
  expect(fitted.warnings).toEqual([
    { id: "not-carried", field: "thinking.display", message: "none" },
    { id: "member-left-out", field: "set", message: "the configuration sets it" },
  ]);
});
