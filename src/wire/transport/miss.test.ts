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
      "replay has no answer for POST /v1/chat in empty.har: there is no recording",
    );
  });

  test("of bodies that are no JSON shows their sizes and beginnings", async () => {
    const message = await missOf(createReplay([answering("x", jsonPost(url, "abc"))]), jsonPost(url, "abcd"));
    expect(message).toContain('body: 4 bytes, "abcd" ≠ recorded 3 bytes, "abc"');
  });

  test.each([
    ["another method of the same path", "POST /a", ["PUT /abcdef", "PUT /a"], 2],
    ["the path that differs least in its middle", "POST /a/1/b", ["POST /a/22222/b", "POST /a/2/b"], 2],
    ["the path that begins alike", "POST /abcd", ["POST /xbcd12", "POST /abcx"], 2],
    ["the path that ends alike", "POST /1bcd", ["POST /1x", "POST /2bcd"], 2],
    ["the path that repeats itself least", "POST /aa", ["POST /aaaaa", "POST /aaa"], 2],
    ["what differs in one character of many", "POST /abcdef", ["POST /uvwxyz", "POST /abcdefg"], 2],
    ["the first of two that are alike", "POST /a", ["POST /b", "POST /c"], 1],
    ["the first of two, of which one differs in its first character", "POST /a", ["POST /b", "XOST /a"], 1],
    ["the first of two, of which one differs in its last character", "POST /a", ["POXT /a", "POST /b"], 1],
    ["the first of two, of which one begins alike for longer", "POST /xa", ["POXT /xa", "POST /xb"], 1],
    ["the first of two, of which one ends alike for less", "POST /xa", ["PXST /xa", "POST /ya"], 1],
    ["the first of two, of which one repeats a character", "POST /aa", ["POST /ba", "POST /aaa"], 1],
  ])("picks %s", async (_what, asked, recorded, ordinal) => {
    const requestOf = (text: string) => {
      const [method = "", path = ""] = text.split(" ");
      return { ...jsonPost(`https://s.test${path}`, {}), method };
    };
    const replay = createReplay(recorded.map((one) => answering("x", requestOf(one))));
    expect(await missOf(replay, requestOf(asked))).toContain(`nearest is recording ${ordinal} of 2 (`);
  });

  test("picks the path most like it, also where the body of another is the same", async () => {
    const replay = createReplay([
      answering("x", jsonPost("https://service.test/other", { a: 1, b: 1 })),
      answering("x", jsonPost(url, { a: 2, b: 2 })),
    ]);
    expect(await missOf(replay, jsonPost(url, { a: 1, b: 1 }))).toContain(
      "nearest is recording 2 of 2 (POST /v1/chat):",
    );
  });

  test("picks the body with the fewest differences, the first of several", async () => {
    const bodies = [
      { a: 1, b: 1, c: 1 },
      { a: 2, b: 2 },
      { a: 1, b: 3 },
      { a: 1, b: 4 },
    ];
    const replay = createReplay(bodies.map((body) => answering("x", jsonPost(url, body))));
    expect(await missOf(replay, jsonPost(url, { a: 1, b: 2 }))).toBe(
      [
        "replay has no answer for POST /v1/chat in the recordings",
        "nearest is recording 2 of 4 (POST /v1/chat):",
        "  a: 1 ≠ recorded 2",
      ].join("\n"),
    );
  });

  test("compares the bodies of no more than two hundred recordings", async () => {
    const tape = (count: number) => [...Array(count).fill({ a: 1, b: 1 }), { a: 2, b: 1 }];
    const missIn = async (count: number) =>
      missOf(
        createReplay(tape(count).map((body) => answering("x", jsonPost(url, body)))),
        jsonPost(url, { a: 2, b: 2 }),
      );
    expect(await missIn(199)).toContain("nearest is recording 200 of 200 ");
    expect(await missIn(200)).toContain("nearest is recording 1 of 201 ");
  });

  test("shows twelve differences, and of thirteen eleven and how many are left", async () => {
    const list = (value: number, length: number) => Array.from({ length }, () => value);
    const shownOf = async (length: number) =>
      (await missOf(createReplay([answering("x", jsonPost(url, list(1, length)))]), jsonPost(url, list(2, length))))
        .split("\n")
        .slice(2);
    expect(await shownOf(12)).toEqual(list(0, 12).map((_, at) => `  [${at}]: 2 ≠ recorded 1`));
    expect(await shownOf(13)).toEqual([
      ...list(0, 11).map((_, at) => `  [${at}]: 2 ≠ recorded 1`),
      "  … and 2 more differences",
    ]);
  });

  test("of another path shows how the bodies differ, and nothing where they do not", async () => {
    const missIn = async (recorded: string, asked: string) =>
      (
        await missOf(
          createReplay([answering("x", jsonPost("https://service.test/a", recorded))]),
          jsonPost("https://service.test/b", asked),
        )
      )
        .split("\n")
        .slice(2);
    const path = "  request: POST /b ≠ recorded POST /a";
    expect(await missIn("same", "same")).toEqual([path]);
    expect(await missIn("{}", " { }")).toEqual([path]);
    expect(await missIn('{"a":1}', '{"a":2}')).toEqual([path, "  a: 2 ≠ recorded 1"]);
    expect(await missIn("{}", "none")).toEqual([path, '  body: 4 bytes, "none" ≠ recorded 2 bytes, "{}"']);
    expect(await missIn("none", "{}")).toEqual([path, '  body: 2 bytes, "{}" ≠ recorded 4 bytes, "none"']);
    expect(await missIn("x".repeat(41), "y".repeat(40))).toEqual([
      path,
      `  body: 40 bytes, "${"y".repeat(40)}" ≠ recorded 41 bytes, "${"x".repeat(40)}"`,
    ]);
  });
});
