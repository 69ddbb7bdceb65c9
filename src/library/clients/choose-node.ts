import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { InstalledClient } from "./find-clients.js";
import { manifestOf } from "./find-clients.js";

/** The program that runs a client. */
export type NodeProgram = { readonly path: string; readonly version: string };

const own: NodeProgram = { path: process.execPath, version: process.versions.node };

/**
 * The Node for a client: our own where its package takes it, else that of the npm package `node` in the same folder, else our own all
 * the same: most packages work on an earlier one than they name.
 */
export function chooseNode({ asksForNode, folder }: InstalledClient): NodeProgram {
  if (takes(asksForNode, own.version)) return own;
  const path = join(folder, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
  if (manifestOf("node", folder) === null || !existsSync(path)) return own;
  const { stdout, status } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 10_000 });
  return status === 0 ? { path, version: stdout.trim().replace(/^v/, "") } : own;
}

/** True where the range is a least version (`>=22.19.0`) that is met, or of another form, which is not read. */
function takes(range: string | null, version: string): boolean {
  const [, ...least] = /^\s*>=\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(range ?? "") ?? [];
  if (least[0] === undefined) return true;
  const has = version.split(".").map(Number);
  for (const at of [0, 1, 2]) {
    const [wanted, given] = [Number(least[at] ?? 0), has[at] ?? 0];
    if (wanted !== given) return given > wanted;
  }
  return true;
}
