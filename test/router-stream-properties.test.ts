import fc from "fast-check";
import { expect, test } from "vitest";
import { Stop } from "../src/chat/stop-signal.js";
import { createUpstreams } from "../src/router/relay/upstreams.js";
import { complete } from "../src/router/serve/complete.js";
import { createRouter } from "../src/router/serve/router.js";
import { type Exchange, TransportError } from "../src/wire/exchange.js";
import { read } from "./router-streams/seen.js";
import { plainConfig, plainModel } from "./support/scripted-router.js";

const encoder = new TextEncoder();
const data = (value: unknown) => `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`;
const chunk = (delta: object, finish: string | null = null) => ({
  ...{ id: "gen-1", object: "chat.completion.chunk", created: 1, model: "m" },
  choices: [{ index: 0, delta, finish_reason: finish }],
});

const text = fc.oneof(
  fc.constantFrom(
    "42",
    " ",
    "",
    "<think>",
    "</think>",
    "<thi",
    "nk>",
    "analysis",
    "<tool_call>",
    '{"name": "f"',
    "\n\n",
  ),
  fc.string({ maxLength: 5 }),
);

/** One event of a service: what services send, and what they should not. */
const sent = fc.oneof(
  { weight: 4, arbitrary: text.map((content) => data(chunk({ content }))) },
  { weight: 4, arbitrary: text.map((reasoning) => data(chunk({ reasoning_content: reasoning }))) },
  { weight: 1, arbitrary: text.map((refusal) => data(chunk({ refusal }))) },
  {
    weight: 2,
    arbitrary: fc
      .record({ index: fc.nat(2), id: fc.option(fc.constant("c"), { nil: undefined }), args: text })
      .map(({ index, id, args }) =>
        data(chunk({ tool_calls: [{ index, id, function: { name: "f", arguments: args } }] })),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constant(data(chunk({ reasoning_details: [{ type: "reasoning.encrypted", data: "x" }] }))),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom("stop", "length", "tool_calls", "content_filter", "error", "malformed", "")
      .map((finish) => data(chunk({}, finish))),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(": a comment\n\n", data("{"), data("[]"), data({ error: { message: "no" } })),
  },
  { weight: 1, arbitrary: fc.constant(data("[DONE]")) },
);

const reply = fc.record({
  status: fc.constantFrom(200, 200, 200, 200, 429, 400, 503),
  events: fc.array(sent, { maxLength: 8 }),
  ends: fc.constantFrom("done", "cut", "reset"),
  pieceBytes: fc.integer({ min: 1, max: 400 }),
});
type Reply = typeof reply extends fc.Arbitrary<infer Value> ? Value : never;

/** Services that give these replies in turn, in pieces, each after a wait. */
function services(replies: readonly Reply[]): Exchange {
  let turn = 0;
  return async () => {
    const { status, events, ends, pieceBytes } = replies[turn % replies.length] ?? expect.unreachable();
    turn += 1;
    const all = encoder.encode(events.join("") + (ends === "done" ? data(chunk({}, "stop")) + data("[DONE]") : ""));
    async function* chunks() {
      for (let at = 0; at < all.length; at += pieceBytes) {
        await Promise.resolve();
        yield all.subarray(at, at + pieceBytes);
      }
      if (ends === "reset") throw new TransportError("reset", "the connection was reset");
    }
    return { status, headers: [["content-type", "text/event-stream"]], chunks: chunks() };
  };
}

test("whatever services do, a stream is well formed: one reply, and one finish or one error", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(reply, { minLength: 1, maxLength: 4 }),
      fc.array(fc.constantFrom("hold", "early", "off"), { minLength: 2, maxLength: 2 }),
      fc.record({ hasTools: fc.boolean(), isAhead: fc.boolean(), separates: fc.boolean() }),
      async (replies, guards, { hasTools, isAhead, separates }) => {
        const models = ["a", "b"].map((name, index) => {
          const model = plainModel(name, { emptyReplyGuard: guards[index] ?? "hold" });
          const quirks = { ...model.streaming.quirks, thoughtsInText: separates };
          return { ...model, streaming: { ...model.streaming, quirks } };
        });
        const config = plainConfig(models, { fallback: ["b"] });
        const askModel = createUpstreams(services(replies), () => "http://127.0.0.1");
        const router = createRouter({
          config: { ...config, reliability: { ...config.reliability, retries: 1 } },
          ...{ askModel, measured: null, sleep: async () => {} },
        });
        const tools = hasTools ? [{ type: "function", function: { name: "f", parameters: { type: "object" } } }] : [];
        const body = {
          ...{ model: "a", stream: true, messages: [{ role: "user", content: "x" }] },
          ...(hasTools ? { tools } : {}),
        };
        const log: string[] = [];
        const patience = isAhead ? async () => null : undefined;
        const surroundings = { router, id: "7", signal: new Stop(), patience, log: (line: string) => log.push(line) };
        const answer = await complete(body, surroundings);
        if (answer.kind === "json") {
          expect(answer.status).toBeGreaterThanOrEqual(400);
          expect(answer.body).toMatchObject({ error: { message: expect.any(String), code: expect.any(String) } });
          return;
        }
        const pieces: string[] = [];
        for await (const piece of answer.pieces) pieces.push(piece);
        // Pieces are whole events, so that a comment can come between any two.
        for (const piece of pieces) expect(piece.endsWith("\n\n")).toBe(true);
        const { errors } = read(pieces.join(": llm-parity waits for the model\n\n"));
        expect(errors).not.toContain("internal_error");
        expect(log.filter((line) => !line.includes("broke after"))).toEqual([]);
        const outcomes = router.metrics.text().match(/attempts_total/g) ?? [];
        expect(outcomes.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 1_000 },
  );
});
