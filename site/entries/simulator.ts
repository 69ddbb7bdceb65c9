/**
 * `import … from "llm-parity/simulator"`: the offline provider. [The simulator](/simulator.md) shows what it can do.
 *
 * @module llm-parity-simulator
 */
export * from "../../src/simulator/simulator.js";
