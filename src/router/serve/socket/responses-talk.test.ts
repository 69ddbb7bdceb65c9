import { describe, expect, test } from "vitest";
import { connectTo } from "../../../../test/support/router-socket.js";
import { plainConfig, plainModel, scriptedRouter, textReply } from "../../../../test/support/scripted-router.js";
import type { ChatEvent } from "../../../chat/event.js";
import { asChatEvents } from "../../../chat/events.js";
import type { ServeConfig } from "../../config/router-config.js";
import { createRouter, type Router } from "../router.js";

const models = [plainModel("a")];
const scripted = (replies: readonly (readonly ChatEvent[])[], serve: Partial<ServeConfig> = {}) =>
  scriptedRouter(plainConfig(models, { serve }), { a: replies });

type Opened = Pick<Awaited<ReturnType<typeof connectTo>>, "socket" | "until">;

function talking({ socket, until }: Opened) {
  /** The messages up to one that ends a response, or an error. */
  const turn = async () => {
    const all = [];
    for (;;) {
      const [text = ""] = await until(1);
      const message = JSON.parse(text);
      all.push(message);
      if (/^(?:error|response\.(?:completed|incomplete|failed))$/.test(message.type)) return all;
    }
  };
  const create = (members: object) => socket.send(JSON.stringify({ type: "response.create", model: "a", ...members }));
  return { socket, turn, create };
}

async function connect(router: Router) {
  const { drain, another, ...opened } = await connectTo(router, [], "/v1/responses");
  return { ...talking(opened), drain, another: async () => talking(await another()) };
}

const types = (turn: readonly { readonly type: string }[]) => turn.map(({ type }) => type);
const errorOf = (message: string, param: string | null) => ({
  ...{ type: "error", status: 400 },
  error: { message, type: "invalid_request_error", param, code: "invalid_request" },
});

test("a response comes as the events of a stream, and another one on the same connection", async () => {
  const { create, turn } = await connect(scripted([textReply("4", "2"), textReply("43")]).router);
  create({ input: "41 + 1?" });
  create({ input: "42 + 1?" });
  const first = await turn();
  expect(types(first)).toEqual([
    ...["response.created", "response.in_progress", "response.output_item.added", "response.content_part.added"],
    ...["response.output_text.delta", "response.output_text.delta", "response.output_text.done"],
    ...["response.content_part.done", "response.output_item.done", "response.completed"],
  ]);
  expect(first.map(({ sequence_number: number }) => number)).toEqual(first.map((_, at) => at));
  const second = await turn();
  expect(second.at(-1).response.output[0].content[0].text).toBe("43");
});

describe("a message", () => {
  test.each<[string, string, string]>([
    ["{", 'a message must be a JSON object with the type "response.create"', "type"],
    ["[]", 'a message must be a JSON object with the type "response.create"', "type"],
    ['{"type":"response.steer"}', 'a message must be a JSON object with the type "response.create"', "type"],
    [
      '{"type":"response.create","stream":false}',
      "'stream' must be true on a socket, or left out: every response is a stream of events",
      "stream",
    ],
    [
      '{"type":"response.create","generate":false}',
      "'generate' must be true, or left out: this router prepares nothing before a response",
      "generate",
    ],
    [
      '{"type":"response.create","stream_id":"s"}',
      "'stream_id' is not supported: one response is made at a time, open another connection",
      "stream_id",
    ],
  ])("that is none says so: %s", async (text, message, param) => {
    const { socket, turn } = await connect(scripted([]).router);
    socket.send(text);
    expect(await turn()).toEqual([errorOf(message, param)]);
  });

  test("in bytes is none", async () => {
    const { socket, turn } = await connect(scripted([]).router);
    socket.send(Buffer.from('{"type":"response.create"}'));
    expect((await turn())[0].error.param).toBe("type");
  });

  test("is refused with the status that it has over HTTP", async () => {
    const { create, turn } = await connect(scripted([]).router);
    create({ input: "?", model: "z" });
    expect(await turn()).toMatchObject([{ type: "error", status: 404, error: { code: "model_not_found" } }]);
    create({ input: "?", background: true });
    expect(await turn()).toMatchObject([{ status: 400, error: { param: "background" } }]);
  });

  test("hears what was not carried over in the last message of its response", async () => {
    const late: ChatEvent = { kind: "tool-call-start", part: 1, id: null, name: "f", argumentsText: "{}" };
    const [start, text, delta, ...rest] = textReply("4");
    const reply = [start, text, delta, late, ...rest].flatMap((event) => event ?? []);
    const { create, turn } = await connect(scripted([reply]).router);
    create({ input: "?", store: true });
    const all = await turn();
    expect(all.filter((message) => "llm_parity_warnings" in message)).toEqual([all.at(-1)]);
    expect(all.at(-1).llm_parity_warnings).toEqual([
      expect.stringContaining("store-read: store: "),
      expect.stringMatching(/^a warns: .*tool-call-id-derived: /),
    ]);
    create({ input: "?", store: true, model: "z" });
    expect(await turn()).toMatchObject([{ type: "error" }]);
  });
});

