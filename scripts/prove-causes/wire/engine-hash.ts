import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.js";

/** What a run depends on: the rooms that ask, answer, read and judge, the scenarios, and this proof. */
const rooms = [
  ...["src/adapters", "src/chat", "src/library/experiment", "src/runner", "src/scenario", "src/simulator"],
  ...["src/transcript", "src/verdict", "src/wire", "scenarios", "scripts/prove-causes/wire"],
];

/** A few characters that stand for all these files; a run under others is not the same run. */
export function engineHash(): string {
  const hash = createHash("sha256");
  for (const room of rooms) {
    const files = readdirSync(join(root, room), { recursive: true, encoding: "utf8" });
    for (const file of files.filter(isRead).sort()) {
      hash.update(`${room}/${file}\0`).update(readFileSync(join(root, room, file)));
    }
  }
  return hash.digest("hex").slice(0, 12);
}

function isRead(file: string): boolean {
  return /\.(?:ts|ya?ml)$/.test(file) && !/\.(?:test|fixture)\.ts$/.test(file);
}
