import { statSync } from "node:fs";

/** The size and the time of change of files; empty where none of them is there. */
export function stampOf(files: readonly string[]): string {
  const stamps = files.map((file) => {
    const stat = statSync(file, { throwIfNoEntry: false });
    return stat === undefined ? "" : `${stat.mtimeMs}:${stat.size}`;
  });
  return stamps.every((stamp) => stamp === "") ? "" : stamps.join(" ");
}
