import { readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { LockedError, takeLock } from "./lock.js";
import { thisProcess } from "./process-identity.js";

const holds = (folder: string, text: string) => writeFileSync(join(folder, "lock-1"), text);

test("a free lock is taken, named after this process, and given back without a trace", async () => {
  const folder = temporaryFolder();
  const lock = await takeLock(folder);
  expect(lock.takenOver).toBeNull();
  expect(readdirSync(folder)).toEqual(["lock-1"]);
  await lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test("of many that ask at once, one gets it", async () => {
  const folder = temporaryFolder();
  const asked = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(folder)));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of asked) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(LockedError);
  expect(readdirSync(folder)).toEqual(["lock-1"]);
});

test("a lock of a running process is refused, with its number and the file", async () => {
  const folder = temporaryFolder();
  await takeLock(folder);
  await expect(takeLock(folder)).rejects.toThrow(`${join(folder, "lock-1")}: process ${process.pid} is writing here`);
});

test.each<[ended: string, change: object]>([
  ["of an earlier start of the machine", { bootId: "another" }],
  ["whose number another process has now", { startTicks: "1" }],
  ["that no process has", { pid: 2 ** 22 + 1 }],
])("a lock of a process %s is taken over, by one of many", async (_ended, change) => {
  const folder = temporaryFolder();
  const dead = { ...(await thisProcess()), ...change };
  holds(folder, JSON.stringify(dead));
  const asked = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(folder)));
  const taken = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(taken.map(({ takenOver }) => takenOver)).toEqual([dead]);
  await taken[0]?.release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a lock that names no process is taken over", async () => {
  const folder = temporaryFolder();
  holds(folder, "");
  expect((await takeLock(folder)).takenOver).toBeNull();
});

test("a lock of another host is refused, since it cannot be looked at", async () => {
  const folder = temporaryFolder();
  holds(folder, JSON.stringify({ ...(await thisProcess()), host: `not-${hostname()}` }));
  await expect(takeLock(folder)).rejects.toThrow(/on not-.* may be writing here; if it has ended, remove the file/);
});
