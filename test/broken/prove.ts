import { effectCheck } from "../../src/verdict/effects/effect-checks.js";
import type { Verdict } from "../../src/verdict/verdict.js";
import { type ApiName, catalogue, type Seeded } from "./catalogue.js";
import { apiNames, seededCell } from "./seeded-run.js";

/** One seeded fault on one API, with the expected and the actual findings. */
export type Proof = {
  readonly fault: string;
  readonly scenario: string;
  readonly api: ApiName;
  readonly expected: string;
  readonly found: string;
  /** The ids of the checks that failed. */
  readonly checks: readonly string[];
};

/** Runs every fault of the catalogue on each of its APIs against the simulator, one after the other. */
export async function proveCatalogue(seededFaults: readonly Seeded[] = catalogue): Promise<readonly Proof[]> {
  const proofs: Proof[] = [];
  for (const one of seededFaults) {
    for (const api of one.apis) proofs.push(await prove(one, api));
  }
  return proofs;
}

async function prove(one: Seeded, api: ApiName): Promise<Proof> {
  const { id: fault, scenario, behaviour, model, provider, pinned = null, firstByteMs = null, trials = 1 } = one;
  const verdict = await seededCell({
    api: apiNames[api],
    scenario,
    behaviour,
    model,
    provider,
    pinned,
    firstByteMs,
    trials,
  });
  return { fault, scenario, api, expected: expectedOf(one), found: foundIn(verdict, one), checks: failedIn(verdict) };
}

function expectedOf({ bad = [], note = [], excluded }: Seeded): string {
  return excluded === undefined ? words(bad, note) : `excluded: ${excluded}`;
}

/** The checks that a turn failed, and the claims on parameters that the trials together refute. */
function failedIn({ judged, effects = [] }: Verdict): readonly string[] {
  const ignored = effects.filter(({ verdict }) => verdict === "ignored").map(({ parameter }) => effectCheck(parameter));
  const failed = judged.flatMap(({ checks }) =>
    checks.flatMap(({ check, outcome }) => (outcome === "fail" ? [check] : [])),
  );
  return [...failed, ...ignored];
}

/** The findings in the words of the expectation. A cause is left out where the expectation names the id alone. */
function foundIn({ findings, trials }: Verdict, { bad = [], note = [] }: Seeded): string {
  const [reason] = Object.keys(trials.excluded);
  if (reason !== undefined) return `excluded: ${reason}`;
  const named = (severity: "bad" | "note", expected: readonly string[]) =>
    findings
      .filter((one) => one.severity === severity)
      .map(({ id, cause }) =>
        expected.includes(`${id} (${cause ?? ""})`) ? `${id} (${cause})` : bareOr(id, cause, expected),
      );
  return words(named("bad", bad), named("note", note));
}

function bareOr(id: string, cause: string | null, expected: readonly string[]): string {
  return expected.includes(id) || cause === null ? id : `${id} (${cause})`;
}

function words(bad: readonly string[], note: readonly string[]): string {
  const sorted = [...[...new Set(bad)].sort(), ...[...new Set(note)].sort().map((one) => `note ${one}`)];
  return sorted.length === 0 ? "nothing" : sorted.join(", ");
}
