import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { lateFlags } from "./optimise-late.js";

test("newer versions of V8 keep their own limit", () => {
  expect(lateFlags("12.4.254.21-node.27")).toEqual([]);
  expect(lateFlags("13.6.233.10-node.28")).toEqual([]);
});

test.runIf(process.versions.v8.startsWith("11."))("the flag is one that Node 20 knows", () => {
  const code = `require("node:v8").setFlagsFromString(${JSON.stringify(lateFlags().join(" "))})`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", code], { encoding: "utf8" });
  expect(lateFlags()).toEqual(["--interrupt-budget=600000"]);
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: "" });
});
