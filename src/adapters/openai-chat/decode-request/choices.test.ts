import { expect, test } from "vitest";
import type { JsonObject } from "../../../chat/json.js";
import { plainRequest } from "../../../chat/request.js";
import { withChoices } from "./choices.js";

const read = (extra: JsonObject) => {
  const { choices, logprobs, logitBias, extra: rest } = withChoices({ ...plainRequest("m", []), extra });
  return { choices, logprobs, logitBias, rest };
};
const none = { choices: null, logprobs: null, logitBias: null };

test.each<[JsonObject, object]>([
  [
    { n: 2, user: "u" },
    { ...none, choices: 2, rest: { user: "u" } },
  ],
  [{ logprobs: true }, { ...none, logprobs: 0, rest: {} }],
  [
    { logprobs: true, top_logprobs: 5 },
    { ...none, logprobs: 5, rest: {} },
  ],
  [{ logit_bias: { 7: -100 } }, { ...none, logitBias: { 7: -100 }, rest: {} }],
  [{}, { ...none, rest: {} }],
])("%j is read as settings", (extra, settings) => {
  expect(read(extra)).toEqual(settings);
});

test.each<JsonObject>([
  { n: "2" },
  { logprobs: false, top_logprobs: 5 },
  { logprobs: true, top_logprobs: 0 },
  { logprobs: 5 },
  { top_logprobs: 5 },
  { logit_bias: { 7: "much" } },
])("%j is of another form, and stays as it came", (extra) => {
  expect(read(extra)).toEqual({ ...none, rest: extra });
});
