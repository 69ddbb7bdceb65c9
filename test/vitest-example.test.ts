import { describeScenarios } from "llm-parity/vitest";

// The shipped recordings of one model: no key, no network.
await describeScenarios({ suite: "seed", model: ["kimi-k2.5"] });

// The same scenarios asked of a simulated service, three times each.
await describeScenarios({
  against: "simulator",
  suite: "seed",
  target: ["kimi-k2.5/bedrock/converse-stream"],
  scenario: ["basic-chat", "tool-call"],
  trials: 3,
});
