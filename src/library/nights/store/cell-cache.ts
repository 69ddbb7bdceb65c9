import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CellNight } from "../../../verdict/nights/cell-night.js";
import type { Setting } from "../../../verdict/nights/setting.js";
import { historyFiles, nightFolder } from "./read-night.js";

/** What is kept of one cell: night → its facts, null where the night has no such cell, and the stamp of the files they were read from. */
export type CachedCell = Map<string, { readonly stamp: string; readonly cell: CellNight | null }>;

/** A line of the file: without the setting where it is that of the line before, which it nearly always is. */
type Line = {
  readonly night: string;
  readonly stamp: string;
  readonly cell: (Omit<CellNight, "setting"> & { readonly setting?: Setting }) | null;
};

/** Changes with the form of a line: an older file is not read. */
const form = 1;

/** The stamp of a night's lines, which are written with its facts: another one means that the night was written again. */
export function nightStamp(folder: string, id: string): string {
  const stat = statSync(join(nightFolder(folder, id), historyFiles.lines), { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.mtimeMs}:${stat.size}`;
}

/** What is kept of a cell; empty where there is none, or where it cannot be read: everything in it is made from the nights again. */
export function readCached(folder: string, cell: string): CachedCell {
  const cached: CachedCell = new Map();
  const file = cacheFile(folder, cell);
  if (!existsSync(file)) return cached;
  try {
    const [head = "", ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
    if (head !== headOf(cell)) return cached;
    let last: Setting | null = null;
    for (const text of lines) {
      const { night, stamp, cell: kept } = JSON.parse(text) as Line;
      const setting: Setting | null = kept?.setting ?? last;
      if (kept !== null && setting === null) return new Map();
      cached.set(night, { stamp, cell: kept === null || setting === null ? null : { ...kept, setting } });
      last = setting;
    }
    return cached;
  } catch {
    return new Map();
  }
}

/** Keeps a cell. Where the folder cannot be written nothing is kept, and nothing is lost. */
export function writeCached(folder: string, cell: string, cached: CachedCell): void {
  let last = "";
  const lines = [...cached].map(([night, { stamp, cell: kept }]): Line => {
    if (kept === null) return { night, stamp, cell: null };
    const { setting, ...rest } = kept;
    const text = JSON.stringify(setting);
    const isSame = text === last;
    last = text;
    return { night, stamp, cell: isSame ? rest : kept };
  });
  const file = cacheFile(folder, cell);
  try {
    mkdirSync(dirname(file), { recursive: true });
    // A checkout of the history has no use for it: it is made again where it is missing.
    writeFileSync(join(folder, cacheFolder, ".gitignore"), "*\n");
    const draft = `${file}.${process.pid}.tmp`;
    writeFileSync(draft, `${[headOf(cell), ...lines.map((line) => JSON.stringify(line))].join("\n")}\n`);
    renameSync(draft, file);
  } catch {
    // As said above.
  }
}

const cacheFolder = "cache";

function headOf(cell: string): string {
  return JSON.stringify({ form, cell });
}

function cacheFile(folder: string, cell: string): string {
  return join(folder, cacheFolder, `${createHash("sha256").update(cell).digest("hex").slice(0, 32)}.jsonl`);
}
