import type { Credentials } from "../../adapters/adapter.js";
import type { Client } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import type { ColumnWatch } from "../../runner/live/stopped-columns.js";
import type { PlannedCase } from "../../runner/plan.js";
import type { RunFacts } from "../../runner/store/run-facts.js";
import { caseKey, keyOfPlanned } from "../../runner/store/trial-key.js";
import type { SequentialRule } from "../../verdict/statistics/sequential-test.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import type { Deadlines } from "../../wire/transport/deadline-clock.js";
import type { Line } from "./queue/block.js";

/** A plan that this worker can ask, or a part of it. */
export type ServedPlan = {
  readonly id: string;
  readonly facts: RunFacts;
  /** What of it the worker can ask. */
  readonly lines: readonly Line[];
  readonly how: HowToAsk;
  readonly rule: SequentialRule | null;
  readonly caseOf: (one: { readonly target: string; readonly scenario: string }) => PlannedCase | null;
  readonly credentialsFor: (target: Target) => Credentials;
  readonly redactor: Redactor;
  readonly columns: ColumnWatch;
  /** Aborts when the plan is no longer open. */
  readonly closed: AbortController;
};

/** How the run asks, whoever asks. */
export type HowToAsk = {
  readonly client: Client | "both";
  readonly retries: number;
  readonly deadlines: Deadlines;
};

/** How a plan asks, from the options of its command. Its numbers come from the database, and are checked. */
export function howToAsk({ options }: RunFacts): HowToAsk {
  const whole = (name: string, otherwise: number) => {
    const value = options[name];
    return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
  };
  const { client } = options;
  return {
    client: client === "http" || client === "both" ? client : "sdk",
    retries: whole("retries", 0),
    deadlines: {
      firstByteMs: whole("firstByteTimeout", 60_000),
      idleMs: whole("idleTimeout", 60_000),
      totalMs: whole("totalTimeout", 300_000),
    },
  };
}

/** Finds a planned case by its names. */
export function findCase(cases: readonly PlannedCase[]): ServedPlan["caseOf"] {
  const byKey = new Map(cases.map((planned) => [keyOfPlanned(planned), planned]));
  return (one) => byKey.get(caseKey(one)) ?? null;
}
