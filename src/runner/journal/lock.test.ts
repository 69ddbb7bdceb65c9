import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { LockedError, LostLockError, takeLock } from "./lock.js";
import { thisProcess } from "./process-identity.js";

/** Makes a lock look as if its owner had not touched it for so long. */
const age = (folder: string, seconds: number, number = 1) => {
  const at = Date.now() / 1_000 - seconds;
  utimesSync(join(folder, `lock-${number}`), at, at);
};
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
  await expect(takeLock(folder)).rejects.toThrow(
    `${join(folder, "lock-1")}: process ${process.pid} on ${hostname()} is writing here`,
  );
});

test.each<[ended: string, change: object]>([
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

const elsewhere: readonly [where: string, change: object][] = [
  ["on another machine, or at another start of this one", { bootId: "another", host: `not-${hostname()}` }],
  ["in another container, where the same number means another process", { pidNamespace: "pid:[1]" }],
];

test.each(elsewhere)(
  "a lock of a process %s is taken over when it was not touched for 30 s",
  async (_where, change) => {
    const folder = temporaryFolder();
    holds(folder, JSON.stringify({ ...(await thisProcess()), ...change }));
    age(folder, 31);
    const lock = await takeLock(folder);
    expect(lock.takenOver).toMatchObject(change);
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
  },
);

test.each(elsewhere)("a lock of a process %s is refused as soon as it is touched", async (_where, change) => {
  const folder = temporaryFolder();
  holds(folder, JSON.stringify({ ...(await thisProcess()), ...change }));
  let seconds = 10;
  const timer = setInterval(() => age(folder, --seconds), 20);
  try {
    await expect(takeLock(folder, { refreshMs: 20, expiryMs: 1e9 })).rejects.toThrow(
      /it has just said that it goes on/,
    );
  } finally {
    clearInterval(timer);
  }
});

test.each(elsewhere)(
  "a lock of a process %s is waited for, and taken over when it is not touched",
  async (_where, change) => {
    const folder = temporaryFolder();
    holds(folder, JSON.stringify({ ...(await thisProcess()), ...change }));
    const lock = await takeLock(folder, { refreshMs: 20, expiryMs: 100 });
    expect(lock.takenOver).toMatchObject(change);
    await lock.release();
  },
);

test("its owner touches it without a change of its text", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "lock-1");
  const lock = await takeLock(folder, { refreshMs: 5, expiryMs: 1e9 });
  const text = readFileSync(file, "utf8");
  age(folder, 1_000);
  await expect.poll(() => Date.now() - statOf(file)).toBeLessThan(900_000);
  expect(readFileSync(file, "utf8")).toBe(text);
  await lock.release();
});

test("an owner that was not heard of for 30 s loses it, though it lives: it may not write, and takes nothing of the next", async () => {
  const folder = temporaryFolder();
  const first = await takeLock(folder);
  await first.check();
  age(folder, 31);
  const second = await takeLock(folder);
  await expect(first.check()).rejects.toBeInstanceOf(LostLockError);
  await first.release();
  await second.check();
  expect(readdirSync(folder).sort()).toEqual(["lock-1", "lock-2"]);
  await second.release();
  expect(readdirSync(folder)).toEqual([]);
  await expect(first.check()).rejects.toThrow(/lock-1: another process has taken over/);
  const third = await takeLock(folder);
  await expect(first.check()).rejects.toBeInstanceOf(LostLockError);
  await third.check();
});

test("where the whole folder is gone, the write says so", async () => {
  const folder = temporaryFolder();
  const lock = await takeLock(folder);
  rmSync(folder, { recursive: true });
  await lock.check();
});

function statOf(file: string): number {
  return statSync(file).mtimeMs;
}
