import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../../../runner/store/atomic-write.js";
import { type CellNight, cellNightOf } from "../../../verdict/nights/cell-night.js";
import { nightFormat } from "../../../verdict/nights/night-format.js";
import { type StoredNight, withRun } from "../../../verdict/nights/stored-night.js";
import { formatPath } from "../../format-path.js";
import { type Appended, type History, HistoryError } from "../history.js";
import { nightStamp, readCached, writeCached } from "./cell-cache.js";
import { decodeBaseline } from "./decode-baseline.js";
import { inTurn } from "./folder-lock.js";
import { historyFiles, nightFolder, nightsIn, readForAppending, readNight, readNightFacts } from "./read-night.js";

/** The history in a folder, which is made with the first night. It may be a checkout: its files are plain, and each is written whole. */
export function filesHistory(folder: string): History {
  const night = async (id: string) => readNight(folder, id);
  const ids = async () => nightsIn(folder);
  return {
    place: formatPath(folder),
    ...{ ids, night },
    facts: async (most) =>
      nightsIn(folder)
        .slice(-most)
        .flatMap((id) => readNightFacts(folder, id) ?? []),
    last: async (most) =>
      nightsIn(folder)
        .slice(-most)
        .flatMap((id) => readNight(folder, id) ?? []),
    ofCell: async (cell, most) => ofCell(folder, cell, most),
    append: (appended) => inTurn(folder, () => append(folder, appended)),
    mask: (id, columns) =>
      inTurn(folder, async () => {
        const stored = readNight(folder, id);
        if (stored === null) throw new HistoryError(`${formatPath(folder)}: has no night ${id}`, null);
        await writeNight(folder, { ...stored, masked: [...columns].sort() });
      }),
    baseline: async () => {
      const file = join(folder, historyFiles.baseline);
      return existsSync(file) ? decodeBaseline(readFileSync(file, "utf8"), formatPath(file)) : null;
    },
    pin: (baseline) =>
      inTurn(folder, () =>
        writeAtomically(join(folder, historyFiles.baseline), `${JSON.stringify(baseline, null, 2)}\n`),
      ),
    close: async () => {},
  };
}

async function append(folder: string, { night: id, run, lines }: Appended): Promise<StoredNight> {
  const { readable, others } = readForAppending(folder, { id, run: run.id });
  const night = withRun(readable ?? { id, runs: [], masked: [], lines: [] }, run, lines);
  await writeNight(folder, night, others);
  return night;
}

/** The lines come first: a run is in its night once the facts name it. */
async function writeNight(
  folder: string,
  { lines, ...facts }: StoredNight,
  others: readonly string[] = [],
): Promise<void> {
  const path = nightFolder(folder, facts.id);
  const texts = [...lines.map((line) => JSON.stringify(line)), ...others];
  await writeAtomically(join(path, historyFiles.lines), texts.map((text) => `${text}\n`).join(""));
  const whole = { formatVersion: nightFormat, ...facts };
  await writeAtomically(join(path, historyFiles.facts), `${JSON.stringify(whole, null, 2)}\n`);
}

/** Reads what is kept of the cell, and from the nights only what is new or was written again. */
function ofCell(folder: string, cell: string, most: number): readonly CellNight[] {
  const wanted = nightsIn(folder).slice(-most);
  const cached = readCached(folder, cell);
  const fresh = wanted.flatMap((id) => {
    const stamp = nightStamp(folder, id);
    return cached.get(id)?.stamp === stamp ? [] : [{ id, stamp }];
  });
  for (const { id, stamp } of fresh) cached.set(id, { stamp, cell: readCell(folder, id, cell) });
  if (fresh.length > 0) {
    const present = new Set(nightsIn(folder));
    const kept = [...cached].filter(([id]) => present.has(id)).toSorted(([a], [b]) => (a < b ? -1 : 1));
    writeCached(folder, cell, new Map(kept));
  }
  return wanted.flatMap((id) => cached.get(id)?.cell ?? []);
}

function readCell(folder: string, id: string, cell: string): CellNight | null {
  // Parsing every line of every night would take most of the time.
  const target = cell.slice(0, cell.lastIndexOf("/"));
  const night = readNight(folder, id, (line) => line.includes(JSON.stringify(target)));
  return night === null ? null : cellNightOf(night, cell);
}
