import { describe, expect, test } from "vitest";
import { eventStream, framed } from "./router-faults/answers.js";
import { bytes, type FaultApi, through } from "./router-faults/ask-through.js";
import { expectedText, type FaultRow, frameFaults, httpFaults, sseFaults } from "./router-faults/rows.js";

const rows = [...httpFaults, ...sseFaults, ...frameFaults].flatMap((row) => row.apis.map((api) => ({ ...row, api })));

describe("a fault of a service, over the wire", () => {
  test.each(rows)("$group $name ($api) is never a normal empty answer", async (row) => {
    const { ask, asked } = await through(row.answer, { strikes: row.strikes });
    const seen = await ask(row.api);
    expect(seen).toMatchObject({ kind: row.expect });
    if (seen.kind === "answer") expect([seen.text, seen.calls]).toEqual([expectedText(row), row.calls ?? []]);
    if (seen.kind === "error") {
      if (row.code !== undefined) expect(seen.code).toBe(row.code);
      // Nothing of what the router knows: keys, places of its own code.
      expect(seen.body).not.toMatch(/service-key|\/src\/|node_modules|at \w+ \(/);
      if (seen.status !== 200) expect(seen.status).toBeGreaterThanOrEqual(400);
    }
    // A deadline may strike before the request has left.
    if (row.strikes !== "firstByteMs") expect(asked()).toHaveLength(1);
  });

  test.each(rows.filter(({ expect }) => expect === "error"))(
    "$group $name ($api) is answered by the next model, unless something was sent",
    async (row) => {
      const { ask } = await through(row.answer, { fallback: true, strikes: row.strikes });
      const seen = await ask(row.api);
      if (seen.kind === "error") expect([seen.status, seen.text.trim()]).not.toEqual([200, ""]);
      else
        expect(seen).toMatchObject({ kind: "answer", attempts: expect.stringMatching(/spare=answered|; asks spare/) });
      if (row.group === "F2") expect(seen.kind).toBe("answer");
    },
  );

  test("there are as many rows as the catalogue of faults has classes", () => {
    const of = (list: readonly FaultRow[]) => list.length;
    expect(of(httpFaults)).toBeGreaterThanOrEqual(30);
    expect(of(sseFaults)).toBeGreaterThanOrEqual(20);
    expect(of(frameFaults)).toBeGreaterThanOrEqual(21);
  });
});

test.each(framed.map((_, frame) => frame))(
  "a stream cut at any byte of frame %i is no whole answer before its end was told",
  async (frame) => {
    const all = Buffer.concat([...framed]);
    const first = Buffer.concat(framed.slice(0, frame)).length;
    const last = Buffer.concat(framed.slice(0, frame + 1)).length;
    const untilEnd = Buffer.concat(framed.slice(0, 5)).length;
    let cut = first;
    const { ask } = await through(({ socket }) => {
      const length = cut;
      cut += 1;
      socket.end(eventStream(all.subarray(0, length)));
    });
    const wrong: string[] = [];
    // The order of requests is the order of cuts: one at a time.
    for (let at = first; at <= last; at += 1) {
      const seen = await ask("converse-stream");
      const isWhole = seen.kind === "answer";
      if (seen.kind === "wrong" || isWhole !== (at >= untilEnd && isBetweenFrames(at)))
        wrong.push(`${at}: ${JSON.stringify(seen)}`);
    }
    expect(wrong).toEqual([]);
    expect(cut).toBe(last + 1);

    function isBetweenFrames(at: number): boolean {
      return framed.some((_, count) => Buffer.concat(framed.slice(0, count + 1)).length === at);
    }
  },
);

// Without the limit the test would take a day.
test("what to wait for before a further attempt is a service's to say, up to a limit", async () => {
  let asked = 0;
  const { ask } = await through(
    (connection) => {
      asked += 1;
      if (asked === 1)
        bytes(Buffer.from("HTTP/1.1 429 Slow\r\nretry-after: 99999\r\ncontent-length: 0\r\n\r\n"))(connection);
      else
        bytes(
          Buffer.from(
            'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 82\r\n\r\n{"choices":[{"index":0,"message":{"content":"fine"},"finish_reason":"stop"}]}     ',
          ),
        )(connection);
    },
    { retries: 1 },
  );
  expect(await ask("chat")).toMatchObject({ kind: "answer", text: "fine" });
  expect(asked).toBe(2);
});

test("a redirect is not followed, and no key goes elsewhere", async () => {
  const elsewhere = await through(() => undefined);
  const location = `HTTP/1.1 307 Elsewhere\r\nlocation: ${elsewhere.url}/stolen\r\ncontent-length: 0\r\n\r\n`;
  const { ask } = await through(bytes(Buffer.from(location)));
  expect(await ask("chat")).toMatchObject({ kind: "error" });
  expect(elsewhere.asked()).toEqual([]);
});

const streams: readonly FaultApi[] = ["chat-stream", "converse-stream"];
test("the rows cover both kinds of stream and both whole bodies", () => {
  expect(new Set(rows.map(({ api }) => api))).toEqual(new Set([...streams, "chat", "converse"]));
});
