import { configDefaults, defineConfig } from "vitest/config";
import { slowUnits } from "./test/support/slow-units.js";
import plain from "./vitest.config.js";

/** As `npm test`, but only the tests beside their files, without those that take some seconds each. */
export default defineConfig({
  ...plain,
  test: {
    ...plain.test,
    include: ["src/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "**/*.long.test.ts", ...slowUnits],
  },
});
