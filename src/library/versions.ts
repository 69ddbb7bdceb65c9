import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Client } from "../chat/api.js";

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
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
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
