/** The two files of a test of identity that found another model, as `identity` writes them. */
export const identityTargets = ["kimi-k2.5/openrouter/chat-completions", "kimi-k2.5/bedrock/converse"] as const;
const [gateway, bedrock] = identityTargets;

export const identityFacts = {
  ...{ schemaVersion: 1, id: "t", startedAt: "2026-11-29T10:00:00.000Z", program: "0.1.0", A: gateway, B: bedrock },
  ...{ baseUrl: null, baseUrlB: null, battery: "one-token", edition: 1, prompts: ["colour"], arms: ["base"] },
  ...{ incomparable: null, mark: null, seed: 1, nonceSeed: 1, budget: 1500, alpha: 0.01, maxTokens: 16 },
};

const apart = { bits: 0.4012349, chanceBits: -1e-17, p: 0.0005, answers: 40, prompts: 9 };
export const identityResult = {
  ...{ schemaVersion: 1, id: "t", A: gateway, B: bedrock, mark: null, battery: "one-token", edition: 1 },
  ...{ result: "different", because: "the answers show which side gave them", alpha: 0.01, evidence: 140 },
  ...{ decidedAfter: 26, baseArm: "base", comparisons: { AB: apart, AA: null, BB: null } },
  tokens: { kind: "unknown", why: "other definitions" },
  cause: { causes: ["weights"], because: "no arm ends it" },
  ...{ arms: [], again: null, power: [] },
  calls: { made: 44, answers: { A: 21, B: 19 }, excluded: [] },
  ...{ dropped: [], models: { A: [], B: [] }, upstreams: { A: [], B: [] }, counts: [], ended: null, spentUsd: 0 },
};
