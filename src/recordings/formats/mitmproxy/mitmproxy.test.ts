import { describe, expect, test } from "vitest";
import { chat, chatStream, mitmproxyFlow, netstring } from "../../../../test/support/foreign-recordings.js";
import { interactionsOf, readingOf } from "../../../../test/support/read-format.js";
import { recordingFile } from "../../recording-file.js";
import { formatOf } from "../../registry.js";
import { mitmproxy } from "./mitmproxy.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const fileOf = (...parts: readonly (object | string)[]) =>
  recordingFile(
    "a.mitm",
    new Uint8Array(
      Buffer.concat(parts.map((one) => (typeof one === "string" ? Buffer.from(one, "latin1") : netstring(one)))),
    ),
  );
const read = (...parts: readonly (object | string)[]) => interactionsOf(mitmproxy, fileOf(...parts));

type Flow = { readonly request: object; readonly response: object };
const flow = (more: object = {}) => mitmproxyFlow(chat, more) as Flow;
const asking = (more: object): object => ({ ...flow(), request: { ...flow().request, ...more } });

describe("mitmproxy", () => {
  test("a flow, with the time that it took", () => {
    const file = fileOf(flow(), mitmproxyFlow(chatStream));
    expect(formatOf(file)?.id).toBe("mitmproxy");
    const [first, second] = interactionsOf(mitmproxy, file);
    expect(first).toMatchObject({
      format: "mitmproxy",
      interaction: 0,
      request: { method: "POST", url: "https://openrouter.ai/api/v1/chat/completions", body: bytes(chat.request) },
      response: { status: 200, headers: [["content-type", "application/json"]] },
      chunks: [[500, chat.body]],
      recordedAt: "2026-02-02T10:00:00.250Z",
      losses: ["chunk-boundaries"],
      notes: [],
    });
    expect(second).toMatchObject({ interaction: 1, chunks: [[500, chatStream.body]] });
  });

  test.each([
    ["the authority of HTTP/2", { authority: bytes("llm.example"), headers: [] }, "https://llm.example"],
    ["the Host header", { headers: [[bytes("Host"), bytes("llm.example:8443")]] }, "https://llm.example:8443"],
    ["the address", { headers: [], host: "192.0.2.1", port: 8080, scheme: bytes("http") }, "http://192.0.2.1:8080"],
    ["the address with its usual port", { headers: [], host: "192.0.2.1" }, "https://192.0.2.1"],
  ])("the host is %s", (_, request, origin) => {
    expect(read(asking(request))[0]?.request?.url).toBe(`${origin}/api/v1/chat/completions`);
  });

  test("older versions write words as bytes, and names too", () => {
    const old = { ...flow(), type: bytes("http"), version: [0, 18, 2] };
    expect(read(old)[0]?.request?.method).toBe("POST");
  });

  test("a streamed body, which mitmproxy does not keep, is no empty reply; a refusal is still one", () => {
    expect(read(flow({ content: null }))[0]).toMatchObject({
      response: null,
      notes: ["the body of the response, status 200, is not in the recording"],
    });
    expect(read(flow({ content: null, status_code: 429 }))[0]?.response?.status).toBe(429);
  });

  test("a connection that failed has no response, and its error is a note", () => {
    const failed = { ...flow(), response: null, error: { msg: "connection refused", timestamp: 1.5 } };
    expect(read(failed)[0]).toMatchObject({
      response: null,
      chunks: [],
      notes: ["mitmproxy reports an error: connection refused"],
    });
  });

  test("a WebSocket connection with a provider is named as not read; others, and other protocols, are left alone", () => {
    const socket = { ...flow({ status_code: 101 }), websocket: { messages: [] } };
    const elsewhere = { ...socket, request: { ...flow().request, headers: [[bytes("Host"), bytes("chat.example")]] } };
    const all = [socket, elsewhere, { ...flow(), type: "tcp", messages: [] }, flow()];
    expect(readingOf(mitmproxy, fileOf(...all))).toEqual([
      "a.mitm, interaction 0: a WebSocket connection: its messages are not read",
      1,
      3,
    ]);
    expect(read(elsewhere)[0]).toMatchObject({ response: null, notes: [] });
  });

  test("each question on a WebSocket is an exchange, with the times of its events", () => {
    const create = JSON.stringify({ type: "response.create", model: "gpt-5.5", input: "Hi" });
    const message = (isFromClient: boolean, text: string, at: number) => [
      1,
      isFromClient,
      bytes(text),
      at,
      false,
      false,
    ];
    const socket = {
      ...flow({ status_code: 101 }),
      websocket: {
        messages: [
          message(true, create, 1_790_000_000),
          message(false, '{"type":"response.completed"}', 1_790_000_000.5),
          message(true, create, 1_790_000_001),
        ],
      },
    };
    const all = read(flow(), socket, flow());
    expect(all.map(({ interaction }) => interaction)).toEqual([0, 1, 2, 3]);
    expect(all[1]).toMatchObject({
      request: { method: "POST", url: "https://openrouter.ai/api/v1/chat/completions" },
      chunks: [[500, bytes('data: {"type":"response.completed"}\n\n')]],
    });
    expect(all[2]?.chunks).toEqual([]);
  });

  test("times that are missing or run backwards give no time", () => {
    for (const timestamp_end of [null, 1]) {
      const [only] = read(flow({ timestamp_end }));
      expect(only?.chunks.map(([ms]) => ms)).toEqual([null]);
      expect(only?.losses).toEqual(["chunk-boundaries", "arrival-times"]);
    }
  });

  describe("damage", () => {
    const whole = Buffer.from(netstring(flow()));
    const spoilt = (from: string, to: string) => whole.toString("latin1").replace(from, to);

    test.each([
      ["a type that is none", spoilt("4:type;4:http;", "4:type;4:http?"), "does not end with a known type"],
      ["a length that is none", spoilt("4:type;", "x:type;"), "does not begin with its length"],
      [
        "a request that is none",
        Buffer.from(netstring({ websocket: null, request: 7, type: "http" })).toString(),
        '"request" is not an object',
      ],
      ["an outer length that is too long", whole.toString("latin1").replace(/^\d+/, "9999"), ""],
      ["an outer length that is too short", whole.toString("latin1").replace(/^\d+/, "99"), ""],
    ])("%s is named, and its neighbours are read", (_, damaged, message) => {
      const [first, second, third, ...more] = readingOf(mitmproxy, fileOf(flow(), damaged, flow()));
      expect([first, third, more]).toEqual([0, 2, []]);
      expect(second).toMatch(/^a\.mitm, interaction 1: /);
      expect(second).toContain(message);
    });

    test("the flows before a cut are read", () => {
      const cut = whole.toString("latin1").slice(0, 300);
      expect(readingOf(mitmproxy, fileOf(flow(), cut))).toEqual([
        0,
        "a.mitm, interaction 1: the file ends within it: it was cut off",
      ]);
    });

    test("a flow that is nested without end is refused", () => {
      let nested = "0:]";
      for (let depth = 0; depth < 200; depth++) nested = `${nested.length}:${nested}]`;
      const members = `9:websocket;${nested}`;
      expect(readingOf(mitmproxy, fileOf(`${members.length}:${members}}`))).toEqual([
        "a.mitm, interaction 0: nested deeper than 64 levels",
      ]);
    });
  });

  test.each(["", "{}", "12:9:something;", "5:12345#", "4:text,", "9:websocket;0:~"])("%j is none", (text) => {
    expect(mitmproxy.detect(fileOf(text))).toBe(false);
  });
});
