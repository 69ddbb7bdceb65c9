import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import type { Client } from "../chat/api.js";
import { packageFile } from "../source/package-root.js";

const sdks = ["openai", "@aws-sdk/client-bedrock-runtime"];

/** The versions that evidence names: ours, Node's, and those of the SDKs unless `client` is `http`. */
export async function clientVersions(client: Client | "both"): Promise<{ readonly [name: string]: string }> {
  const versions: Record<string, string> = { "llm-parity": programVersion(), node: process.versions.node };
  if (client === "http") return versions;
  for (const name of sdks) versions[name] = await versionOf(name);
  return versions;
}

/** The version of this program. */
export function programVersion(): string {
  const text = readFileSync(packageFile("package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/**
 * The commit of the checkout that this program runs from, 40 hexadecimal digits, with `-dirty` where its tracked files were
 * changed; null: it is installed, or git cannot say.
 */
export function programCommit(): Promise<string | null> {
  known ??= commitOf(packageFile("."));
  return known;
}

let known: Promise<string | null> | null = null;

async function commitOf(folder: string): Promise<string | null> {
  // An installed program may lie in the checkout of another project.
  if (!existsSync(`${folder}/.git`)) return null;
  // A hook of git names its own repository in the environment; without locks, nothing in the checkout is written.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const env = { ...Object.fromEntries(own), GIT_OPTIONAL_LOCKS: "0" };
  try {
    const words = ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"];
    const { stdout } = await promisify(execFile)("git", words, { cwd: folder, env, timeout: 10_000 });
    return /^[0-9a-f]{40,64}(-dirty)?$/.exec(stdout.trim())?.[0] ?? null;
  } catch {
    return null;
  }
}

async function versionOf(name: string): Promise<string> {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const path of paths) {
    try {
      return (JSON.parse(await readFile(`${path}/${name}/package.json`, "utf8")) as { version: string }).version;
    } catch {
      // Not in this node_modules: the next one up may have it.
    }
  }
  return "unknown";
}
