import net from "node:net";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { held } from "./router-streams/held-service.js";
import { says, scripted } from "./router-streams/scripted-service.js";
import { post, read, seen } from "./router-streams/seen.js";
import { testLimitMs } from "./support/limits.js";

describe("when the grace after a stop signal is over", () => {
  test("a stream ends with an error event, and the service's with it", async () => {
    const reply = held();
    const { url, drain } = await scripted({ a: [reply.script], b: [says("43")] });
    const asking = post(url);
    await reply.send({ content: "15 + 27 = " });
    const response = await asking;
    const [text] = await Promise.all([response.text(), drain(0)]);
    expect(read(text)).toMatchObject({ text: "15 + 27 = ", finishes: [], errors: ["draining"] });
    expect(text).toContain('"type":"server_error"');
    await (await reply.asked).closed;
  });

  test("so does one that has reasoning alone, and no further model is asked", async () => {
    const reply = held();
    const { url, drain, asked } = await scripted({ a: [reply.script], b: [says("43")] });
    const asking = post(url);
    await reply.send({ reasoning_content: "Hm." });
    const response = await asking;
    const [text] = await Promise.all([response.text(), drain(0)]);
    expect(read(text)).toMatchObject({ thoughts: "Hm.", errors: ["draining"], comments: [] });
    expect(asked()).toEqual(["a"]);
  });

  test.each([true, false])("what has sent nothing is answered with 503 (streaming: %s)", async (stream) => {
    const reply = held();
    const { url, drain } = await scripted({ a: [reply.script], b: [says("43")] });
    const asking = post(url, { stream });
    await reply.asked;
    const [response] = await Promise.all([asking, drain(0)]);
    expect(await seen(response)).toMatchObject({ status: 503, errors: ["draining"] });
  });

  test("a request whose body is not there yet is answered too", async () => {
    const { port, url, drain } = await scriptedPort();
    const client = net.connect(port, "127.0.0.1");
    let text = "";
    const closed = new Promise((resolve) => client.on("data", (bytes) => (text += bytes)).once("close", resolve));
    const head = "content-type: application/json\r\nexpect: 100-continue\r\ncontent-length: 99\r\n";
    client.write(`POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n${head}\r\n{"model":`);
    await expect.poll(() => text).toContain("100 Continue");
    expect(url).toContain(String(port));
    await drain(0);
    await closed;
    expect(text).toContain("HTTP/1.1 503");
    expect(text).toContain('"code":"draining"');
  });

  test("a client that reads nothing does not keep the router", async () => {
    const reply = held();
    const { url, drain } = await scripted({ a: [reply.script] });
    const response = post(url);
    await reply.send({ content: "x".repeat(8_000_000) });
    await response;
    await drain(0);
  });
});

describe("a socket", () => {
  async function talking() {
    const reply = held();
    const { url, drain } = await scripted({ a: [reply.script] });
    const socket = new WebSocket(`${url.replace("http", "ws")}/v1/chat/ws`);
    const frames: unknown[] = [];
    socket.on("message", (data) => frames.push(JSON.parse(String(data))));
    const closed = new Promise<number>((resolve) => socket.once("close", resolve));
    await new Promise((resolve) => socket.once("open", resolve));
    return { reply, drain, socket, frames, closed };
  }

  test("without a request is closed at once", async () => {
    const { drain, closed } = await talking();
    const down = drain(testLimitMs);
    expect(await closed).toBe(1001);
    await down;
  });

  test("finishes what is under way, and refuses what comes after", async () => {
    const { reply, drain, socket, frames, closed } = await talking();
    socket.send(JSON.stringify({ id: "one", model: "a", message: "x" }));
    await reply.send({ content: "42" });
    await expect.poll(() => frames.length).toBe(1);
    const down = drain(testLimitMs);
    socket.send(JSON.stringify({ id: "two", model: "a", message: "x" }));
    await expect.poll(() => frames.length).toBe(3);
    await reply.end();
    expect(await closed).toBe(1001);
    expect(frames).toMatchObject([
      { content: "42", request_id: "one" },
      { error: { code: "draining" }, request_id: "two" },
      { done: true, request_id: "two" },
      { done: true, request_id: "one" },
    ]);
    await down;
  });

  test("gets an error frame where the grace is over before", async () => {
    const { reply, drain, socket, frames, closed } = await talking();
    socket.send(JSON.stringify({ id: "one", model: "a", message: "x" }));
    await reply.send({ content: "42" });
    await expect.poll(() => frames.length).toBe(1);
    await drain(0);
    expect(await closed).toBe(1001);
    expect(frames.slice(1)).toEqual([
      {
        error: { message: "the router is shutting down", type: "server_error", param: null, code: "draining" },
        request_id: "one",
      },
      { done: true, request_id: "one" },
    ]);
  });
});

async function scriptedPort() {
  const server = await scripted({ a: [says("42")] });
  return { ...server, port: Number(new URL(server.url).port) };
}