describe("a continuation", () => {
  const idOf = (turn: Awaited<ReturnType<Awaited<ReturnType<typeof connect>>["turn"]>>) => turn.at(-1).response.id;

  test("of the last response goes upstream with the whole conversation", async () => {
    const { router, asked } = scripted([textReply("42"), textReply("43"), textReply("44")]);
    const { create, turn } = await connect(router);
    create({ input: "41 + 1?" });
    create({ input: [{ role: "user", content: "+ 1?" }], previous_response_id: idOf(await turn()) });
    create({ input: "+ 1?", previous_response_id: idOf(await turn()) });
    await turn();
    const said = asked.map(({ request }) =>
      request.messages.map(
        ({ role, parts }) => `${role} ${parts.map((part) => ("text" in part ? part.text : "")).join()}`,
      ),
    );
    expect(said).toEqual([
      ["user 41 + 1?"],
      ["user 41 + 1?", "assistant 42", "user + 1?"],
      ["user 41 + 1?", "assistant 42", "user + 1?", "assistant 43", "user + 1?"],
    ]);
  });

  test.each([
    ["of another response", (id: string) => ({ input: "?", previous_response_id: `${id}0` })],
    ["whose input is no input", (id: string) => ({ input: 5, previous_response_id: id })],
  ])("%s is refused, and nothing goes upstream", async (_title, members) => {
    const { router, asked } = scripted([textReply("42"), textReply("43")]);
    const { create, turn } = await connect(router);
    create({ input: "?" });
    create(members(idOf(await turn())));
    expect(await turn()).toMatchObject([
      { type: "error", status: 400, error: { code: "previous_response_not_found", param: "previous_response_id" } },
    ]);
    expect(asked.length).toBe(1);
  });

  test("that fails makes the connection forget the response", async () => {
    const { router } = scripted([textReply("42"), textReply("43")]);
    const { create, turn } = await connect(router);
    create({ input: "?" });
    const id = idOf(await turn());
    create({ input: "?", model: "z", previous_response_id: id });
    create({ input: "?", previous_response_id: id });
    expect((await turn())[0].error.code).toBe("model_not_found");
    expect((await turn())[0].error.code).toBe("previous_response_not_found");
  });

  test("is no longer than a request may be", async () => {
    const { router, asked } = scripted([textReply("x".repeat(4000))], { maxBodyBytes: 4096 });
    const { create, turn } = await connect(router);
    create({ input: "?" });
    create({ input: "?", previous_response_id: idOf(await turn()) });
    expect(await turn()).toMatchObject([{ status: 413, error: { code: "body_too_large" } }]);
    expect(asked.length).toBe(1);
  });
});

/** A router whose model sends nothing until its caller has gone. */
function waiting(serve: Partial<ServeConfig> = {}) {
  let begun = () => {};
  const asked = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let left = () => {};
  const gone = new Promise<void>((resolve) => {
    left = resolve;
  });
  const router = createRouter({
    ...{ config: plainConfig(models, { serve }), measured: null, rank: null },
    askModel: (_model, _asked, signal) => {
      async function* nothing(): AsyncGenerator<never> {
        begun();
        await new Promise<void>((resolve) => signal.addEventListener("abort", resolve));
        left();
      }
      return asChatEvents(nothing());
    },
  });
  return { router, asked, gone };
}

test("sixteen messages wait, and the next is refused", async () => {
  const { router, asked } = waiting();
  const { create, turn } = await connect(router);
  create({ input: "?" });
  await asked;
  for (let at = 0; at < 17; at += 1) create({ input: "?" });
  expect(await turn()).toEqual([errorOf("at most 16 messages may wait for the one before them", null)]);
});

test("a response has its place among all that are under way", async () => {
  const { router, asked } = waiting({ maxRequests: 1 });
  const first = await connect(router);
  first.create({ input: "?" });
  await asked;
  const second = await first.another();
  second.create({ input: "?" });
  expect(await second.turn()).toMatchObject([{ type: "error", status: 503, error: { code: "overloaded" } }]);
});

test("a client that leaves takes its request with it", async () => {
  const { router, asked, gone } = waiting();
  const { create, socket } = await connect(router);
  create({ input: "?" });
  await asked;
  socket.close();
  await expect(gone).resolves.toBeUndefined();
});

test("a router that stops ends what is under way with an error, and refuses what waits", async () => {
  const { router, asked } = waiting();
  const { create, turn, drain } = await connect(router);
  create({ input: "?" });
  await asked;
  const drained = drain(0);
  expect((await turn()).at(-1)).toMatchObject({ type: "error", status: 503, error: { code: "draining" } });
  await drained;
});
