import { expect, test } from "vitest";
import type { JsonObject } from "../../chat/json.js";
import { readErrorObject, statesError } from "./error-object.js";

test.each<[body: JsonObject, message: string, status: number | null]>([
  [{ detail: [{ loc: ["body", "n"], msg: "too small" }, { msg: "odd" }] }, "body.n: too small; odd", null],
  [{ errors: { name: ["is blank"], size: "is odd" } }, "name: is blank; size: is odd", null],
  [{ errors: [{ status: "429", title: "Slow", detail: "down" }] }, "down", null],
  [{ status: "503", title: "Down" }, "Down", 503],
  [{ title: "Down", detail: "for an hour", status: 503 }, "for an hour", 503],
  [{ error: { message: "odd", http_code: "400" } }, "odd", 400],
  [{ base_resp: { status_code: 1004, status_msg: "login fail" } }, "login fail", null],
  [{ object: "error", message: "no", raw_status_code: 400 }, "no", 400],
])("%j says %j, with the status %s", (body, message, status) => {
  expect(readErrorObject(body)).toMatchObject({ message, statedStatus: status, isError: true });
});

test.each([
  {},
  { choices: [] },
  { error: null },
  { error: false },
  { error: "" },
  { errors: [] },
  { detail: "" },
  { detail: {} },
  { status: 200, title: "Fine" },
  { status: "queued" },
  { code: 0, msg: "success", data: {} },
  { code: "200", message: "ok" },
  { base_resp: { status_code: 0, status_msg: "success" } },
  { message: { role: "assistant", content: "Hi" } },
  { usage: { total_tokens: 1 } },
])("%j states no error", (body) => {
  expect(statesError(body)).toBe(false);
});

test("an error of AWS's front end is told by its __type, and not by a type", () => {
  expect(readErrorObject({ Output: { __type: "a#T" }, Version: "1.0" })).toMatchObject({
    types: ["T"],
    isFrontEnd: true,
  });
  expect(readErrorObject({ __type: "a#T", message: "m" })).toMatchObject({ isFrontEnd: true });
  expect(readErrorObject({ error: { type: "T", message: "m" } })).toMatchObject({ isFrontEnd: false });
});
