/**
 * `import … from "llm-parity"`: what the commands do, as functions. [The library](/library.md) shows how.
 *
 * @module llm-parity
 */
export * from "../../src/index.js";
