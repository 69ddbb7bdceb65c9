import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { noAgent } from "./agents-folder.js";
import { besideCheckout } from "./beside.js";
import { noChromium } from "./chromium.js";
import { notInstalled } from "./clients-folder.js";
import { noCmark } from "./cmark.js";
import { installProgram } from "./install-program.js";
import { listen } from "./listen.js";
import { noOpenResponses } from "./open-responses-checkout.js";
import { noPostgres } from "./postgres-server.js";

/** What all test files of one run share. */
export type TestRun = {
  /** A folder for everything temporary; removed at the end of the run. */
  readonly folder: string;
  /** A loopback port. Connecting to it builds the program once; the connection ends when the program is built. */
  readonly buildPort: number;
};

declare module "vitest" {
  interface ProvidedContext {
    readonly testRun: TestRun;
  }
}

/** Begins a test run; the returned function ends it. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "llm-parity-tests-"));
  mkdirSync(join(folder, "work"));
  let installed: Promise<void> | null = null;
  // This process builds for all workers, and only if one of them connects.
  const server = createServer((socket) => {
    socket.on("error", () => {});
    installed ??= installProgram(join(folder, "program"));
    installed.then(
      () => socket.end(),
      (error: unknown) => socket.end(String(error)),
    );
  });
  const buildPort = await listen(server);
  server.unref();
  project.onTestsRerun(async () => {
    installed = null;
  });
  project.provide("testRun", { folder, buildPort });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // A signal that ends the run skips the function returned below.
  process.once("exit", remove);
  return () => {
    server.close();
    remove();
    reportSkipped(project);
  };
}

/** Why tests are skipped on this machine, by the part of their titles that says so. */
const missing = {
  [besideCheckout]: `the files that they read are not ${besideCheckout} (see test/support/beside.ts)`,
  [notInstalled]: "the clients of others are not installed (npm run clients)",
  [noAgent]: "the agents of others are not installed (npm run agents)",
  [noOpenResponses]: "no checkout of the Open Responses tests is named (OPEN_RESPONSES, see docs/doors.md)",
  [noPostgres]: "no PostgreSQL server is installed (on Debian: apt-get install postgresql)",
  [noChromium]: "no Chromium is installed (on Debian: apt-get install chromium)",
  [noCmark]: "no cmark-gfm is installed (on Debian: apt-get install cmark-gfm)",
};

/** Writes a line about the tests that each missing thing skips, with any reporter. */
function reportSkipped(project: TestProject): void {
  const tests = project.vitest.state.getTestModules().flatMap((module) => [...module.children.allTests("skipped")]);
  for (const [part, reason] of Object.entries(missing)) {
    const { length } = tests.filter(({ fullName }) => fullName.includes(part));
    if (length > 0) process.stderr.write(`${length} tests skipped: ${reason}\n`);
  }
}
