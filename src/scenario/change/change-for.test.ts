import { expect, test } from "vitest";
import { noQuirks } from "../../chat/unset.js";
import { type ChangedTarget, changeFor, unsaid } from "./change-for.js";
import type { StepChange } from "./step-change.js";

const plain: StepChange = { model: null, patches: null, text: null, fill: 0, wrongKey: false };
const removes = (path: string) => [{ op: "remove", path }] as const;
const change: StepChange = {
  ...plain,
  patches: [
    { apis: ["chat-completions"], families: null, operations: removes("/a") },
    { apis: ["invoke-model"], families: ["anthropic"], operations: removes("/b") },
    { apis: ["invoke-model"], families: ["nova", "moonshot"], operations: removes("/c") },
    { apis: ["chat-completions", "converse"], families: null, operations: [] },
  ],
};
const step = { id: "s", change: null, otherUpstream: false };
const to = (api: ChangedTarget["api"], family: string | null = null, auth: ChangedTarget["auth"] = "bearer") => ({
  ...{ api, auth, provider: "bedrock" },
  quirks: { ...noQuirks, family },
});

test("the first patch that names a target's API and family is its change", () => {
  expect(changeFor({ change }, to("chat-completions"))?.operations).toEqual(removes("/a"));
  expect(changeFor({ change }, to("invoke-model", "moonshot"))?.operations).toEqual(removes("/c"));
  expect(changeFor({ change }, to("converse"))?.operations).toEqual([]);
  const everywhere = { ...plain, patches: [{ apis: null, families: null, operations: removes("/d") }] };
  expect(changeFor({ change: everywhere }, to("invoke-model-stream", "nova"))).toEqual({
    ...{ model: null, operations: removes("/d"), text: null, fill: 0, wrongKey: false },
  });
  expect(changeFor({ change: null }, to("converse"))).toBeNull();
});

test("another upstream can be asked for only where a request says which may not answer", () => {
  const other = { ...step, otherUpstream: true };
  expect(unsaid(other, { ...to("chat-completions"), provider: "openrouter" })).toBeNull();
  expect(unsaid(other, to("chat-completions"))).toBe(
    "the step s asks for another upstream, and a request to bedrock cannot say so",
  );
});

test("what no patch says to a target cannot be asked of it, nor a wrong key where none is taken", () => {
  expect(unsaid({ ...step, change }, to("converse"))).toBeNull();
  expect(unsaid({ ...step, change }, to("converse-stream"))).toBe(
    "the step s has no patch for converse-stream: it cannot be said there",
  );
  expect(unsaid({ ...step, change }, to("invoke-model", "llama"))).toBe(
    "the step s has no patch for invoke-model (llama): it cannot be said there",
  );
  const wrongKey = { ...plain, wrongKey: true };
  expect(unsaid({ ...step, change: wrongKey }, to("converse"))).toBeNull();
  expect(unsaid({ ...step, change: wrongKey }, to("chat-completions", null, "none"))).toBe(
    "the step s sends a wrong key, and this target takes none",
  );
  expect(unsaid({ ...step, change: { ...plain, text: "{" } }, to("converse"))).toBeNull();
});
