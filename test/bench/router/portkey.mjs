// Portkey's gateway from npm, the peer that runs without a network: in a folder that PORTKEY_GATEWAY names, beside our packages, or
// installed into a folder for temporary files, which later runs use again.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../measure.mjs";

export const portkeyVersion = "1.15.2";

/** What is started; null, said aloud: it is not there and cannot be installed. */
export async function portkeyScript() {
  const folder = join(tmpdir(), `llm-parity-bench-portkey-${portkeyVersion}`);
  const own = join(folder, "node_modules/@portkey-ai/gateway");
  const places = [process.env.PORTKEY_GATEWAY, join(root, "node_modules/@portkey-ai/gateway"), own].filter(Boolean);
  const found = () => places.map((place) => join(place, "build/start-server.js")).find((path) => existsSync(path));
  if (found() === undefined) install(folder);
  return found() ?? null;
}

function install(folder) {
  const words = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  try {
    execFileSync("npm", [...words, `@portkey-ai/gateway@${portkeyVersion}`], { stdio: "ignore", timeout: 180_000 });
  } catch {
    console.error(`bench: Portkey ${portkeyVersion} is not measured: npm cannot install it`);
  }
}
