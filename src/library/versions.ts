import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Client } from "../chat/api.js";

const sdks = ["openai", "@aws-sdk/client-bedrock-runtime"];

/** The versions that evidence names: ours, Node's, and those of the SDKs unless `client` is `http`. */
export async function clientVersions(client: Client | "both"): Promise<{ readonly [name: string]: string }> {
  const own = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const versions: Record<string, string> = { "llm-parity": own.version, node: process.versions.node };
  if (client === "http") return versions;
  for (const name of sdks) versions[name] = await versionOf(name);
  return versions;
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
