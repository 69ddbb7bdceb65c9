import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Noticed, VerifyBundle } from "./every-flip.js";
import { temporaryFolder } from "./temporary-folder.js";

/**
 * Makes copies of a bundle, changes one thing in each, and verifies it: files added, removed, renamed, emptied, longer, exchanged, or
 * replaced by links, folders and pipes; lines of SHA256SUMS removed, doubled, exchanged, or with other paths and hashes.
 */
export async function everyTampering(folder: string, verify: VerifyBundle): Promise<Noticed> {
  const unnoticed: string[] = [];
  const all = [...fileTamperings(folder), ...additions(folder), ...listTamperings(folder)];
  const work = temporaryFolder();
  for (const [index, { name, change }] of all.entries()) {
    const copy = join(work, String(index));
    cpSync(folder, copy, { recursive: true });
    change(copy);
    if ((await verify(copy)).length === 0) unnoticed.push(name);
    rmSync(copy, { recursive: true });
  }
  return { tried: all.length, unnoticed };
}

type Tampering = { readonly name: string; readonly change: (copy: string) => void };

function filesOf(folder: string): readonly string[] {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return all.filter((file) => statSync(join(folder, file)).isFile());
}

/** A change of one file. `path`: of the file in the copy; `original`: of the same file in the bundle. */
type FileChange = (path: string, original: string) => void;

type Named = readonly [name: string, change: FileChange];

function fileTamperings(folder: string): readonly Tampering[] {
  const files = filesOf(folder);
  const on = (file: string, [name, change]: Named): Tampering => ({
    name: `${file} ${name}`,
    change: (copy) => change(join(copy, file), join(folder, file)),
  });
  return [
    ...files.flatMap((file) => onEachFile.map((named) => on(file, named))),
    ...files.filter((file) => statSync(join(folder, file)).size > 0).map((file) => on(file, emptied)),
    ...onSomeFile.map((named, index) => on(files[(index * 7) % files.length] ?? "", named)),
    ...files.slice(1).flatMap((file, index) => exchange(folder, file, files[index] ?? "")),
  ];
}

const onEachFile: readonly Named[] = [
  ["removed", (path) => rmSync(path)],
  ["renamed", (path) => renameSync(path, `${path}.old`)],
  ["longer by a byte", (path) => appendFileSync(path, "\n")],
  ["is a link to the same bytes", (path, original) => replace(path, () => symlinkSync(original, path))],
];

const emptied: Named = ["emptied", (path) => truncateSync(path)];

/** What is tried on one file each, a different one each time. */
const onSomeFile: readonly Named[] = [
  ["renamed in case", (path) => renameSync(path, join(dirname(path), otherCase(basename(path))))],
  ["moved into a folder more", (path) => replace(path, () => undefined, join(dirname(path), "moved", basename(path)))],
  ["doubled", (path) => cpSync(path, `${path}.copy`)],
  ["linked twice", (path) => linkSync(path, `${path}.link`)],
  ["is a link to nothing", (path) => replace(path, () => symlinkSync("nowhere", path))],
  ["is a link to a device", (path) => replace(path, () => symlinkSync("/dev/zero", path))],
  ["is an empty folder", (path) => replace(path, () => mkdirSync(path))],
  ["is a folder with the file in it", (path) => replace(path, () => mkdirSync(path), join(path, "file"))],
  ...(process.platform === "win32"
    ? []
    : [["is a pipe", (path: string) => replace(path, () => execFileSync("mkfifo", [path]))] as const]),
];

/** Takes a file away, puts something else in its place, and the file at `to`, if there is one. */
function replace(path: string, put: () => unknown, to?: string): void {
  const bytes = readFileSync(path);
  rmSync(path);
  put();
  if (to === undefined) return;
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, bytes);
}

/** None for two files of equal bytes, between which there is no difference. */
function exchange(folder: string, file: string, other: string): readonly Tampering[] {
  if (readFileSync(join(folder, file)).equals(readFileSync(join(folder, other)))) return [];
  const change = (copy: string) => {
    renameSync(join(copy, file), join(copy, "aside"));
    renameSync(join(copy, other), join(copy, file));
    renameSync(join(copy, "aside"), join(copy, other));
  };
  return [{ name: `${file} exchanged for ${other}`, change }];
}

