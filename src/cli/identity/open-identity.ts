import { randomInt } from "node:crypto";
import { formatPath } from "../../library/format-path.js";
import {
  beginIdentity,
  type IdentityFacts,
  type IdentityStore,
  resumeIdentity,
} from "../../library/identity/identity-store.js";
import { UsageError } from "../../library/usage-error.js";
import { clientVersions } from "../../library/versions.js";
import { defaultIdentityBudget, type IdentityOptions } from "../../verdict/identity/options.js";
import { otherAsked } from "../cause/who-is-asked.js";
import type { PreparedPair } from "./prepare-pair.js";

export type OpenIdentityOptions = {
  readonly simulator?: string;
  readonly baseUrl?: string;
  readonly baseUrlB?: string;
  readonly resume?: string;
  readonly tests: string;
  readonly seed: number;
  readonly alpha: number;
  readonly maxTokens: number;
  readonly budget: number | null;
};

/** Begins a test, or opens one to go on with. Throws UsageError for one that is about something else. */
export async function openIdentityStore(prepared: PreparedPair, options: OpenIdentityOptions): Promise<IdentityStore> {
  const { resume, budget } = options;
  const { redactor } = prepared.reach;
  if (resume === undefined) return beginIdentity(options.tests, await factsOf(prepared, options), redactor);
  const store = await resumeIdentity(resume, budget, redactor);
  const problem = otherThan(store.facts, prepared, options.simulator);
  if (problem === null) return store;
  await store.close();
  throw new UsageError(`${formatPath(resume)} ${problem}`, {
    hint: "Use the same targets, files and keys, or start a new test.",
  });
}

async function factsOf(
  { typed, battery, arms, incomparable }: PreparedPair,
  { simulator, baseUrl, baseUrlB, seed, alpha, maxTokens, budget }: OpenIdentityOptions,
): Promise<Omit<IdentityFacts, "schemaVersion" | "id">> {
  const { "llm-parity": program = "unknown" } = await clientVersions("http");
  return {
    ...{ startedAt: new Date().toISOString(), program, ...typed },
    ...{ baseUrl: baseUrl ?? null, baseUrlB: baseUrlB ?? null },
    ...{ battery: battery.battery, edition: battery.edition, prompts: battery.prompts.map(({ id }) => id) },
    ...{ arms, incomparable, mark: simulator === undefined ? null : "SIMULATED" },
    ...{ seed, nonceSeed: simulator === undefined ? randomInt(2 ** 31) : seed },
    ...{ budget: budget ?? defaultIdentityBudget, alpha, maxTokens },
  };
}

/** What is other than it was; null: nothing. */
function otherThan(facts: IdentityFacts, prepared: PreparedPair, simulator: string | undefined): string | null {
  const { typed, battery, arms } = prepared;
  if (facts.A !== typed.A || facts.B !== typed.B) return `compares ${facts.A} and ${facts.B}`;
  const other = otherAsked(facts.mark, simulator);
  if (other !== null) return other;
  const prompts = battery.prompts.map(({ id }) => id);
  if (facts.battery !== battery.battery || facts.edition !== battery.edition || facts.prompts.join() !== prompts.join())
    return `asked ${facts.battery} in edition ${facts.edition}, and the battery has changed since`;
  return facts.arms.join() === arms.join() ? null : "had other arms, since the facts about its targets have changed";
}

/** The options of a test, as it began. */
export function optionsOf({ facts, budget }: Pick<IdentityStore, "facts" | "budget">): IdentityOptions {
  const { seed, alpha, prompts, arms, incomparable } = facts;
  return { seed, budget, alpha, prompts, arms, incomparable };
}
