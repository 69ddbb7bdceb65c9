import { expect, test } from "vitest";
import { frameOf } from "../../../../test/support/invoke-frames.js";
import { familyOfResponse } from "./response-family.js";

test.each([
  [{ stop_sequence: null, content: [] }, "anthropic"],
  [{ completion: " Hi" }, "anthropic"],
  [{ generation: "Hi" }, "llama"],
  [{ outputs: [{ text: "Hi" }] }, "mistral-text"],
  [{ results: [{ outputText: "Hi" }] }, "titan"],
  [{ output: { message: {} } }, "nova"],
  [{ generations: [] }, "cohere"],
  [{ generation_id: "g" }, "cohere"],
  [{ choices: [] }, "deepseek-v3"],
  // The first member of the list decides, not the first of the body.
  [{ choices: [], generation: "Hi" }, "llama"],
  [{ message: "Too many requests" }, null],
  [{}, null],
  [["choices"], null],
  ["choices", null],
])("the body %j is of the family %s", (body, family) => {
  expect(familyOfResponse(JSON.stringify(body))).toBe(family);
});

const framed = (record: unknown) => {
  const bytes = Buffer.from(JSON.stringify(record)).toString("base64");
  return Buffer.from(frameOf("chunk", { bytes })).toString("latin1");
};

test.each([
  [{ type: "message_start", message: { role: "assistant" } }, "anthropic"],
  [{ messageStart: { role: "assistant" } }, "nova"],
  [{ outputText: "Hi", index: 0 }, "titan"],
  [{ generation: "Hi" }, "llama"],
  [{ completion: " Hi" }, "anthropic"],
  [{ unknown: 1 }, null],
  [[{ generation: "Hi" }], null],
])("a stream whose first record is %j is of the family %s", (record, family) => {
  expect(familyOfResponse(framed(record))).toBe(family);
});

test("a blank before the value does not hide the first record", () => {
  const base64 = Buffer.from('{"generation":"Hi"}').toString("base64");
  expect(familyOfResponse(`..{"bytes":   "${base64}"}..`)).toBe("llama");
});

test.each(["", "no JSON", '..{"bytes":""}', '..{"bytes":"e29vcHM="}', '..{"other":"eyJnZW5lcmF0aW9uIjoiSGkifQ=="}'])(
  "%j tells no family",
  (text) => {
    expect(familyOfResponse(text)).toBeNull();
  },
);

test("a first record that begins after 64 KiB is not searched for", () => {
  const text = `{"bytes":"${Buffer.from('{"generation":"Hi"}').toString("base64")}"}`;
  expect(familyOfResponse(`.${" ".repeat(60 * 1024)}${text}`)).toBe("llama");
  expect(familyOfResponse(`.${" ".repeat(64 * 1024)}${text}`)).toBeNull();
});
