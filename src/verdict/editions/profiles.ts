import type { Profile } from "./edition.js";

const shown = ["reply/complete", "reply/generated", "reply/not-empty", "reply/not-only-reasoning", "reply/not-cut"];
const refused = ["reply/not-filtered", "reply/not-refused", "envelope/message-present"];
const calls = [
  ...["tools/arguments-text", "tools/no-legacy-call", "tools/duplicate-call", "tools/call-form", "tools/finish-agrees"],
  ...["tools/name-known", "tools/id-present", "tools/id-unique", "tools/arguments-json", "tools/arguments-schema"],
  ...["tools/choice-honoured", "stream/call-whole", "stream/arguments-once"],
];
const answers = ["expect/says", "expect/calls", "expect/no-calls", "expect/uses-result", "expect/finish"];
const streams = [
  ...["stream/nothing-after-finish", "stream/nothing-after-done", "stream/no-error-after-done", "stream/blocks-apart"],
  ...["stream/index-unique", "stream/arguments-once", "stream/call-whole"],
];

/** The profiles, in the order of the documentation. Only stable scenarios and stable checks of severity `must` may stand here. */
export const profiles: readonly Profile[] = [
  {
    id: "agent-core",
    title: "Agent core",
    says: "it answers, calls the tools it is given, and goes on from their results",
    streams: false,
    scenarios: [
      ...["basic-chat", "system-message", "recall", "tool-call", "zero-arguments", "nested-arguments"],
      ...["parallel-calls", "no-call-needed", "response-after-tool", "response-after-own-call", "multi-step"],
      ...["error-result", "empty-result", "chain-of-four"],
    ],
    checks: [...shown, ...refused, ...calls, ...answers],
  },
  {
    id: "streaming",
    title: "Streaming",
    says: "its streams carry the same answers and calls, whole, in order and to their end",
    streams: true,
    scenarios: [...["basic-chat", "tool-call", "zero-arguments", "parallel-calls", "unicode-arguments", "multi-step"]],
    checks: [...shown, ...streams, "tools/arguments-json", "tools/finish-agrees", "expect/says", "expect/calls"],
  },
  {
    id: "structured-output",
    title: "Structured output",
    says: "what it writes under a JSON Schema is JSON of that schema",
    streams: false,
    scenarios: ["output-json", "output-object", "output-nested", "output-enum"],
    checks: [...shown, ...refused, "output/json", "expect/says"],
  },
  {
    id: "reasoning",
    title: "Reasoning",
    says: "it answers and goes on whether its reasoning is sent back or left out",
    streams: false,
    scenarios: ["reasoning-kept", "reasoning-dropped"],
    checks: [...shown, ...refused, "tools/finish-agrees", "tools/arguments-json", ...answers],
  },
];
