import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { openResponsesCheckout, openResponsesVariable } from "../support/open-responses-checkout.js";
import { startProcess } from "../support/program.js";
import { root } from "../support/repository.js";
import { temporaryFolder } from "../support/temporary-folder.js";

export type ComplianceResult = {
  readonly id: string;
  readonly status: "passed" | "failed" | "skipped";
  readonly errors?: readonly string[];
};

/**
 * Bundles the checkout's compliance tests into one file for Node, and gives the file. They are written for Bun and zod 3, which our
 * zod 4 brings along. Throws if the checkout does not have them.
 */
export async function bundleCompliance(): Promise<string> {
  const entry = join(openResponsesCheckout, "bin/compliance-test.ts");
  if (!existsSync(entry)) {
    throw new Error(`${openResponsesVariable} is ${openResponsesCheckout}, where there is no bin/compliance-test.ts`);
  }
  const outfile = join(temporaryFolder(), "compliance.mjs");
  await build({
    ...{ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm", logLevel: "silent" },
    ...{ absWorkingDir: root, alias: { zod: "zod/v3" }, tsconfigRaw: {} },
  });
  return outfile;
}

/** Runs the compliance tests against a server. */
export async function runCompliance(
  file: string,
  { url, model }: { readonly url: string; readonly model: string },
): Promise<readonly ComplianceResult[]> {
  // Node 20 has a WebSocket behind this option alone; later ones have it without.
  const args = [
    "--experimental-websocket",
    "--no-warnings",
    file,
    "--json",
    "--base-url",
    `${url}/v1`,
    "--api-key",
    "unused",
    "--model",
    model,
  ];
  const { stdout, stderr } = await startProcess(process.execPath, args, { cwd: temporaryFolder(), env: {} }).ended;
  if (stdout === "") throw new Error(`the compliance tests said nothing: ${stderr}`);
  const { results }: { readonly results: readonly ComplianceResult[] } = JSON.parse(stdout);
  return results.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
