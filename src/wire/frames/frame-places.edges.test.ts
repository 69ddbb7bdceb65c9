import { describe, expect, test } from "vitest";
import { eventFrame } from "../../../test/support/converse-wire.js";
import { framePlaces } from "./frame-places.js";

const sse = [["content-type", "Text/Event-Stream; charset=utf-8"]] as const;
const aws = [["content-type", "application/vnd.amazon.eventstream"]] as const;
const named = (text: string) => framePlaces(Buffer.from(text), sse).map(({ name }) => name);

test("a body without a content type is one body, and an empty one is nothing", () => {
  expect(framePlaces(Buffer.from("{}"), [])).toEqual([{ offset: 0, length: 2, name: "body" }]);
  expect(framePlaces(new Uint8Array(), sse)).toEqual([]);
});

describe("an event of SSE", () => {
  test.each([
    ["data: [DONE]", "[DONE]"],
    ["data:[DONE]", "[DONE]"],
    ["event: end\ndata: [DONE]", "[DONE]"],
    ['data: {"text":"say data: [DONE]"}', "data"],
    [": OPENROUTER PROCESSING", "comment"],
    ['data: {"error":{"code":502}}', "error"],
    ['data: {"error": \t{"code":502}}', "error"],
    ['data: {"error":null}', "data"],
    ['data: {"finish_reason":"stop"}', "finish"],
    ['data: {"finish_reason":  "stop"}', "finish"],
    ['data: {"finish_reason":null}', "data"],
    ['data: {"error":{},"finish_reason":"error"}', "error"],
  ])("%s is called %s", (event, name) => {
    expect(named(`${event}\n\n`)).toEqual([name]);
  });

  test("ends at a blank line of any kind, and what is left over is the tail", () => {
    expect(named("data: 1\n\ndata: 2\r\n\r\ndata: 3\r\rdata: 4")).toEqual(["data", "data", "data", "tail"]);
  });
});

describe("a frame of an AWS event stream", () => {
  const whole = eventFrame("messageStart", { role: "assistant" });
  const place = { offset: 0, length: whole.length, name: "messageStart" };

  test("is called by its type, wherever its bytes lie in memory", () => {
    const framed = Buffer.concat([Buffer.from("before"), whole, Buffer.from("after")]);
    expect(framePlaces(framed.subarray(6, 6 + whole.length), aws)).toEqual([place]);
  });

  test("that is cut is the tail, and so are fewer bytes than any frame has", () => {
    const tail = (length: number) => ({ offset: whole.length, length, name: "tail" });
    for (const size of [1, 15, 16, whole.length - 1]) {
      expect(framePlaces(Buffer.concat([whole, whole.subarray(0, size)]), aws)).toEqual([place, tail(size)]);
    }
  });

  test("whose length no frame can have ends the reading", () => {
    const short = Buffer.alloc(40);
    short.writeUInt32BE(15, 0);
    expect(framePlaces(short, aws)).toEqual([{ offset: 0, length: 40, name: "tail" }]);
    short.writeUInt32BE(0, 0);
    expect(framePlaces(short, aws)).toEqual([{ offset: 0, length: 40, name: "tail" }]);
  });

  test("without a payload and headers is the smallest there is, and has no name", () => {
    const smallest = Buffer.from("0000001000000000" + "05c248eb" + "7d98c8ff", "hex");
    expect(framePlaces(smallest, aws)).toEqual([{ offset: 0, length: 16, name: "frame" }]);
  });

  test("that is broken says how, and the next one is read", () => {
    const broken = Uint8Array.from(whole);
    broken.set([0, 0, 0, 0], broken.length - 4);
    const [first, second] = framePlaces(Buffer.concat([broken, whole]), aws);
    expect(first?.name).toMatch(/^broken frame: .*checksum/);
    expect(second).toEqual({ ...place, offset: whole.length });
  });
});
