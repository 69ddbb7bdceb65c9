import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { loadScenarios } from "../../scenario/load-scenarios.js";
import { loadProfile } from "../../simulator/load-profiles.js";
import { serveSimulator } from "../../simulator/serve.js";
import { createSimulator } from "../../simulator/simulator.js";
import type { FileOptions } from "../shell/choose.js";
import { type ExitCode, exitCodes } from "../shell/exit-code.js";
import { log, print } from "../shell/print.js";
import { watchSignals } from "../shell/stop-signal.js";
import { UsageError } from "../shell/usage-error.js";

export type SimulateOptions = Pick<FileOptions, "scenarios"> & {
  readonly profile: string;
  readonly host: string;
  readonly port: number;
  readonly seed: number;
};

const loopback = new Set(["127.0.0.1", "localhost", "::1"]);

/** `llm-parity simulate`: serves until it is stopped; the first line of standard output is the URL. */
export async function simulate(options: SimulateOptions): Promise<ExitCode | number> {
  if (!loopback.has(options.host)) {
    throw new UsageError(`--host ${options.host}: the simulator listens on loopback only`, {
      hint: "Use 127.0.0.1, localhost or ::1.",
    });
  }
  const profile = loadProfile(findProfile(options));
  const scenarios = loadScenarios(options.scenarios);
  const simulator = createSimulator({ profiles: [profile], scenarios, seed: options.seed, now: () => new Date() });
  const served = await serveSimulator(simulator.exchange, { port: options.port, host: options.host });
  // Before the URL is printed: its reader may stop us at once.
  const signals = watchSignals();
  print(served.url);
  log(`profile ${profile.name}: its replies say nothing about any vendor. Ctrl-C stops it.`);
  await new Promise<void>((resolve) => signals.signal.addEventListener("abort", () => resolve(), { once: true }));
  await served.close();
  signals.stop();
  return signals.exitCode() ?? exitCodes.fine;
}

function findProfile({ profile, scenarios }: SimulateOptions): string {
  if (profile.includes("/") || profile.endsWith(".yaml")) return profile;
  const file = join(scenarios, "profiles", `${basename(profile)}.yaml`);
  if (existsSync(file)) return file;
  throw new UsageError(`--profile ${profile}: there is no ${file}`, {
    hint: "Give the name of a file in the scenarios folder's profiles, or a path.",
  });
}
