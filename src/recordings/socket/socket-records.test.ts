import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../test/support/read-format.js";
import { har } from "../formats/har.js";
import { jsonPairs } from "../formats/json-pairs/json-pairs.js";
import type { Interaction } from "../interaction.js";
import { recordingFile } from "../recording-file.js";
import { readRecords } from "../records/read-records.js";
import { withSocketTurns } from "./socket-records.js";

const url = "wss://api.openai.com/v1/responses";
const create = (more: object = {}) =>
  JSON.stringify({ type: "response.create", model: "gpt-5.5", input: "Hi", ...more });
const event = (type: string, more: object = {}) => JSON.stringify({ type, ...more });
const client = (body: string) => ({ direction: "client", kind: "text", body });
const server = (body: string) => ({ direction: "server", kind: "text", body });
const cassette = (...events: readonly object[]) => ({
  version: 1,
  interactions: [{ transport: "websocket", connection: { sequence: 0, url }, events }],
});

const textOf = ({ chunks }: Interaction) => chunks.map(([, bytes]) => new TextDecoder().decode(bytes)).join("");
const bodyOf = ({ request }: Interaction) => JSON.parse(new TextDecoder().decode(request?.body ?? undefined));

function read(format: typeof har, content: object): readonly Interaction[] {
  const file = recordingFile("sockets.json", new TextEncoder().encode(JSON.stringify(content)));
  expect(format.detect(file)).toBe(true);
  return interactionsOf(format, file);
}

describe("a cassette of a WebSocket", () => {
  test("has an exchange for each question, over the address that HTTP would have", () => {
    const [first, second, ...more] = read(
      jsonPairs,
      cassette(
        client(create()),
        ...[event("response.created"), event("response.completed")].map(server),
        client(create({ previous_response_id: "r1" })),
        server(event("response.created")),
      ),
    );
    expect(more).toEqual([]);
    expect(first?.request).toMatchObject({ method: "POST", url: "https://api.openai.com/v1/responses" });
    expect(first && bodyOf(first)).toEqual({ model: "gpt-5.5", input: "Hi", stream: true });
    expect(first && textOf(first)).toBe('data: {"type":"response.created"}\n\ndata: {"type":"response.completed"}\n\n');
    expect(first).toMatchObject({ interaction: 0, losses: ["wire-text", "frames", "arrival-times"] });
    expect(second && bodyOf(second)).toMatchObject({ previous_response_id: "r1" });
    expect(second && textOf(second)).toBe('data: {"type":"response.created"}\n\n');
    expect(second?.interaction).toBe(1);
  });

  test("keeps what was asked inside `response`, and leaves out what asks for no reply", () => {
    const exchanges = read(
      jsonPairs,
      cassette(
        server(event("session.created")),
        client(create({ generate: false })),
        server(event("response.created", { response: { id: "warm" } })),
        client(event("response.cancel")),
        client("not JSON"),
        client(JSON.stringify({ type: "response.create", response: { model: "m", input: "x" } })),
        server(event("response.completed")),
      ),
    );
    expect(exchanges.map(bodyOf)).toEqual([{ model: "m", input: "x", stream: true }]);
    expect(exchanges.map(textOf)).toEqual(['data: {"type":"response.completed"}\n\n']);
  });

  test("keeps an error with a status as a refusal, and one without as part of the stream", () => {
    const refused = event("error", { status: 400, error: { code: "previous_response_not_found", message: "gone" } });
    const exchanges = read(
      jsonPairs,
      cassette(client(create()), server(refused), client(create()), server(event("error"))),
    );
    expect(exchanges.map(({ response }) => response?.status)).toEqual([400, 200]);
    expect(exchanges.map(textOf)).toEqual([refused, 'data: {"type":"error"}\n\n']);
  });

  test("stands beside exchanges over HTTP in their order", () => {
    const http = {
      transport: "http",
      request: { method: "POST", url: "https://api.openai.com/v1/responses", body: "{}" },
      response: { status: 200, body: "{}" },
    };
    const { interactions } = cassette(client(create()), server(event("response.completed")));
    const exchanges = read(jsonPairs, { interactions: [http, ...interactions, http] });
    expect(exchanges.map(bodyOf)).toEqual([{}, { model: "gpt-5.5", input: "Hi", stream: true }, {}]);
  });
});

describe("a HAR with WebSocket messages", () => {
  const entry = (messages: readonly object[], address = url) => ({
    startedDateTime: "2026-11-30T00:00:00.000Z",
    request: { method: "GET", url: address, headers: [] },
    response: { status: 101, headers: [], content: { size: 0 } },
    _webSocketMessages: messages,
  });

  test("has an exchange for each question, with the times of its events", () => {
    const exchanges = read(har, {
      log: {
        entries: [
          entry([
            { type: "send", time: 1_790_000_000.5, opcode: 1, data: create() },
            { type: "receive", time: 1_790_000_000.75, opcode: 1, data: event("response.created") },
            { type: "receive", time: 1_790_000_001, opcode: 1, data: event("response.completed") },
          ]),
        ],
      },
    });
    expect(exchanges).toHaveLength(1);
    expect(exchanges[0]?.chunks.map(([arrivalMs]) => arrivalMs)).toEqual([250, 500]);
    expect(exchanges[0]).toMatchObject({ recordedAt: "2026-09-21T14:13:20.500Z", losses: ["wire-text", "frames"] });
  });

  test("stays as it is where no reply was asked for, and where it is the Realtime API's", () => {
    const other = entry([{ type: "send", data: "ping" }]);
    const realtime = entry([{ type: "send", data: create() }], "wss://api.openai.com/v1/realtime?model=gpt-realtime");
    const exchanges = read(har, { log: { entries: [other, realtime] } });
    expect(exchanges.map(({ response }) => response?.status)).toEqual([101, 101]);
  });
});

test("a record that cannot be read keeps the line of its socket", () => {
  const socket = cassette(client(create()), server("{}"), client(create()), server("{}")).interactions[0];
  const records = withSocketTurns({
    list: [{ value: socket }, { fault: "spoilt" }],
    lineOf: (index) => index + 10,
    lost: null,
    notes: [],
  });
  const file = recordingFile("sockets.json", new Uint8Array());
  const found = [...readRecords(file, records, () => ({}) as Interaction)];
  expect(found).toHaveLength(3);
  expect(found[2]).toMatchObject({ line: 11, reason: "spoilt" });
});
