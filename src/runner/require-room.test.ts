import { expect, test } from "vitest";
import { catalog, scenarios } from "../../test/support/repository.js";
import { type PlannedCase, planRun } from "./plan.js";
import { requireRoom } from "./require-room.js";

const { cases } = planRun({
  ...{ scenarios: scenarios.filter(({ id }) => id === "basic-chat"), targets: catalog.targets.slice(0, 2), trials: 10 },
});
const skipped = (planned: PlannedCase): PlannedCase => ({ ...planned, skip: { kind: "credentials", reason: "r" } });

/** The folders that were looked at for so many free bytes, and the error. */
async function looked(free: number, change: Partial<Parameters<typeof requireRoom>[1]>, made = cases, wanted = 10) {
  const folders: string[] = [];
  const freeBytes = (folder: string) => {
    folders.push(folder);
    return Promise.resolve(free);
  };
  const room = { evidence: { root: "runs" }, fixtures: null, freeBytes, ...change };
  const error = await requireRoom(made, room, (_, trial) => trial <= wanted).then(
    () => null,
    (thrown: Error & { hint?: string }) => thrown,
  );
  return { folders, message: error?.message ?? null, hint: error?.hint ?? null };
}

test("a new run needs room below the folder of runs, before anything is made", async () => {
  const { folders, message, hint } = await looked(1_000, {});
  expect(folders).toEqual(["runs"]);
  expect(message).toMatch(/^runs: nothing was asked, since 1\.0 KB are free here and the evidence may take \d{3} KB /);
  expect(hint).toBe("Make room, or name a folder on another device with --runs.");
});

test("a run that goes on needs room for what is left of it", async () => {
  // Twenty calls of 10.7 KB and more are planned; two are left.
  const evidence = { path: "runs/1" };
  expect((await looked(100_000, { evidence }, cases, 1)).message).toBeNull();
  expect(await looked(100_000, { evidence })).toMatchObject({
    folders: ["runs/1"],
    hint: "Make room, then continue: llm-parity run --resume runs/1",
  });
});

test("what is not asked needs no room, and a recording needs it twice", async () => {
  expect((await looked(0, {}, cases.map(skipped))).message).toBeNull();
  expect((await looked(400_000, {})).message).toBeNull();
  expect((await looked(400_000, { fixtures: {} })).message).toMatch("nothing was asked");
});
