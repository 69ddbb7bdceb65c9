import { describe, expect, test } from "vitest";
import { jsonPost, readBody, recording } from "../../../test/support/wire-doubles.js";
import { type RecordedExchange, TransportError, type WireRequest } from "../exchange.js";
import { createReplay, type Replay } from "./replay.js";

const never = () => new AbortController().signal;
const url = "https://service.test/v1/chat";

function answering(text: string, request: WireRequest = jsonPost(url, { a: 1 })): RecordedExchange {
  return recording({ request, chunks: [[1, Buffer.from(text)]] });
}

async function ask(replay: Replay, request: WireRequest): Promise<string> {
  return (await readBody(await replay.exchange(request, never()))).text;
}

async function missOf(replay: Replay, request: WireRequest): Promise<string> {
  const error = await replay.exchange(request, never()).catch((thrown: unknown) => thrown);
  if (error instanceof TransportError && error.kind === "replay-miss") return error.message;
  throw new Error(`expected a replay-miss, got ${String(error)}`);
}

describe("a miss", () => {
  const turn = (id: string) => ({ messages: [{ role: "user" }, { role: "assistant", content: [{ toolUseId: id }] }] });

  test("shows the nearest recording and the field that differs", async () => {
    const recorded = [
      jsonPost(url, { other: true }),
      jsonPost(url, turn("b")),
      jsonPost("https://service.test/x", turn("a")),
    ];
    const replay = createReplay(
      recorded.map((request) => answering("x", request)),
      { from: "chat.har" },
    );
    expect(await missOf(replay, jsonPost(url, turn("a")))).toBe(
      [
        "replay has no answer for POST /v1/chat in chat.har",
        "nearest is recording 2 of 3 (POST /v1/chat):",
        '  messages[1].content[0].toolUseId: "a" ≠ recorded "b"',
      ].join("\n"),
    );
  });

  test("says where the nearest recording is used up", async () => {
    const replay = createReplay([answering("x", jsonPost(url, { a: 1, b: 1 }))]);
    await ask(replay, jsonPost(url, { a: 1, b: 1 }));
    expect(await missOf(replay, jsonPost(url, { a: 1 }))).toBe(
      [
        "replay has no answer for POST /v1/chat in the recordings",
        "nearest is recording 1 of 1 (POST /v1/chat, already used):",
        "  b: nothing ≠ recorded 1",
      ].join("\n"),
    );
  });

  test("shows another path as the first difference, and picks the path most like it", async () => {
    const paths = ["/model/b/converse", "/model/a/converse-stream", "/v1/chat"];
    const replay = createReplay(paths.map((path) => answering("x", jsonPost(`https://s.test${path}`, {}))));
    expect(await missOf(replay, jsonPost("https://s.test/model/a/converse", {}))).toContain(
      "  request: POST /model/a/converse ≠ recorded POST /model/b/converse",
    );
  });

  test("shows no more than twelve differences, and cuts long values around the place where they differ", async () => {
    const many = (value: number) => Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`k${at}`, value]));
    const lines = (await missOf(createReplay([answering("x", jsonPost(url, many(1)))]), jsonPost(url, many(2)))).split(
      "\n",
    );
    expect(lines).toHaveLength(2 + 12);
    expect(lines.at(-1)).toBe("  … and 19 more differences");

    const long = (middle: string) => ({ text: `${"x".repeat(500)}${middle}${"y".repeat(500)}` });
    const message = await missOf(
      createReplay([answering("x", jsonPost(url, long("one")))]),
      jsonPost(url, long("two")),
    );
    expect(message).toContain("xxxtwoyyy");
    expect(message).toContain("xxxoneyyy");
    expect(message.length).toBeLessThan(500);
  });

  test("of an empty tape says so", async () => {
    expect(await missOf(createReplay([], { from: "empty.har" }), jsonPost(url, {}))).toBe(
      "replay has no answer for POST /v1/chat in empty.har: it holds no recording at all",
    );
  });

  test("of bodies that are no JSON shows their sizes and beginnings", async () => {
    const message = await missOf(createReplay([answering("x", jsonPost(url, "abc"))]), jsonPost(url, "abcd"));
    expect(message).toContain('body: 4 bytes, "abcd" ≠ recorded 3 bytes, "abc"');
  });
});
