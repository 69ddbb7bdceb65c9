import { describe, expect, test } from "vitest";
import { spokenApis } from "../../adapters/registry.js";
import { listedPayload } from "./listed-payload.js";

const payload = { type: "response.output_text.delta", delta: "Hi" };
const json = JSON.stringify(payload);

describe("the payload of an item", () => {
  test.each([
    ["the item itself", payload],
    ["beside the event's name", { event: payload.type, data: payload }],
    ["as text beside it", { event: payload.type, data: json }],
    ["beside a time", { at: 12, chunk: payload }],
    ["as text", json],
    ["as an SSE event", `event: ${payload.type}\ndata: ${json}\n\n`],
    ["as the data line of one", `data:${json}`],
  ])("%s", (_, item) => {
    expect(listedPayload(item, spokenApis)).toEqual(payload);
  });

  test("members of a payload are no payload inside it", () => {
    const message = { type: "message_start", message: { type: "message", content: [] }, data: { other: true } };
    expect(listedPayload(message, spokenApis)).toBe(message);
  });

  test.each(["[DONE]", "data: [DONE]\n\n"])("%j is the end mark", (item) => {
    expect(listedPayload(item, spokenApis)).toBe("end");
    expect(listedPayload({ event: "done", data: item }, spokenApis)).toBe("end");
  });

  test("an object that names none is one of an API that is not known", () => {
    expect(listedPayload({ contentBlockStop: { contentBlockIndex: 0 } }, spokenApis)).toEqual({
      contentBlockStop: { contentBlockIndex: 0 },
    });
  });

  test.each([7, null, "no JSON", "data: no JSON", []])("%j holds none", (item) => {
    expect(listedPayload(item, spokenApis)).toBeNull();
  });
});