function otherCase(name: string): string {
  return name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
}

function additions(folder: string): readonly Tampering[] {
  const folders = [...new Set(filesOf(folder).map((file) => dirname(file)))];
  const kinds: readonly (readonly [name: string, put: (within: string) => void])[] = [
    ["a file more", (within) => writeFileSync(join(within, "more.txt"), "more")],
    ["an empty file more", (within) => writeFileSync(join(within, ".hidden"), "")],
    ["an empty folder more", (within) => mkdirSync(join(within, "more"))],
    ["a link to the bundle itself", (within) => symlinkSync(".", join(within, "again"))],
    ["a second list", (within) => writeFileSync(join(within, "SHA256SUMS.txt"), "")],
  ];
  return kinds.flatMap(([name, put]) =>
    folders.map((within) => ({ name: `${name} in ${within}`, change: (copy) => put(join(copy, within)) })),
  );
}

function listTamperings(folder: string): readonly Tampering[] {
  const list = readFileSync(join(folder, "SHA256SUMS"), "utf8");
  const lines = list.split(/(?<=\n)/);
  const instead = (name: string, text: string | Uint8Array): Tampering => ({
    name: `SHA256SUMS ${name}`,
    change: (copy) => writeFileSync(join(copy, "SHA256SUMS"), text),
  });
  const line = (index: number, name: string, put: (line: string) => string) =>
    instead(`line ${index + 1} ${name}`, lines.with(index, put(lines[index] ?? "")).join(""));
  return [
    instead("without its last newline", list.slice(0, -1)),
    instead("with a newline more", `${list}\n`),
    instead("with a newline before", `\n${list}`),
    instead("with a NUL after it", `${list}\0`),
    instead("with a letter after it", `${list}x`),
    instead("with CR LF", list.replaceAll("\n", "\r\n")),
    instead("with CR", list.replaceAll("\n", "\r")),
    instead("with a byte-order mark", `\ufeff${list}`),
    instead("with a byte that is not UTF-8", Buffer.concat([Buffer.from(list), Uint8Array.of(0xff, 10)])),
    instead("in the other order", [...lines].reverse().join("")),
    instead("with a comment", `# made by a person\n${list}`),
    instead("with a line for itself", `${list}${"0".repeat(64)}  SHA256SUMS\n`),
    ...lines.flatMap((_, index) => [line(index, "removed", () => ""), line(index, "doubled", (text) => text + text)]),
    ...lineTamperings(folder).map(([name, put], index) => line((index * 7) % lines.length, name, put)),
  ];
}

/** What is tried on one line each, a different one each time. */
function lineTamperings(folder: string): readonly (readonly [name: string, put: (line: string) => string])[] {
  return [
    ["with a hash in upper case", (text) => `A${text.slice(1, 64).toUpperCase()}${text.slice(64)}`],
    ["with a hash of another length", (text) => text.slice(1)],
    ["with a tab", (text) => text.replace("  ", "\t")],
    ["with *", (text) => text.replace("  ", " *")],
    ["with one space", (text) => text.replace("  ", " ")],
    ["with three spaces", (text) => text.replace("  ", "   ")],
    ["with a space at its end", (text) => text.replace("\n", " \n")],
    ["with ./", (text) => text.replace("  ", "  ./")],
    ["with ..", (text) => text.replace("  ", "  ../bundle/")],
    ["with .. that leads back", (text) => text.replace("  ", "  vendor/../")],
    ["with an absolute path", (text) => text.replace("  ", `  ${folder}/`)],
    ["with a / at its end", (text) => text.replace("\n", "/\n")],
    ["with a backslash before it", (text) => `\\${text}`],
    ["with a backslash in it", (text) => text.replace("\n", "\\\n")],
    ["with a NUL", (text) => text.replace("\n", "\0\n")],
    ["with an invisible mark", (text) => text.replace("\n", "\u200b\n")],
    ["with a colon", (text) => text.replace("\n", ":\n")],
  ];
}
