import { describe, expect, test } from "vitest";
import { zipArchive } from "../../../test/support/zip-archive.js";
import { entriesBeside, isZip, zipEntries } from "./zip.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = "tide ".repeat(50);
const archive = zipArchive([
  { name: "har.har", bytes: bytes("{}") },
  { name: "a/b.json", bytes: bytes(text), packed: true },
  { name: "empty", bytes: new Uint8Array() },
]);
const read = (content: Uint8Array, at = 0) => zipEntries(content)?.[at]?.read();

describe("a zip archive", () => {
  test("stored and deflated files", () => {
    expect(isZip(archive)).toBe(true);
    const entries = zipEntries(archive) ?? [];
    expect(entries.map(({ name }) => name)).toEqual(["har.har", "a/b.json", "empty"]);
    expect(entries.map((entry) => entry.read())).toEqual([
      { bytes: bytes("{}") },
      { bytes: bytes(text) },
      { bytes: new Uint8Array() },
    ]);
  });

  test("cut anywhere, it has no directory", () => {
    for (let length = 0; length < archive.length; length++) {
      expect(zipEntries(archive.subarray(0, length)), String(length)).toBeNull();
    }
  });

  test("with a spoilt byte, it gives the file as it was or none", () => {
    for (let at = 0; at < archive.length; at++) {
      const spoilt = archive.slice();
      spoilt[at] = (spoilt[at] ?? 0) ^ 0x15;
      const found = read(spoilt, 1);
      if (found !== undefined && "bytes" in found) expect(Buffer.from(found.bytes).toString(), String(at)).toBe(text);
    }
  });

  test.each([
    ["is encrypted", { flags: 1 }, "is encrypted"],
    ["is packed otherwise", { method: 12 }, "is packed by method 12, which is not supported"],
    ["has another length", { size: 3 }, "is damaged: its length or checksum is wrong"],
    ["has another checksum", { crc: 1 }, "is damaged: its length or checksum is wrong"],
    ["is too large", { size: 64 * 1024 * 1024 + 1 }, "is too large: 67108865 bytes, the limit is 67108864"],
  ])("a file that %s cannot be read", (_, more, missing) => {
    expect(read(zipArchive([{ name: "a", bytes: bytes(text), packed: true, more }]))).toEqual({ missing });
  });

  test("a bomb is cut off at the limit", () => {
    const bomb = zipArchive([
      { name: "a", bytes: new Uint8Array(64 * 1024 * 1024 + 9), packed: true, more: { size: 9 } },
    ]);
    expect(read(bomb)).toEqual({ missing: "is damaged: it cannot be unpacked" });
  });

  test("a file beside another is found in its folder, and nowhere else", () => {
    const entries = zipEntries(archive) ?? [];
    expect(entriesBeside(entries, "har.har")("a/b.json")).toEqual({ bytes: bytes(text) });
    expect(entriesBeside(entries, "a/har.har")("b.json")).toEqual({ bytes: bytes(text) });
    expect(entriesBeside(entries, "har.har")("b.json")).toEqual({ missing: "is not in the archive" });
    for (const path of ["../har.har", "/har.har", "a/../har.har", ""]) {
      expect(entriesBeside(entries, "a/har.har")(path)).toEqual({ missing: "is outside the folder of the recording" });
    }
    expect(entriesBeside(entries, "a/har.har")("har.har", "..")).toEqual({
      missing: "is outside the folder of the recording",
    });
  });
});
