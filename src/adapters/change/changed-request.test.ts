import { expect, test } from "vitest";
import { sixTargets } from "../../../test/support/fault-run.js";
import { foldAsync } from "../../chat/fold.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { type WireChange, wrongKeys } from "../../chat/wire-change.js";
import { headerOf, type WireRequest } from "../../wire/exchange.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { Credentials } from "../adapter.js";
import { adapterFor } from "../registry.js";

const nothing: WireChange = { model: null, operations: [], text: null, fill: 0, wrongKey: false };

function asked(target: Target, change: Partial<WireChange>): ChatRequest {
  const said = { role: "user", parts: [{ kind: "text", text: "Hi" }], name: null } as const;
  return { ...plainRequest(target.providerModelId, [said]), maxOutputTokens: 9, change: { ...nothing, ...change } };
}

/** What either client sends, and how its reply failed; the service says 400 to everything. */
async function sent(target: Target, change: Partial<WireChange>, credentials: Credentials) {
  const seen: WireRequest[] = [];
  const transport = transportOf((request) => {
    seen.push(request);
    const bytes = new TextEncoder().encode('{"message":"no"}');
    const chunks = (async function* () {
      yield bytes;
    })();
    return Promise.resolve({ status: 400, headers: [["content-type", "application/json"]], chunks });
  });
  const adapter = await adapterFor(target.api);
  const replies = [];
  for (const client of ["sdk", "http"] as const) {
    const send = await adapter.open(client, {
      ...{ target, transport, credentials, policy: "faithful", baseUrl: "http://service.test" },
    });
    replies.push(await foldAsync(send(asked(target, change), new AbortController().signal)));
  }
  return { seen, replies, texts: seen.map(({ body }) => new TextDecoder().decode(body ?? new Uint8Array())) };
}

const bearer: Credentials = { kind: "bearer", token: "right" };

test.each(sixTargets.map((target) => [target.api, target] as const))(
  "%s sends a patched body with either client, and says that no SDK sent it",
  async (_api, target) => {
    const operations = [
      { op: "remove", path: "/messages" },
      { op: "add", path: "/surprise", value: [null] },
    ] as const;
    const { texts, replies } = await sent(target, { operations }, bearer);
    expect(texts.map((text) => [JSON.parse(text).messages, JSON.parse(text).surprise])).toEqual([
      [undefined, [null]],
      [undefined, [null]],
    ]);
    expect(replies.map(({ warnings }) => warnings.filter(({ id }) => id === "sent-by-http").length)).toEqual([1, 0]);
    expect(replies.map(({ failure }) => failure?.phase)).toEqual(["refused", "refused"]);
  },
);

test.each(sixTargets.map((target) => [target.api, target] as const))(
  "%s sends a body that is no JSON, a longer text, and another model",
  async (_api, target) => {
    expect((await sent(target, { text: '{"messages": [' }, bearer)).texts).toEqual([
      '{"messages": [',
      '{"messages": [',
    ]);
    const [plain = "", filled = ""] = [
      (await sent(target, {}, bearer)).texts[0],
      (await sent(target, { fill: 1_000 }, bearer)).texts[0],
    ];
    expect(filled.length - plain.length).toBeGreaterThanOrEqual(1_000);
    expect(filled.length - plain.length).toBeLessThan(1_060);
    expect(filled).toContain("Hi");
    const { seen, texts } = await sent(target, { model: "no-such-model-1" }, bearer);
    expect(`${seen[1]?.url} ${texts[1]}`).toContain("no-such-model-1");
    expect(`${seen[1]?.url} ${texts[1]}`).not.toContain(target.providerModelId);
  },
);

test("a body that is no object after its patch is sent as it is", async () => {
  const [target] = sixTargets;
  if (target === undefined) throw new Error("no target");
  const operations = [{ op: "replace", path: "", value: ["a"] }] as const;
  expect((await sent(target, { operations }, bearer)).texts).toEqual(['["a"]', '["a"]']);
});

test("a wrong key takes the place of a right one of its kind; a replay sends none", async () => {
  const [chat] = sixTargets;
  const converse = sixTargets.find(({ api }) => api === "converse");
  if (chat === undefined || converse === undefined) throw new Error("no target");
  const authorization = async (target: Target, credentials: Credentials) =>
    (await sent(target, { wrongKey: true }, credentials)).seen.map(({ headers }) => headerOf(headers, "authorization"));
  expect(await authorization(chat, bearer)).toEqual([`Bearer ${wrongKeys.bearer}`, `Bearer ${wrongKeys.bearer}`]);
  expect(await authorization(chat, { kind: "none" })).toEqual([
    `Bearer ${wrongKeys.bearer}`,
    `Bearer ${wrongKeys.bearer}`,
  ]);
  const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const signed = await authorization(converse, { kind: "aws", resolve: () => Promise.resolve(keys) });
  expect(signed.map((one) => one?.includes(`Credential=${wrongKeys.accessKeyId}/`))).toEqual([true, true]);
  expect(await authorization(converse, { kind: "recorded" })).toEqual([null, null]);
});

test("an operation that does not fit sends nothing and names itself", async () => {
  for (const target of sixTargets) {
    const { seen, replies } = await sent(target, { operations: [{ op: "remove", path: "/nowhere" }] }, bearer);
    expect(seen).toEqual([]);
    expect(replies.map(({ failure }) => [failure?.phase, failure?.message])).toEqual([
      ["local", 'change.operations[0]: the body has nothing at "/nowhere"'],
      ["local", 'change.operations[0]: the body has nothing at "/nowhere"'],
    ]);
  }
});
