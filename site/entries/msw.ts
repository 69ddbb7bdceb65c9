/**
 * `import … from "llm-parity/msw"`: recorded bytes as handlers of MSW. [Replay in your own tests](/msw.md) shows how.
 *
 * @module llm-parity-msw
 */
export * from "../../src/wire/transport/fixture-handlers.js";
