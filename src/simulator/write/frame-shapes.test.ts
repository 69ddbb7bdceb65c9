import { expect, test } from "vitest";
import { profileOf, requestFor, send, simulatorOf } from "../simulated.fixture.js";

/** The names of a frame's headers, read from the raw bytes: name length, name, type 7, value length, value. */
function headerNames(frame: Buffer): readonly string[] {
  const names: string[] = [];
  const end = 12 + frame.readUInt32BE(4);
  for (let at = 12; at < end; ) {
    const length = frame.readUInt8(at);
    names.push(frame.toString("latin1", at + 1, at + 1 + length));
    expect(frame.readUInt8(at + 1 + length)).toBe(7);
    at += 1 + length + 1 + 2 + frame.readUInt16BE(at + 1 + length + 1);
  }
  return names;
}

function payloadOf(frame: Buffer): string {
  return frame.toString("utf8", 12 + frame.readUInt32BE(4), frame.length - 4);
}

test.each(["converse-stream", "invoke-model-stream"] as const)("%s: every chunk is one whole frame", async (api) => {
  const { chunks } = await send(requestFor(api, "call"));
  for (const chunk of chunks) expect(Buffer.from(chunk).readUInt32BE(0)).toBe(chunk.length);
});

test.each(["converse-stream", "invoke-model-stream"] as const)(
  "%s: headers stand in the service's order",
  async (api) => {
    const { chunks } = await send(requestFor(api, "call"));
    for (const chunk of chunks) {
      expect(headerNames(Buffer.from(chunk))).toEqual([":event-type", ":content-type", ":message-type"]);
    }
  },
);

test("ConverseStream members are sorted, at every depth, and padded with the service's alphabet", async () => {
  const { chunks } = await send(requestFor("converse-stream", "call"));
  const payloads = chunks.map((chunk) => payloadOf(Buffer.from(chunk)));
  const keys = payloads.map((payload) => Object.keys(JSON.parse(payload)).join());
  expect(keys).toEqual([
    "p,role",
    "contentBlockIndex,p,start",
    "contentBlockIndex,delta,p",
    "contentBlockIndex,delta,p",
    "contentBlockIndex,delta,p",
    "contentBlockIndex,p",
    "p,stopReason",
    "metrics,p,usage",
  ]);
  expect(Object.keys(JSON.parse(payloads.at(-1) ?? "").usage)).toEqual([
    "inputTokens",
    "outputTokens",
    "serverToolUsage",
    "totalTokens",
  ]);
  for (const payload of payloads) {
    expect("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789").toContain(JSON.parse(payload).p);
  }
});

test("Converse members are sorted too, and have no padding", async () => {
  const { text } = await send(requestFor("converse", "chat"), simulatorOf(profileOf()));
  expect(Object.keys(JSON.parse(text))).toEqual(["metrics", "output", "stopReason", "usage"]);
});
