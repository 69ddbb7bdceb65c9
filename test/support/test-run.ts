import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { besideCheckout } from "./beside.js";
import { installProgram } from "./install-program.js";
import { listen } from "./listen.js";

/** What all test files of one run share. */
export type TestRun = {
  /** A folder for everything temporary; removed at the end of the run. */
  readonly folder: string;
  /** A loopback port: a connection to it builds the program, unless it is built, and ends once it is. */
  readonly buildPort: number;
};

declare module "vitest" {
  interface ProvidedContext {
    readonly testRun: TestRun;
  }
}

/** Begins a run of the tests; the function returned ends it. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "llm-parity-tests-"));
  mkdirSync(join(folder, "work"));
  let installed: Promise<void> | null = null;
  // One process builds for all workers, and only if one of them asks.
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
  // Where a signal ends the run, nothing else is called.
  process.once("exit", remove);
  return () => {
    server.close();
    remove();
    saySkipped(project);
  };
}

/** One line about the tests that need what is not on this machine, whichever reporters were chosen. */
function saySkipped(project: TestProject): void {
  const tests = project.vitest.state.getTestModules().flatMap((module) => [...module.children.allTests("skipped")]);
  const { length } = tests.filter(({ fullName }) => fullName.includes(besideCheckout));
  if (length > 0)
    process.stderr.write(
      `${length} tests skipped: what they read is not ${besideCheckout} (see test/support/beside.ts)\n`,
    );
}
