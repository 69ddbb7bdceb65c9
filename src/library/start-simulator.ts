import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { loadScenarios } from "../scenario/load-scenarios.js";
import { loadProfile } from "../simulator/load-profiles.js";
import { type ServedSimulator, serveSimulator } from "../simulator/serve.js";
import { createSimulator } from "../simulator/simulator.js";
import { UsageError } from "./usage-error.js";

/** What the simulator speaks, and where. */
export type SimulateOptions = {
  /** The name of a file in the scenarios folder's `profiles`, or a path. */
  readonly profile: string;
  readonly scenarios: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly seed: number;
};

/** A simulator that listens, with the name of its profile. */
export type RunningSimulator = ServedSimulator & { readonly profile: string };

const loopback = new Set(["127.0.0.1", "localhost", "::1"]);

/** Starts the offline providers on loopback. Throws UsageError for another host or an unknown profile, SourceError for an invalid file. */
export async function startSimulator(options: SimulateOptions): Promise<RunningSimulator> {
  const { host, port, seed } = options;
  if (!loopback.has(host)) {
    throw new UsageError(`--host ${host}: the simulator listens on loopback only`, {
      hint: "Use 127.0.0.1, localhost or ::1.",
    });
  }
  const profile = loadProfile(findProfile(options));
  const scenarios = loadScenarios(options.scenarios);
  const simulator = createSimulator({ profiles: [profile], scenarios, seed, now: () => new Date() });
  return { ...(await serveSimulator(simulator.exchange, { port, host })), profile: profile.name };
}

function findProfile({ profile, scenarios }: SimulateOptions): string {
  if (profile.includes("/") || profile.endsWith(".yaml")) return profile;
  const file = join(scenarios, "profiles", `${basename(profile)}.yaml`);
  if (existsSync(file)) return file;
  throw new UsageError(`--profile ${profile}: there is no ${file}`, {
    hint: "Give the name of a file in the scenarios folder's profiles, or a path.",
  });
}
