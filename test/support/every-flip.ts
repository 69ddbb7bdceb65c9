import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "../../src/chat/seeded-random.js";

/** Verifies the bundle in a folder: what is wrong with it. */
export type VerifyBundle = (folder: string) => readonly unknown[] | Promise<readonly unknown[]>;

/** What was tried, and what of it the verifier did not notice, each with its place. */
export type Noticed = { readonly tried: number; readonly unnoticed: readonly string[] };

/**
 * Flips bits in the files of a bundle, one at a time, and verifies it each time: every byte of SHA256SUMS and of every file of at most
 * 4 KiB (`bits`: "one" of each byte, which differs from byte to byte, or "all"; default "one"), and `sampled` bytes (default 2,000) of
 * the others, from a seed. The folder is as it was afterwards. Throws when the bundle is not whole to begin with.
 */
export async function everyFlip(
  folder: string,
  verify: VerifyBundle,
  options: { readonly bits?: "one" | "all"; readonly sampled?: number } = {},
): Promise<Noticed> {
  const before = await verify(folder);
  if (before.length > 0) throw new Error(`the bundle is not whole to begin with: ${JSON.stringify(before)}`);
  const flips = [...smallFlips(folder, options.bits ?? "one"), ...sampledFlips(folder, options.sampled ?? 2000)];
  const unnoticed: string[] = [];
  for (const flip of flips) {
    if (await goesUnnoticed(folder, flip, verify)) unnoticed.push(`${flip.file} byte ${flip.offset} bit ${flip.bit}`);
  }
  if ((await verify(folder)).length > 0) throw new Error("the bundle is not as it was");
  return { tried: flips.length, unnoticed };
}

const smallBytes = 4096;

type Flip = { readonly file: string; readonly offset: number; readonly bit: number };

type Sized = { readonly file: string; readonly size: number };

function filesOf(folder: string): readonly Sized[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((file) => ({ file, stats: statSync(join(folder, file)) }))
    .flatMap(({ file, stats }) => (stats.isFile() ? [{ file, size: stats.size }] : []));
}

const isSmall = ({ file, size }: Sized) => size <= smallBytes || file === "SHA256SUMS";

function smallFlips(folder: string, bits: "one" | "all"): readonly Flip[] {
  return filesOf(folder)
    .filter(isSmall)
    .flatMap(({ file, size }) => Array.from({ length: size }, (_, offset) => ({ file, offset })))
    .flatMap(({ file, offset }) =>
      (bits === "all" ? [0, 1, 2, 3, 4, 5, 6, 7] : [offset % 8]).map((bit) => ({ file, offset, bit })),
    );
}

function sampledFlips(folder: string, count: number): readonly Flip[] {
  const large = filesOf(folder).filter((file) => !isSmall(file));
  const total = large.reduce((sum, { size }) => sum + size, 0);
  const random = seededRandom(14);
  return Array.from({ length: total === 0 ? 0 : count }, () => {
    const bit = Math.floor(random() * 8);
    let offset = Math.floor(random() * total);
    const found = large.find(({ size }) => {
      if (offset < size) return true;
      offset -= size;
      return false;
    });
    return { file: found?.file ?? "", offset, bit };
  });
}

async function goesUnnoticed(folder: string, { file, offset, bit }: Flip, verify: VerifyBundle): Promise<boolean> {
  const path = join(folder, file);
  const [byte = 0] = readFileSync(path).subarray(offset);
  put(path, offset, byte ^ (1 << bit));
  try {
    return (await verify(folder)).length === 0;
  } finally {
    put(path, offset, byte);
  }
}

function put(path: string, offset: number, byte: number): void {
  const descriptor = openSync(path, "r+");
  try {
    writeSync(descriptor, Uint8Array.of(byte), 0, 1, offset);
  } finally {
    closeSync(descriptor);
  }
}
