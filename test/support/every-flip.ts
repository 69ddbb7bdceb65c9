import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "../../src/chat/seeded-random.js";
import { listOf } from "./made-bundle.js";

type Problems = readonly unknown[] | Promise<readonly unknown[]>;

/** Verifies the bundle in a folder: what is wrong with it. */
export type VerifyBundle = (folder: string) => Problems;

/** Verifies the files of a bundle, by their paths: what is wrong with them. */
export type VerifyFiles = (files: ReadonlyMap<string, Uint8Array>) => Problems;

/** What was tried, and what of it the verifier did not notice, each with its place. */
export type Noticed = { readonly tried: number; readonly unnoticed: readonly string[] };

const list = "SHA256SUMS";

/**
 * Flips bits in the files of a bundle, one at a time, and verifies it each time: every byte of SHA256SUMS and of every file of at most
 * 4 KiB (one bit of each byte, which differs from byte to byte), and 2,000 bytes from a seed (500 beside flips in memory). The folder is as it was afterwards. Throws
 * when the bundle is not whole to begin with.
 *
 * Without `inMemory`, all flips are made on disk, those from the seed in the other files. With it, only those from the seed are, in all
 * files; SHA256SUMS is flipped in memory beside all files, and each small file alone, beside the line that lists it.
 */
export async function everyFlip(folder: string, verify: VerifyBundle, inMemory?: VerifyFiles): Promise<Noticed> {
  expectWhole(await verify(folder));
  const files = filesOf(folder);
  const small = [...files].filter(isSmall).flatMap(flipsOf);
  for (const { file, offset } of small)
    if (inMemory !== undefined && offset === 0) expectWhole(await inMemory(besideItsLine(files, file)));
  const candidates = [...files].filter((file) => inMemory !== undefined || !isSmall(file));
  const sampled = sampledFlips(candidates, inMemory === undefined ? 2000 : 500);
  const unnoticed: string[] = [];
  const note = ({ file, offset, bit }: Flip) => unnoticed.push(`${file} byte ${offset} bit ${bit}`);
  for (const flip of small) {
    const problems = inMemory === undefined ? onDisk(folder, flip, verify) : inMemory(flipped(files, flip));
    if ((await problems).length === 0) note(flip);
  }
  for (const flip of sampled) if ((await onDisk(folder, flip, verify)).length === 0) note(flip);
  if ((await verify(folder)).length > 0) throw new Error("the bundle is not as it was");
  return { tried: small.length + sampled.length, unnoticed };
}

function expectWhole(before: readonly unknown[]): void {
  if (before.length > 0) throw new Error(`the bundle is not whole to begin with: ${JSON.stringify(before)}`);
}

const smallBytes = 4096;

type Flip = { readonly file: string; readonly offset: number; readonly bit: number };

type Files = ReadonlyMap<string, Uint8Array>;
type File = readonly [path: string, bytes: Uint8Array];

function filesOf(folder: string): Files {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const plain = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(plain.map((path) => [path, readFileSync(join(folder, path))]));
}

const isSmall = ([path, { length }]: File) => length <= smallBytes || path === list;

function flipsOf([file, { length }]: File): readonly Flip[] {
  return Array.from({ length }, (_, offset) => ({ file, offset, bit: offset % 8 }));
}

function sampledFlips(files: readonly File[], count: number): readonly Flip[] {
  const total = files.reduce((sum, [, { length }]) => sum + length, 0);
  const random = seededRandom(14);
  return Array.from({ length: total === 0 ? 0 : count }, () => {
    const bit = Math.floor(random() * 8);
    let offset = Math.floor(random() * total);
    const [file = ""] =
      files.find(([, { length }]) => {
        if (offset < length) return true;
        offset -= length;
        return false;
      }) ?? [];
    return { file, offset, bit };
  });
}

/** All files, for SHA256SUMS; or one other file and a list of it alone. */
function besideItsLine(files: Files, file: string): Files {
  if (file === list) return files;
  const alone = new Map([[file, files.get(file) ?? new Uint8Array()]]);
  return new Map([...alone, [list, Buffer.from(listOf(alone))]]);
}

function flipped(files: Files, { file, offset, bit }: Flip): Files {
  const beside = besideItsLine(files, file);
  const changed = Uint8Array.from(beside.get(file) ?? []);
  changed[offset] = (changed[offset] ?? 0) ^ (1 << bit);
  return new Map([...beside, [file, changed]]);
}

async function onDisk(folder: string, { file, offset, bit }: Flip, verify: VerifyBundle): Promise<readonly unknown[]> {
  const path = join(folder, file);
  const [byte = 0] = readFileSync(path).subarray(offset);
  put(path, offset, byte ^ (1 << bit));
  try {
    return await verify(folder);
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
