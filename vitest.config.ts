import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { lateFlags } from "./src/cli/shell/optimise-late.js";
import { teardownLimitMs, testLimitMs } from "./test/support/limits.js";
import { LongFirst } from "./test/support/long-first.js";

export default defineConfig({
  // What the package exports, from its sources: the examples of docs/msw.md and docs/library.md are tests as they stand there.
  resolve: {
    alias: {
      "llm-parity/msw": new URL("src/wire/transport/fixture-handlers.ts", import.meta.url).pathname,
      "llm-parity/vitest": new URL("src/library/testing/describe-scenarios.ts", import.meta.url).pathname,
      "llm-parity": new URL("src/index.ts", import.meta.url).pathname,
    },
  },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/support/test-run.ts"],
    setupFiles: ["test/support/end-file.ts"],
    pool: "forks",
    isolate: false,
    // Node 20 spends a fifth of the suite's processor time on optimising code that hardly runs again: see `optimise-late.ts`.
    execArgv: [...lateFlags()],
    // A quarter of a run is waiting for stalled streams, leases and started programs: one worker more than cores uses that time.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongFirst },
    testTimeout: testLimitMs,
    hookTimeout: testLimitMs,
    teardownTimeout: teardownLimitMs,
    expect: { poll: { timeout: testLimitMs / 2 } },
    // A module of the same text is translated once, for all runs and for every Node.
    experimental: { fsModuleCache: true },
    env: { AWS_EC2_METADATA_DISABLED: "true", AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", NO_COLOR: "1" },
  },
});
