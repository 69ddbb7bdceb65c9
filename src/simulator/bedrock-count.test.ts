import { describe, expect, test } from "vitest";
import { send } from "./simulated.fixture.js";

const converse = { messages: [{ role: "user", content: [{ text: "What is 15 + 27?" }] }] };
const claude = "/model/anthropic.claude-x-v1%3A0/count-tokens";

describe("Bedrock's CountTokens", () => {
  test("counts a body of Converse, and one of InvokeModel as base64", async () => {
    const body = {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 9,
      messages: [{ role: "user", content: "Hi" }],
    };
    const blob = Buffer.from(JSON.stringify(body)).toString("base64");
    for (const input of [{ converse }, { invokeModel: { body: blob } }]) {
      const heard = await send({ path: claude, body: { input } });
      expect(heard.status).toBe(200);
      expect(JSON.parse(heard.text)).toEqual({ inputTokens: expect.any(Number) });
    }
  });

  test("counts a longer prompt higher", async () => {
    const long = { messages: [{ role: "user", content: [{ text: "What is 15 + 27? ".repeat(50) }] }] };
    const [short, more] = await Promise.all(
      [converse, long].map(async (one) =>
        JSON.parse((await send({ path: claude, body: { input: { converse: one } } })).text),
      ),
    );
    expect(more.inputTokens).toBeGreaterThan(short.inputTokens);
  });

  test.each(["us.anthropic.claude-x-v1%3A0", "moonshotai.kimi-k2.5"])("does not count for %s", async (id) => {
    const heard = await send({ path: `/model/${id}/count-tokens`, body: { input: { converse } } });
    expect([heard.status, JSON.parse(heard.text)]).toEqual([
      400,
      { message: "The provided model doesn't support counting tokens." },
    ]);
  });

  test.each([{}, { input: {} }, { input: { invokeModel: { body: "bm8" } } }])(
    "refuses %j, which has no call",
    async (body) => {
      expect((await send({ path: claude, body })).status).toBe(400);
    },
  );

  test("takes the same credential as a call", async () => {
    const heard = await send({ path: claude, body: { input: { converse } }, headers: [] });
    expect(heard.status).toBe(403);
  });
});
