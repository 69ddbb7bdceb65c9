import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { packageRoot } from "../../source/package-root.js";
import { type ClientFacts, clientFacts } from "./client-facts.js";

/** A client that is installed. `folder`: the one whose `node_modules`, or that of a folder above, has it. */
export type InstalledClient = {
  readonly facts: ClientFacts;
  readonly folder: string;
  readonly version: string;
  /** The range of Node that its package names; null: none. */
  readonly asksForNode: string | null;
};

/** Where clients are looked for: from the working folder upwards, then beside llm-parity, then among its own packages. */
export function clientFolders(workingFolder: string): readonly string[] {
  return [workingFolder, join(packageRoot(), "test/clients"), packageRoot()].filter((folder) => existsSync(folder));
}

/** The clients of the registry that are installed in one of the folders with all that they need, and those that are not. */
export function findClients(folders: readonly string[]): {
  readonly installed: readonly InstalledClient[];
  readonly missing: readonly ClientFacts[];
} {
  const found = clientFacts.map((facts) => ({ facts, client: findClient(facts, folders) }));
  return {
    installed: found.flatMap(({ client }) => client ?? []),
    missing: found.flatMap(({ facts, client }) => (client === null ? [facts] : [])),
  };
}

function findClient(facts: ClientFacts, folders: readonly string[]): InstalledClient | null {
  for (const folder of folders) {
    const manifest = manifestOf(facts.package, folder);
    if (manifest === null || facts.also.some((name) => manifestOf(name, folder) === null)) continue;
    return { facts, folder, version: manifest.version ?? "unknown", asksForNode: manifest.engines?.node ?? null };
  }
  return null;
}

type Manifest = { readonly version?: string; readonly engines?: { readonly node?: string } };

/** The package.json of a package as an import from the folder finds it; null: it is not installed, or cannot be read. */
export function manifestOf(name: string, folder: string): Manifest | null {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, "node_modules", name, "package.json");
    if (existsSync(file)) return readManifest(file);
    if (dirname(at) === at) return null;
  }
}

function readManifest(file: string): Manifest | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch {
    return null;
  }
}
