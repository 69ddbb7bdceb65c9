import { expect, test } from "vitest";
import type { FieldEquivalence } from "../verdict/matrix/compare-requests.js";
import { requestsText } from "./requests-text.js";

const field = (name: string, state: FieldEquivalence["state"]): FieldEquivalence => ({
  ...{ field: name, state, left: "1", right: "2", why: null },
});
const step = { fields: [field("model", "translated")], equivalent: true, resultForms: null };
const forms = { left: "text", right: "json" } as const;

test("says what the requests of two columns have in common, and what not", () => {
  const apis = ["converse", "chat-completions"] as const;
  expect(requestsText({ steps: [], apis })).toBe("no step was answered on both sides");
  expect(requestsText({ steps: [step], apis })).toBe("requests equivalent");
  expect(requestsText({ steps: [step], apis: ["converse-stream", "chat-completions"] })).toBe(
    "requests equivalent except: streamed or not",
  );
  const inForms = [step, { ...step, resultForms: forms }];
  expect(requestsText({ steps: inForms, apis: ["converse", "converse-stream"] })).toBe(
    "requests equivalent except: streamed or not; tool result as JSON or as text",
  );
});

test("names the fields that differ or were dropped, each once", () => {
  const apis = ["converse", "converse"] as const;
  const names = ["topP", "topP", "seed", "extra", "tools", "topK"];
  const fields = names.map((name, at) => field(name, at === 0 ? "dropped" : "different"));
  expect(requestsText({ steps: [step, { ...step, fields, equivalent: false }], apis })).toBe(
    "requests NOT equivalent: topP, seed, extra and 2 more",
  );
});
