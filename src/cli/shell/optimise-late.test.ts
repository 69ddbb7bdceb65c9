import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { optimiseLate } from "./optimise-late.js";

test("newer versions of V8 keep their own limit", () => {
  expect(optimiseLate("12.4.254.21-node.27")).toBe(false);
  expect(optimiseLate("13.6.233.10-node.28")).toBe(false);
});

test.runIf(process.versions.v8.startsWith("11."))("the flag is one that Node 20 knows", () => {
  const code = 'require("node:v8").setFlagsFromString("--interrupt-budget=600000")';
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", code], { encoding: "utf8" });
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: "" });
});
