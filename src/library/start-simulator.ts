import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { readModels } from "../scenario/compiled/read-models.js";
import { readScenarios } from "../scenario/compiled/read-scenarios.js";
import type { KnownModel } from "../simulator/list-models.js";
import { readProfile } from "../simulator/read-profile.js";
import { type ServedSimulator, serveSimulator } from "../simulator/serve.js";
import { createSimulator } from "../simulator/simulator.js";
import { shippedFile } from "./shipped-file.js";
import { UsageError } from "./usage-error.js";

/** What the simulator speaks, and where. */
export type SimulateOptions = {
  /** The name of a file in the scenarios folder's `profiles`, else of a shipped one; or a path. */
  readonly profile: string;
  readonly scenarios: string;
  /** The file whose models are listed; default: `models.yaml` of the scenarios folder, if it has one. */
  readonly models?: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly seed: number;
  /** true: keys and signatures must be right, for the keys of docs/simulator.md; default: any credential will do. */
  readonly checkCredentials?: boolean;
  /** Receives a line for each client that speaks no HTTP; default: none is written. */
  readonly log?: (line: string) => void;
};

/** A simulator that listens, with the name of its profile. */
export type RunningSimulator = ServedSimulator & { readonly profile: string };

const loopback = new Set(["127.0.0.1", "localhost", "::1"]);

/** Starts the offline providers on loopback. Throws UsageError for another host or an unknown profile, SourceError for an invalid file. */
export async function startSimulator(options: SimulateOptions): Promise<RunningSimulator> {
  const { host, port, seed, log, checkCredentials = false } = options;
  if (!loopback.has(host)) {
    throw new UsageError(`--host ${host}: the simulator listens on loopback only`, {
      hint: "Use 127.0.0.1, localhost or ::1.",
    });
  }
  const profile = await readProfile(findProfile(options));
  const scenarios = await readScenarios(options.scenarios);
  const models = await knownModels(options);
  const simulator = createSimulator({
    profiles: [profile],
    scenarios,
    models,
    seed,
    now: () => new Date(),
    authorization: checkCredentials ? "checked" : "required",
  });
  const served = await serveSimulator(simulator.exchange, { port, host, ...(log === undefined ? {} : { log }) });
  return { ...served, profile: profile.name };
}

/** For the lists of models. */
async function knownModels({ scenarios, models }: SimulateOptions): Promise<readonly KnownModel[]> {
  const file = models ?? join(scenarios, "models.yaml");
  if (models === undefined && !existsSync(file)) return [];
  return (await readModels(file)).targets.map(({ provider, auth, providerModelId: id }) => ({
    id,
    // Bedrock's mantle endpoint is a provider of its own, with Bedrock's models.
    provider: provider === "openrouter" ? provider : auth === "bedrock" ? "bedrock" : "openai",
  }));
}

function findProfile({ profile, scenarios }: SimulateOptions): string {
  if (profile.includes("/") || profile.endsWith(".yaml")) return profile;
  const name = `${basename(profile)}.yaml`;
  const own = join(scenarios, "profiles", name);
  // A project with scenarios of its own rarely has profiles of its own.
  const found = [own, shippedFile(`scenarios/profiles/${name}`)].find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new UsageError(`--profile ${profile}: there is no ${own}, and llm-parity brings none of that name`, {
    hint: "Give the name of a file in the scenarios folder's profiles, the name of a shipped profile, or a path.",
  });
}
