// What a figure depends on besides the code: a manifest of the run.
import { execFileSync } from "node:child_process";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import { root } from "./measure.mjs";

export function machine() {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    undici: process.versions.undici,
    system: `${platform()} ${release()} ${arch()}`,
    cores: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    load: Number(loadavg()[0].toFixed(1)),
    commit: commit(),
  };
}

function commit() {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}
