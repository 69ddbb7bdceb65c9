import { describe, expect, test } from "vitest";
import { encodeEventFrame } from "./event-stream.js";
import { framePlaces } from "./frame-places.js";

const headers = (type: string) => [["content-type", type]] as const;
const eventStream = headers("application/vnd.amazon.eventstream");
const frame = (name: string) => encodeEventFrame([[":event-type", name]], new TextEncoder().encode("{}"));
const bytes = (text: string) => new TextEncoder().encode(text);

describe("the places of events", () => {
  test("of an event stream are its frames, by type, without a gap", () => {
    const [start, stop] = [frame("messageStart"), frame("messageStop")];
    expect(framePlaces(Buffer.concat([start, stop]), eventStream)).toEqual([
      { offset: 0, length: start.length, name: "messageStart" },
      { offset: start.length, length: stop.length, name: "messageStop" },
    ]);
  });

  test("name a cut frame as a tail, and a spoilt one as broken", () => {
    const [start, stop] = [frame("messageStart"), frame("messageStop")];
    const cut = framePlaces(Buffer.concat([start, stop.subarray(0, -1)]), eventStream);
    expect(cut.map(({ name }) => name)).toEqual(["messageStart", "tail"]);
    const spoilt = start.map((byte, at) => (at === start.length - 1 ? byte ^ 1 : byte));
    expect(framePlaces(spoilt, eventStream)[0]?.name).toMatch(/^broken frame: /);
  });

  test("of SSE are its events, by kind, whatever ends their lines", () => {
    const events = [
      ": keep-alive\n\n",
      'data: {"choices":[{"delta":{"content":"é"},"finish_reason":null}]}\r\n\r\n',
      'data: {"choices":[{"finish_reason":"stop"}]}\n\n',
      "data: [DONE]\n\n",
      "data: {",
    ];
    const places = framePlaces(bytes(events.join("")), headers("text/event-stream"));
    expect(places.map(({ name }) => name)).toEqual(["comment", "data", "finish", "[DONE]", "tail"]);
    expect(places.map(({ length }) => length)).toEqual(events.map((event) => bytes(event).length));
  });

  test("of a whole body are the body, and of nothing nothing", () => {
    expect(framePlaces(bytes("{}"), headers("application/json"))).toEqual([{ offset: 0, length: 2, name: "body" }]);
    expect(framePlaces(bytes(""), headers("application/json"))).toEqual([]);
  });
});
