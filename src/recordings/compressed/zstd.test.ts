import { describe, expect, test } from "vitest";
import { zstdOf } from "../../../test/support/zstd-samples.js";
import { TooLargeError } from "./limits.js";
import { unzstd } from "./zstd.js";

/** What the zstd 1.5 command line made of this text (2026-11-28): blocks of every kind that an encoder writes. */
const text = Array.from(
  { length: 60 },
  (_, index) => `data: {"index":${index},"text":"w${(index * 7919) % 1009}"}\n\n`,
).join("");
const encoded = {
  "level 19": [
    "KLUv/QRorQcA9hApFKCp2Mhvsh/5/8nL7t4pJbBIv1qtKwAfAB8AQp7uV1a/4tHfqfNlxpYqjREAaByiOAZHYmFIHAIZHAtDAXE4GIEB",
    "IUEoBFc2RHZOfnEsRXWNVCeV8lw16utqqK4Zs19dY8em2QO3u0yVK/onLzt5zeeiD/loPHaL0He2Ys5cbEJHKjsDAEDj+FxJTchlDhHR",
    "HO2tM5E9KtvLTM1Zy2hWU7Li0H52qBHQJd//DcCbDhE8YRgRRB9M6o7zzGPzwriCeVp37BgLTxHLvbMXqj5x3FwItmCP6o1nQhXP+fGC",
    "e1ZnS9oxxmUMcY1OsxsiN6wFKKvawRBR",
  ].join(""),
  "level 3, without a checksum": [
    "KLUv/QBYxQgAttAoGIA3aQOMFrRCbgEzADfZ3TulVHIgEx2VDioAHQAeAOTpfmX1Kx79nTpfZmyp0hiLIjGEYAzGAWE4jAAZDIShMCAw",
    "CgAGhAOhED2vSmTn5BfHRW2NrZNKea4a9VXDujhmV9bIsWn2/u029XLF+ye382s+lz90NGMXoe+sK6ZnLha6ksoCRZEYv5KakMscIpo5",
    "2qd1HrJzxGkvM3W3lp1WL1lx6HaoIVCY7/8GoDOaNhE82wmKIOwDxYwp4GnGIgNC7JNV5lbO6F1gnUCDmmIsMkBEBlihE2WYWtHVbrc2",
    "GFKCpRdJiCMIY5QnNb/gmSiWWpXKUqO4IxzaHhSDffJAOckgyC15afFmTq3kyXoZkDvZtgB/FQ==",
  ].join(""),
  "its fastest": [
    "KLUv/QRIFRYAFCVkYXRhOiB7ImluZGV4IjowLCJ0ZXh0IjoidzAifQoKMSwidGU4NTYifQoKZGF0YTogeyJpbmRleCI6MjcwMyJ9Mywi",
    "dGU1NTAifTQsInRlMzk3In01LCJ0ZTI0NCJ9NiwidGU5MTcsInRlOTQ3In04LCJ0ZTc5NCJ9OSwidGU2NDEifTE0ODgxMzM1In0xMjE4",
    "MiJ9MywidGUyOTQsInRlODg1In01LCJ0ZTczMiJ9NiwidGU1Nzk3LCJ0ZTQyNiJ9OCwidGUyNzMifTksInRlMTIwMjAsInQ5NzYifTIx",
    "LCJ0ODIzIn0yMiwidDY3MCJ9MywidGU1MTcifTQsInRlMzY0In01LCJ0ZTIxMSJ9NiwidGU4NywidGUxNCJ9CjgsInRlNzYxIn05LCJ0",
    "ZTA4In0KMzAsInQ0NTUifTMxLCJ0MDIifQozMiwidDE0OSJ9MzMsInQxMDA1MzQsInQ4NTIifTM1LCJ0Njk5In0zNiwidDU0NiJ9Mzcs",
    "InQzOTMifTM4LCJ0MjQwIn0zOSwidDg0MCwidDk0MyJ9NDEsInQ3OTAifTQyLCJ0NjM3NDMsInQ0ODQifTQ0LCJ0MzMxIn00NSwidDE3",
    "OCJ9NDYsInQyNDcsInQ4ODEifTQ4LCJ0NzI4In00OSwidDU3NTUwLCJ0MjIifQo1MSwidDI2OSJ9NTIsInQxNiJ9CjUzLCJ0OTcyNCwi",
    "dGU4MTkifTUsInRlNjY2In02LCJ0ZTUxMyJ9NywidGUzNjAifTgsInRlMjA3In05LCJ0ZTU0In0KCnWoEUAMhOj7xxjAM5IOEehEIyBE",
    "UIyXPAhtwGDnajEdftm+V3gTIuSKcBtMSKWpHzquCLfBhBDS/M6e9pcu2o4D7wMLDX8IWNIgIHPs3OgQYKECjcJRiyEnCYxFUm0JUGe4",
    "eIry6DF5JGWDYbG0KtrBEFE=",
  ].join(""),
};
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
const read = (bytes: Uint8Array, limit = 1_000_000) => {
  const { bytes: plain, cut } = unzstd(bytes, limit);
  return [Buffer.from(plain).toString(), cut];
};

