import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "../../adapters/bedrock/aws-credentials.js";
import { requestIdOf } from "../../adapters/request-id.js";
import type { Target } from "../../chat/target.js";
import { runOrigin } from "../../runner/describe-run.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import { fixtureOf, saveFixture } from "../../runner/store/save-fixture.js";
import type { RecordedExchange } from "../../wire/exchange.js";
import { createRedactor, type Redactor } from "../../wire/secrets/redact.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import {
  type CredentialsFor,
  findCredentials,
  nothingToAsk,
  redactedCredentials,
  simulatorCredentials,
} from "../credentials.js";
import { requireSimulator } from "../require-simulator.js";
import { secretValuesIn } from "../secret-values.js";
import { clientVersions } from "../versions.js";
import type { AskedExchange } from "./answer.js";
import { askProbes } from "./ask-probes.js";
import type { PlannedAsk } from "./plan-probes.js";

/** `root`: the folder below which the bytes are kept. */
export type AskAndKeepOptions = {
  readonly simulator: string | null;
  readonly environment: Environment;
  readonly root: string;
  readonly startedAt: Date;
  /** In US dollars. */
  readonly maxCostUsd: number;
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** Called before the first ask: what is missing, once each. */
  readonly onMissing: (text: string) => void;
  readonly onAsked: (name: string, status: number | null) => void;
};

/** One ask that was made. `file`: its recording, relative to the folder; null: it was not kept, and `problem` says why. */
export type KeptAsk = {
  readonly name: string;
  readonly target: string;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly file: string | null;
  readonly problem: string | null;
};

/** What was asked and kept. `lacking`: asks without credentials, by name, with how to set them. `overspent`: see AskedProbes. */
export type AskedAndKept = {
  readonly mode: "live" | "simulator";
  readonly startedAt: string;
  readonly folder: string;
  readonly exchanges: ReadonlyMap<string, AskedExchange>;
  readonly lacking: ReadonlyMap<string, string>;
  readonly kept: readonly KeptAsk[];
  /** Credentials, once each. */
  readonly missing: readonly string[];
  readonly overspent: string | null;
};

const deadlines = { firstByteMs: 60_000, idleMs: 60_000, totalMs: 120_000 };

/**
 * Asks what the credentials allow and keeps the bytes below `root`. Throws UsageError (3) where no credential is there, and (4) where no
 * simulator answers.
 */
export async function askAndKeep(asks: readonly PlannedAsk[], options: AskAndKeepOptions): Promise<AskedAndKept> {
  const { simulator, environment } = options;
  const { credentialsFor, lacking, missing, redactor } = await reach(asks, options);
  for (const text of missing) options.onMissing(text);
  const mode = simulator === null ? ("live" as const) : ("simulator" as const);
  const startedAt = options.startedAt.toISOString();
  const folder = join(options.root, startedAt.replace(/[:.]/g, "-"));
  await mkdir(folder, { recursive: true });
  const keep = await keeper({ folder, mode, startedAt, redactor });
  const kept: KeptAsk[] = [];
  const live = createLiveTransport({ environment });
  try {
    const { exchanges, overspent } = await askProbes(
      asks.filter(({ ask }) => !lacking.has(ask.name)),
      {
        exchange: live.within(deadlines),
        credentialsFor,
        simulator,
        redactor,
        spareUsd: options.maxCostUsd - asks.reduce((sum, { bound }) => sum + bound.costUsd, 0),
        stop: options.stop,
        abort: options.abort,
        onAsked: async (planned, exchange) => {
          kept.push(await keep(planned, exchange));
          options.onAsked(planned.ask.name, exchange.response?.status ?? null);
        },
      },
    );
    return { mode, startedAt, folder, exchanges, lacking, kept, missing, overspent };
  } finally {
    await live.close();
  }
}

/** Writes the results, such as `probes.json`, beside the bytes. Throws SecretInFixtureError where it would hold a secret. */
export async function saveResults(file: string, text: string, environment: Environment): Promise<void> {
  const redactor = createRedactor(secretValuesIn(environment));
  const clean = redactor.json(text);
  refuseLeaks(file, redactor.leaks(clean));
  await writeAtomically(file, clean);
}

type Reach = {
  readonly credentialsFor: CredentialsFor;
  /** Asks without credentials, by name, with how to set them. */
  readonly lacking: ReadonlyMap<string, string>;
  readonly missing: readonly string[];
  readonly redactor: Redactor;
};

async function reach(asks: readonly PlannedAsk[], { simulator, environment }: AskAndKeepOptions): Promise<Reach> {
  if (simulator !== null) {
    await requireSimulator(simulator, environment);
    const redactor = createRedactor(secretValuesIn(environment));
    return { credentialsFor: simulatorCredentials, lacking: new Map(), missing: [], redactor };
  }
  const targets = asks.map(({ target }) => target);
  const { credentialsFor, missing } = await findCredentials(targets, environment);
  const why = new Map<Target, string>(missing.flatMap(({ text, targets: those }) => those.map((one) => [one, text])));
  const having = targets.filter((target) => !why.has(target));
  if (having.length === 0) throw nothingToAsk(missing);
  const redacted = await redactedCredentials(credentialsFor, having, environment);
  const lacking = new Map(
    asks.flatMap(({ ask, target }) => (why.has(target) ? [[ask.name, why.get(target) ?? ""]] : [])),
  );
  return { ...redacted, lacking, missing: missing.map(({ text }) => text) };
}

type Keeping = {
  readonly folder: string;
  readonly mode: AskedAndKept["mode"];
  readonly startedAt: string;
  readonly redactor: Redactor;
};

/** Writes each exchange as a recording of its own. */
async function keeper({ folder, mode, startedAt, redactor }: Keeping) {
  const versions = await clientVersions("http");
  const origin = { ...runOrigin({ mode, startedAt, versions }), note: mode === "live" ? null : "SIMULATED" };
  return async ({ ask: { name }, target }: PlannedAsk, exchange: RecordedExchange): Promise<KeptAsk> => {
    const file = `${name}.har`;
    const taken = [{ exchange, step: name, attempt: 1 }];
    const fixture = fixtureOf(
      { scenario: { id: name, version: 1 }, target, client: "http" },
      [{ trial: 1, taken }],
      origin,
    );
    const { response } = exchange;
    const facts = {
      name,
      target: target.id,
      status: response?.status ?? null,
      requestId: requestIdOf(response?.headers ?? []),
    };
    try {
      await saveFixture(join(folder, file), fixture, redactor);
      return { ...facts, file, problem: null };
    } catch (error) {
      const isOurs = error instanceof Error && ["SecretInFixtureError", "HarError"].includes(error.name);
      if (!isOurs) throw error;
      return { ...facts, file: null, problem: error.message };
    }
  };
}
