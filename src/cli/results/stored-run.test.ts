import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyRunFacts } from "../../../test/support/run-facts.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { RunDirectory } from "../../runner/store/run-directory.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { readStoredRun } from "./stored-run.js";

async function runsOf(ids: readonly string[]): Promise<string> {
  const runs = temporaryFolder();
  for (const id of ids) {
    const run = await RunDirectory.create(runs, emptyRunFacts({ id }), { redactor: createRedactor([]) });
    await run.close();
  }
  return runs;
}

test("a run is named by its id, by a beginning that only it has, by its folder, or as the last one", async () => {
  const runs = await runsOf(["20261127T1-aaaa", "20261128T1-bbbb", "20261128T2-cccc"]);
  const idOf = (name: string) => readStoredRun(name, runs).facts?.id;
  expect(idOf("20261128T1-bbbb")).toBe("20261128T1-bbbb");
  expect(idOf("20261127")).toBe("20261127T1-aaaa");
  expect(idOf("20261128T2")).toBe("20261128T2-cccc");
  expect(idOf(join(runs, "20261127T1-aaaa"))).toBe("20261127T1-aaaa");
  expect(idOf("last")).toBe("20261128T2-cccc");
});

test("a beginning of several ids names them, and an id that begins another is itself", async () => {
  const runs = await runsOf(["20261128T1", "20261128T1-b"]);
  expect(() => readStoredRun("20261128", runs)).toThrow('"20261128" is the beginning of 2 run ids');
  expect(readStoredRun("20261128T1", runs).facts?.id).toBe("20261128T1");
  expect(() => readStoredRun("", runs)).toThrow('there is no run ""');
});
