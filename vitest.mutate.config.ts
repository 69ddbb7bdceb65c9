import { configDefaults, defineConfig } from "vitest/config";
import { rooms } from "./scripts/mutation-rooms.js";
import plain from "./vitest.config.js";

const room = rooms.find(({ name }) => name === process.env["MUTATION_ROOM"]);

/** As `npm test`, but the tests of one room only, and without the program that is built for the tests of `test/`. */
export default defineConfig({
  ...plain,
  test: {
    ...plain.test,
    include: [...(room?.tests ?? [])],
    exclude: [...configDefaults.exclude, "**/*.long.test.ts"],
    globalSetup: [],
    // Stryker runs the tests in threads, which take no options of V8.
    execArgv: [],
    setupFiles: ["test/support/fewer-runs.ts"],
  },
});
