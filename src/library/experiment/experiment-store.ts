import { z } from "zod";
import type { ExperimentCall, Space } from "../../verdict/experiment/space.js";
import { type CallStore, callStores } from "./call-store.js";

/** What an experiment is about, as `experiment.json` keeps it. */
export type ExperimentFacts = {
  readonly schemaVersion: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly program: string;
  readonly cell: string;
  /** The run that the cell is from, as the command named it; null: a fixture. */
  readonly run: string | null;
  /** SIMULATED: a simulator is asked; null: the services. */
  readonly mark: "SIMULATED" | null;
  readonly seed: number;
  /** Of the references that vary the prompts: another one for each live experiment, so that no cache has seen them. */
  readonly nonceSeed: number;
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
  /** In US dollars; an estimate where the reply does not tell. */
  readonly costUsd: number;
  /** A cache gave the reply. Absent: the call is of a search, or of a version that did not note it. */
  readonly isCopy?: boolean;
};

/** An experiment on the disk, open for writing by this process alone. */
export type ExperimentStore = CallStore<ExperimentFacts, KeptCall>;

const factsSchema: z.ZodType<ExperimentFacts> = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  startedAt: z.string(),
  program: z.string(),
  cell: z.string(),
  run: z.string().nullable(),
  mark: z.enum(["SIMULATED"]).nullable(),
  seed: z.number(),
  nonceSeed: z.number(),
  budget: z.number(),
  symptom: z.array(z.string()),
  space: z.custom<Space>((value) => typeof value === "object" && value !== null && "factors" in value),
});

/** Experiments, each in a folder of its own. */
export const {
  begin: beginExperiment,
  resume: resumeExperiment,
  read: readExperiment,
} = callStores<Omit<ExperimentFacts, "schemaVersion" | "id">, KeptCall>({
  facts: "experiment.json",
  schema: factsSchema,
  noun: "an experiment of `llm-parity investigate`",
  command: "investigate",
});
