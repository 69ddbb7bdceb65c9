import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A part of the title of every suite that is skipped because an agent is not installed; the run counts skipped tests by it. */
export const noAgent = "not in test/clients/agents/node_modules";

/** The folder with its own package.json, whose packages `npm run agents` installs. */
export const agentsFolder = fileURLToPath(new URL("../clients/agents", import.meta.url));

/** The version of an agent's package that is installed; null: it is not. */
export function installedAgent(name: string): string | null {
  const file = join(agentsFolder, "node_modules", name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : null;
}

/** The versions that `test/clients/agents/package.json` asks for. */
export function pinnedAgents(): { readonly [name: string]: string } {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(agentsFolder, "package.json"), "utf8"));
  return { ...dependencies, ...devDependencies };
}