describe("zstd of the command line", () => {
  test.each(Object.entries(encoded))("%s", (_, base64) => {
    expect(read(bytesOf(base64))).toEqual([text, false]);
  });

  test("several frames, with one to skip between them", () => {
    const skipped = Buffer.from("502a4d1803000000616263", "hex");
    const [first, second] = Object.values(encoded).map(bytesOf);
    const bytes = Buffer.concat([first ?? [], skipped, zstdOf("more"), second ?? []].map((one) => Buffer.from(one)));
    expect(read(new Uint8Array(bytes))).toEqual([`${text}more${text}`, false]);
  });

  test("without its checksum it is whole, and cut anywhere before it is not", () => {
    const whole = bytesOf(encoded["level 19"]);
    expect(read(whole.subarray(0, -4))).toEqual([text, false]);
    for (let length = 5; length < whole.length - 4; length += 1) {
      expect(read(whole.subarray(0, length)), `${length}`).toEqual(["", true]);
    }
  });

  test("a block that is cut leaves the blocks before it", () => {
    const whole = new Uint8Array(zstdOf("first block, ", "second block, ", "third block"));
    expect(read(whole.subarray(0, -3))).toEqual(["first block, second block, ", true]);
  });
});

describe("hostile zstd", () => {
  test("a wrong byte anywhere is an error, other text, or a cut; never anything else", () => {
    const whole = bytesOf(encoded["level 3, without a checksum"]);
    for (let at = 0; at < whole.length; at += 1) {
      const spoilt = whole.slice();
      spoilt[at] = (spoilt[at] ?? 0) ^ 0x41;
      try {
        expect(unzstd(spoilt, 100_000, 200).bytes.length).toBeLessThanOrEqual(100_000);
      } catch (error) {
        expect(error, `byte ${at}`).toBeInstanceOf(RangeError);
      }
    }
  });

  test("a table that costs no bits, which makes the decoder run without end, is stopped", () => {
    // A compressed block whose Huffman weights are coded by a table of one symbol (RFC 8878, 4.2.1.2).
    const block = Buffer.from([0x02 | (8 << 4), 0x80, 0x02, 0x06, 0xf0, 0x03, 0xff, 0xff, 0xff, 0x01]);
    const header = Buffer.from([((block.length << 3) | 5) & 0xff, block.length >> 5, 0]);
    const bytes = Buffer.concat([Buffer.from("28b52ffd0058", "hex"), header, block]);
    expect(() => unzstd(new Uint8Array(bytes), 1000, 100)).toThrow("it takes longer than 100 ms");
  });

  test("more than the limit is too large", () => {
    expect(() => read(bytesOf(encoded["level 19"]), text.length - 1)).toThrow(TooLargeError);
    expect(read(bytesOf(encoded["level 19"]), text.length)).toEqual([text, false]);
  });

  test("what is no zstd is none", () => {
    expect(() => read(new TextEncoder().encode("data: {}"))).toThrow("its beginning is not that of zstd data");
  });
});
