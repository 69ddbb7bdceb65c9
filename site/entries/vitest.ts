/**
 * `import … from "llm-parity/vitest"`: the scenarios as tests. [Scenarios as tests](/vitest.md) shows how.
 *
 * @module llm-parity-vitest
 */
export * from "../../src/library/testing/describe-scenarios.js";
