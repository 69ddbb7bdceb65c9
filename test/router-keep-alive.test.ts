import { describe, expect, test } from "vitest";
import { type Held, held } from "./router-streams/held-service.js";
import { says, scripted } from "./router-streams/scripted-service.js";
import { post, read, seen } from "./router-streams/seen.js";

const keepAlive = "serve: { port: 0, keep_alive_ms: 20 }";
const waits = "llm-parity waits for the model";

/** Reads a stream, and calls `act` once with the first text that fits. */
async function readUntil({ body }: Response, fits: RegExp, act: () => unknown): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let isDone = false;
  for await (const bytes of body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (isDone || !fits.test(text)) continue;
    isDone = true;
    await act();
  }
  return text;
}

async function answers(reply: Held): Promise<void> {
  await reply.send({ content: "42" });
  await reply.end();
}

const twice = /(?:: llm-parity waits.*\n\n){2}/;

describe("while nothing comes, a stream has comments", () => {
  test("before the first word of the service", async () => {
    const reply = held();
    const { url } = await scripted({ a: [reply.script] }, { file: keepAlive });
    const response = await post(url);
    expect([response.status, response.headers.get("x-llm-parity-model")]).toEqual([200, null]);
    expect(response.headers.get("x-llm-parity-reason")).toBe("named by the request");
    const text = await readUntil(response, twice, () => answers(reply));
    expect(read(text)).toMatchObject({ text: "42", finishes: ["stop"] });
    expect(read(text).comments.slice(0, 2)).toEqual([waits, waits]);
  });

  test("while reasoning is held", async () => {
    const reply = held();
    const { url } = await scripted({ a: [reply.script] }, { guard: "hold", file: keepAlive });
    await Promise.all([
      reply.send({ reasoning_content: "Hm." }),
      post(url).then(async (response) => {
        const text = await readUntil(response, twice, () => answers(reply));
        expect(text.indexOf(waits)).toBeLessThan(text.indexOf("Hm."));
        expect(read(text)).toMatchObject({ text: "42", thoughts: "Hm.", finishes: ["stop"] });
      }),
    ]);
  });

  test("between two texts", async () => {
    const reply = held();
    const { url } = await scripted({ a: [reply.script] }, { file: keepAlive });
    const asking = post(url);
    await reply.send({ content: "15 + 27 = " });
    const text = await readUntil(await asking, new RegExp(`15 \\+ 27[^]*${twice.source}`), () => answers(reply));
    expect(read(text)).toMatchObject({ text: "15 + 27 = 42", finishes: ["stop"] });
  });

  test("and where the service then fails, an error event and no status", async () => {
    const reply = held();
    const { url } = await scripted({ a: [reply.script] }, { file: keepAlive });
    const text = await readUntil(await post(url), twice, async () => (await reply.asked).socket.destroy());
    expect(read(text)).toMatchObject({ text: "", finishes: [], errors: ["upstream_unreachable"] });
  });

  test("and where the next model answers, its answer", async () => {
    const reply = held();
    const { url } = await scripted({ a: [reply.script], b: [says("42")] }, { file: keepAlive });
    const text = await readUntil(await post(url), twice, async () => (await reply.asked).socket.destroy());
    expect(read(text)).toMatchObject({ text: "42", finishes: ["stop"] });
    expect(text).toContain('"model":"b"');
  });
});

test("a failure before the first comment has its status", async () => {
  const { url } = await scripted({ a: [{ refused: 429 }] }, { file: "serve: { port: 0, keep_alive_ms: 3600000 }" });
  expect(await seen(await post(url))).toMatchObject({ status: 429, errors: ["rate_limit_exceeded"], comments: [] });
});

test("a whole reply has none", async () => {
  const reply = held();
  const { url } = await scripted({ a: [reply.script], b: [says("42")] }, { file: keepAlive });
  const asking = post(url, { stream: false });
  (await reply.asked).socket.destroy();
  expect(await seen(await asking)).toMatchObject({ status: 200, text: "42" });
});
