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
import { dirname, join } from "node:path";
import type { Noticed, VerifyBundle } from "./every-flip.js";
import { temporaryFolder } from "./temporary-folder.js";

/**
 * Makes copies of a bundle, changes one thing in each, and verifies it: files added, removed, renamed, emptied, cut, longer, exchanged,
 * or replaced by links, folders and pipes; lines of SHA256SUMS removed, doubled, exchanged, or with other paths and hashes.
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

function fileTamperings(folder: string): readonly Tampering[] {
  const files = filesOf(folder);
  return files.flatMap((file, index) => {
    const original = join(folder, file);
    const other = files[(index + 1) % files.length] ?? file;
    const at = (name: string, change: (path: string, copy: string) => void): Tampering => ({
      name: `${file} ${name}`,
      change: (copy) => change(join(copy, file), copy),
    });
    const inPlace = (name: string, put: (path: string) => void) =>
      at(name, (path) => {
        rmSync(path);
        put(path);
      });
    return [
      at("removed", (path) => rmSync(path)),
      at("renamed", (path) => renameSync(path, `${path}.old`)),
      at("renamed in case", (path) =>
        renameSync(path, join(dirname(path), otherCase(path.slice(dirname(path).length + 1)))),
      ),
      at("moved", (path, copy) => {
        mkdirSync(join(copy, "moved"));
        renameSync(path, join(copy, "moved/file"));
      }),
      at("longer by a byte", (path) => appendFileSync(path, "\n")),
      at("doubled", (path) => cpSync(path, `${path}.copy`)),
      at("linked twice", (path) => linkSync(path, `${path}.link`)),
      inPlace("is a link to the same bytes", (path) => symlinkSync(original, path)),
      inPlace("is a link to nothing", (path) => symlinkSync("nowhere", path)),
      inPlace("is a link to a device", (path) => symlinkSync("/dev/zero", path)),
      inPlace("is an empty folder", (path) => mkdirSync(path)),
      inPlace("is a folder with the file in it", (path) => {
        mkdirSync(path);
        cpSync(original, join(path, "file"));
      }),
      ...(process.platform === "win32" ? [] : [inPlace("is a pipe", (path) => execFileSync("mkfifo", [path]))]),
      ...(statSync(original).size === 0
        ? []
        : [
            at("emptied", (path) => truncateSync(path)),
            at("cut by a byte", (path) => truncateSync(path, statSync(path).size - 1)),
          ]),
      ...(readFileSync(original).equals(readFileSync(join(folder, other)))
        ? []
        : [
            at("exchanged for another", (path, copy) => {
              renameSync(path, `${path}.aside`);
              renameSync(join(copy, other), path);
              renameSync(`${path}.aside`, join(copy, other));
            }),
          ]),
    ];
  });
}

function otherCase(name: string): string {
  return name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
}

function additions(folder: string): readonly Tampering[] {
  const folders = [...new Set(filesOf(folder).map((file) => dirname(file)))];
  return folders.flatMap((within) => {
    const at = (name: string, change: (path: string) => void): Tampering => ({
      name: `${name} in ${within}`,
      change: (copy) => change(join(copy, within)),
    });
    return [
      at("a file more", (path) => writeFileSync(join(path, "more.txt"), "more")),
      at("an empty file more", (path) => writeFileSync(join(path, ".hidden"), "")),
      at("an empty folder more", (path) => mkdirSync(join(path, "more"))),
      at("a link to the bundle itself", (path) => symlinkSync(".", join(path, "again"))),
      at("a second list", (path) => writeFileSync(join(path, "SHA256SUMS.txt"), "")),
    ];
  });
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
