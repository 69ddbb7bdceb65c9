import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Journal } from "../../runner/journal/journal.js";
import { takeLock } from "../../runner/journal/lock.js";
import { readJournal } from "../../runner/journal/read-journal.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import type { ExperimentCall, Space } from "../../verdict/experiment/space.js";
import type { RecordedExchange } from "../../wire/exchange.js";
import { encodeEntry } from "../../wire/har/har-encode.js";
import { parseJson } from "../../wire/json.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";

const files = { facts: "experiment.json", journal: "journal.jsonl", result: "result.json" } as const;

/** What an experiment is about, as `experiment.json` keeps it. */
export type ExperimentFacts = {
  readonly schemaVersion: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly program: string;
  readonly cell: string;
  /** SIMULATED: a simulator is asked; null: the services. */
  readonly mark: "SIMULATED" | null;
  readonly seed: number;
  readonly budget: number;
  readonly symptom: readonly string[];
  readonly space: Space;
};

/** A call as the journal keeps it: what it showed, and its bytes. */
export type KeptCall = {
  readonly call: ExperimentCall;
  readonly findings: readonly string[];
  readonly why: string | null;
  readonly requestId: string | null;
};

/** An experiment on the disk, open for writing by this process alone. */
export type ExperimentStore = {
  readonly folder: string;
  readonly facts: ExperimentFacts;
  /** The calls that were made before. */
  readonly earlier: readonly KeptCall[];
  readonly add: (kept: KeptCall, recorded: RecordedExchange | null) => Promise<void>;
  readonly finish: (result: unknown) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Begins an experiment in a folder of its own below `root`. */
export async function beginExperiment(
  root: string,
  about: Omit<ExperimentFacts, "schemaVersion" | "id">,
  redactor: Redactor,
): Promise<ExperimentStore> {
  const id = `${about.startedAt.replace(/[:.]/g, "-")}-${randomBytes(2).toString("hex")}`;
  const facts: ExperimentFacts = { schemaVersion: 1, id, ...about };
  const folder = join(root, id);
  await mkdir(folder, { recursive: true });
  await writeAtomically(join(folder, files.facts), `${JSON.stringify(facts, null, 2)}\n`);
  return openStore(folder, facts, redactor);
}

/** Opens an experiment to go on with. Throws UsageError for a folder that is none, and LockedError for one in use. */
export async function resumeExperiment(folder: string, redactor: Redactor): Promise<ExperimentStore> {
  const file = join(folder, files.facts);
  const parsed = existsSync(file) ? parseJson(readFileSync(file, "utf8")) : null;
  const read = factsSchema.safeParse(parsed?.ok === true ? parsed.value : null);
  if (!read.success) {
    throw new UsageError(`${formatPath(folder)} is not an experiment`, {
      hint: "Name the folder that `llm-parity investigate` printed.",
    });
  }
  return openStore(folder, read.data, redactor);
}

const factsSchema: z.ZodType<ExperimentFacts> = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  startedAt: z.string(),
  program: z.string(),
  cell: z.string(),
  mark: z.enum(["SIMULATED"]).nullable(),
  seed: z.number(),
  budget: z.number(),
  symptom: z.array(z.string()),
  space: z.custom<Space>((value) => typeof value === "object" && value !== null && "factors" in value),
});

async function openStore(folder: string, facts: ExperimentFacts, redactor: Redactor): Promise<ExperimentStore> {
  const lock = await takeLock(folder);
  const file = join(folder, files.journal);
  const { calls, sizeBytes } = readCalls(file);
  const journal = await Journal.open(file, { sizeBytes });
  return {
    folder,
    facts,
    earlier: calls,
    add: async (kept, recorded) => {
      const exchange = recorded === null ? null : redactor.exchange(recorded);
      const entry =
        exchange === null
          ? null
          : encodeEntry({ exchange, trial: kept.call.call, step: "ask", attempt: 1, client: "http" }, null);
      const json = redactor.json(JSON.stringify({ ...kept, entry }));
      refuseLeaks(file, [...redactor.leaks(json), ...(exchange === null ? [] : redactor.spelled(exchange))]);
      await journal.append(json).written;
    },
    finish: (result) =>
      writeAtomically(join(folder, files.result), `${redactor.json(JSON.stringify(result, null, 2))}\n`),
    close: async () => {
      await journal.close();
      await lock.release();
    },
  };
}

/** The calls of a journal, and the size of its whole lines. A torn last line is the call that was under way. */
function readCalls(file: string): { readonly calls: readonly KeptCall[]; readonly sizeBytes: number } {
  const calls: KeptCall[] = [];
  let sizeBytes = 0;
  for (const { json, offset, sizeBytes: length } of existsSync(file) ? readJournal(file) : []) {
    if (json === null) break;
    const { entry: _, ...kept } = JSON.parse(json) as KeptCall & { readonly entry: unknown };
    calls.push(kept);
    sizeBytes = offset + length;
  }
  return { calls, sizeBytes };
}
