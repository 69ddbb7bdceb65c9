import type { Target } from "../../chat/target.js";
import { scenarioHash } from "../../runner/store/run-facts.js";
import { readScenarios } from "../../scenario/compiled/read-scenarios.js";
import type { KnownDivergence } from "../../scenario/known.js";
import type { Scenario } from "../../scenario/scenario.js";
import { packageFile } from "../../source/package-root.js";
import { covers } from "../../verdict/baseline.js";
import type { Profile } from "../../verdict/editions/edition.js";
import { profileOf, type Statement, type StatementCell } from "../../verdict/statements/statement-schema.js";
import { expiryOf, resultOf, saysOfCells } from "../../verdict/statements/statement-words.js";
import { type KeptEdition, presentEdition } from "../editions/read-editions.js";
import { programVersion } from "../versions.js";
import { judgeCells } from "./judge-cells.js";
import { chainRuns } from "./run-chain.js";
import { seal } from "./seal.js";
import { type CountedRun, type StoreRuns, storeRuns } from "./store-runs.js";

/** What a statement is about. `targets`: ids. */
export type StatementQuestion = {
  readonly store: string;
  readonly profile: Profile;
  readonly targets: readonly string[];
  readonly window: Statement["window"];
  readonly demo: boolean;
  readonly known: readonly KnownDivergence[];
};

/**
 * Makes the statement that the runs of a store support, by the present edition. The same runs give the same bytes. A target that no run asked has
 * skipped cells alone. Rejects with UsageError for a store that is not there, and for a run that was pruned.
 */
export async function makeStatement(question: StatementQuestion): Promise<Statement> {
  const { profile, window, demo } = question;
  const edition = presentEdition();
  const runs = storeRuns(question.store, { window, demo, edition: { id: edition.edition, sha256: edition.sha256 } });
  const targets = targetsOf(runs.counted, question.targets);
  const scenarios = await scenariosOf(profile, edition);
  const cells = judgeCells(
    runs.counted.map(({ run }) => run),
    { targets, scenarios, checks: profile.checks },
  );
  return seal({
    schemaVersion: 1,
    is: "llm-parity conformance statement",
    ...(demo ? { demo: true as const } : {}),
    result: resultOf(cells),
    says: saysOfCells,
    program: programVersion(),
    edition: {
      ...{ id: edition.edition, sha256: edition.sha256 },
      ...(edition.frozen === null ? { draft: true as const } : {}),
    },
    profile: profileOf(profile),
    targets: targets.map(({ id, model, provider, api }) => ({ id, model, provider, api })),
    window,
    expires: expiryOf(window),
    runs: runLines(edition, runs),
    cells: [...cells],
    known: demo ? [] : knownOf(cells, targets, question.known),
  });
}

function runLines({ sha256 }: KeptEdition, { counted, others }: StoreRuns): Statement["runs"] {
  const { head, list } = chainRuns(
    sha256,
    counted.map(({ line }) => line),
  );
  return { count: list.length, head, list: [...list], others };
}

/** The targets as they were asked last: a typed one stands nowhere else. Those that no run asked are left out. */
function targetsOf(runs: readonly CountedRun[], ids: readonly string[]): readonly Target[] {
  const asked = askedTargets({ counted: runs });
  return ids.flatMap((id) => asked.get(id) ?? []);
}

/** Every target that a counted run asked, by id, as it was asked last. */
export function askedTargets({ counted }: Pick<StoreRuns, "counted">): ReadonlyMap<string, Target> {
  return new Map(counted.flatMap(({ run }) => run.facts?.targets ?? []).map((target) => [target.id, target]));
}

/** The scenarios of a profile as they are shipped; a TypeError where they are not those of the edition. */
async function scenariosOf(profile: Profile, edition: KeptEdition): Promise<readonly Scenario[]> {
  const shipped = new Map((await readScenarios(packageFile("scenarios"))).map((one) => [one.id, one]));
  return profile.scenarios.map((id) => {
    const scenario = shipped.get(id);
    const kept = edition.scenarios.find((one) => one.id === id);
    if (scenario === undefined || kept?.sha256 !== scenarioHash(scenario))
      throw new TypeError(`the scenario ${id} is not that of edition ${edition.edition}: npm run edition`);
    return scenario;
  });
}

function knownOf(
  cells: readonly StatementCell[],
  targets: readonly Target[],
  known: readonly KnownDivergence[],
): Statement["known"] {
  const targetOf = new Map(targets.map((target) => [target.id, target]));
  const pairs = [...new Set(cells.map(({ target, scenario }) => JSON.stringify([target, scenario])))];
  return pairs.flatMap((pair) => {
    const [id, scenario]: readonly [string, string] = JSON.parse(pair);
    const target = targetOf.get(id);
    if (target === undefined) return [];
    const place = { target: id, model: target.model, provider: target.provider, api: target.api };
    return known
      .filter((entry) => entry.scenario === scenario && covers(entry, place))
      .map(({ finding, bug, since, expires }) => ({ target: id, scenario, finding, bug, since, expires }));
  });
}
