import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { Journal } from "./journal.js";
import type { AppendFile } from "./journal-files.js";
import { encodeLine } from "./journal-line.js";
import { readJournal, readRecords } from "./read-journal.js";

const fileIn = (folder: string) => join(folder, "journal.jsonl");
const read = (file: string) => [...readJournal(file)];
const recordsOf = (file: string) => read(file).flatMap(({ json }) => json ?? []);

async function written(...records: readonly string[]): Promise<string> {
  const file = fileIn(temporaryFolder());
  const journal = await Journal.open(file);
  for (const one of records) journal.append(one);
  await journal.close();
  return file;
}

test("a line is JSON, with the checksum of its record", async () => {
  // 561bacaf: Python's zlib.crc32 of the bytes {"a":1}.
  expect(readFileSync(await written('{"a":1}'), "utf8")).toBe('{"crc32":"561bacaf","record":{"a":1}}\n');
});

test("records are read in the order in which they were added", async () => {
  const records = Array.from({ length: 100 }, (_, n) => JSON.stringify({ n, text: "é€😀".repeat(n) }));
  expect(recordsOf(await written(...records))).toEqual(records);
});

test("a record longer than what is read at once is whole", async () => {
  const long = JSON.stringify("x".repeat(3_000_000));
  expect(recordsOf(await written("1", long, "2"))).toEqual(["1", long, "2"]);
});

test("records are read again by their places", async () => {
  const file = await written('{"n":1}', '{"n":2,"text":"é"}', '{"n":3}');
  expect(readRecords(file, read(file).slice(1).reverse())).toEqual(['{"n":3}', '{"n":2,"text":"é"}']);
});

test("an empty journal has no piece", async () => {
  expect(read(await written())).toEqual([]);
});

test("every cut of the last record leaves the others and is called damage", async () => {
  const file = await written('{"n":1}', '{"n":2,"text":"é"}');
  const whole = readFileSync(file);
  const first = encodeLine('{"n":1}').length;
  for (let size = first + 1; size < whole.length; size += 1) {
    writeFileSync(file, whole.subarray(0, size));
    expect(read(file)).toEqual([
      { line: 1, offset: 0, sizeBytes: first, json: '{"n":1}' },
      { line: 2, offset: first, sizeBytes: size - first, json: null },
    ]);
  }
});

test("every changed byte of a record is damage, and the records around it are whole", async () => {
  const file = await written('{"n":1}', '{"n":2}', '{"n":3}');
  const whole = readFileSync(file);
  const size = encodeLine('{"n":1}').length;
  for (let at = size; at < 2 * size - 1; at += 1) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(file, changed);
    expect(recordsOf(file)).toEqual(['{"n":1}', '{"n":3}']);
  }
});

test("zeros after the last line are damage", async () => {
  const file = await written('{"n":1}');
  appendFileSync(file, Buffer.alloc(5_000));
  expect(read(file).map(({ json }) => json)).toEqual(['{"n":1}', null]);
});

test("a journal that is opened again goes on after its whole lines", async () => {
  const file = await written('{"n":1}');
  const sizeBytes = readFileSync(file).length;
  appendFileSync(file, '{"crc32":"torn');
  const journal = await Journal.open(file, { sizeBytes });
  journal.append('{"n":2}');
  await journal.close();
  expect(recordsOf(file)).toEqual(['{"n":1}', '{"n":2}']);
  expect(read(file)).toHaveLength(2);
});

/** A file in memory whose operation number `failsAt` fails, and that takes at most `atOnce` bytes a write. */
function memoryFile(failsAt: number, atOnce = Number.POSITIVE_INFINITY) {
  let bytes = Buffer.alloc(0);
  let onDisk = Buffer.alloc(0);
  let operations = 0;
  let syncs = 0;
  const work = () => {
    operations += 1;
    if (operations === failsAt) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
  };
  const out: AppendFile = {
    write: async (given) => {
      const taken = given.subarray(0, atOnce);
      try {
        work();
      } catch (error) {
        bytes = Buffer.concat([bytes, taken.subarray(0, 3)]);
        throw error;
      }
      bytes = Buffer.concat([bytes, taken]);
      return taken.length;
    },
    sync: async () => {
      work();
      syncs += 1;
      onDisk = bytes;
    },
    truncate: async (size) => {
      bytes = bytes.subarray(0, size);
    },
    close: async () => undefined,
  };
  return { open: async () => out, text: () => bytes.toString(), onDisk: () => onDisk.toString(), syncs: () => syncs };
}

test("a record is kept only when it is on the disk", async () => {
  const memory = memoryFile(0);
  const journal = await Journal.open("memory", { openFile: memory.open });
  const { written: one, kept } = journal.append("1");
  await one;
  expect(memory.onDisk()).toBe("");
  await journal.close();
  await kept;
  expect(memory.onDisk()).toBe(encodeLine("1").toString());
});

test("a lone record reaches the disk without a further one", async () => {
  const memory = memoryFile(0);
  const journal = await Journal.open("memory", { openFile: memory.open });
  await journal.append("1").kept;
  expect(memory.syncs()).toBe(1);
});

test("thirty-two records are brought to the disk together", async () => {
  const memory = memoryFile(0);
  const journal = await Journal.open("memory", { openFile: memory.open });
  await Promise.all(Array.from({ length: 64 }, (_, n) => journal.append(String(n)).kept));
  expect(memory.syncs()).toBe(2);
  await journal.close();
  expect(memory.syncs()).toBe(2);
});

test("a file that takes a few bytes at a time gets every record whole", async () => {
  const memory = memoryFile(0, 5);
  const journal = await Journal.open("memory", { openFile: memory.open });
  journal.append('{"n":1}');
  journal.append('{"n":2}');
  await journal.close();
  expect(memory.text()).toBe(`${encodeLine('{"n":1}')}${encodeLine('{"n":2}')}`);
});

test("whichever operation fails, records before it are whole, it and every later one is refused, and close says so", async () => {
  for (let failsAt = 1; failsAt <= 6; failsAt += 1) {
    const memory = memoryFile(failsAt);
    const journal = await Journal.open("memory", { openFile: memory.open });
    const outcomes: PromiseSettledResult<void>[] = [];
    for (let n = 1; n <= 5; n += 1) {
      const { written: one } = journal.append(String(n));
      outcomes.push(...(await Promise.allSettled([one])));
    }
    const later = journal.append("6");
    await expect(journal.close()).rejects.toThrow("no space");
    await expect(later.kept).rejects.toThrow("no space");
    expect(outcomes.map(({ status }) => status)).toEqual(
      Array.from({ length: 5 }, (_, n) => (n + 1 < failsAt ? "fulfilled" : "rejected")),
    );
    const whole = Array.from({ length: Math.min(failsAt - 1, 5) }, (_, n) => encodeLine(String(n + 1)).toString());
    expect(memory.text().startsWith(whole.join(""))).toBe(true);
    expect(memory.text().endsWith("\n") || memory.text() === "").toBe(true);
  }
});

test("every record that waits for a sync that fails is refused", async () => {
  const memory = memoryFile(4);
  const journal = await Journal.open("memory", { openFile: memory.open });
  const kept = [1, 2, 3].map((n) => journal.append(String(n)).kept);
  const outcomes = Promise.allSettled(kept);
  await expect(journal.close()).rejects.toThrow("no space");
  expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
});
