import type { Statement, StatementCell, StatementRun } from "../../verdict/statements/statement-schema.js";

/** What differs between a statement and the one that its store gives now, one sentence each. */
export function compareRuns(said: Statement, now: Statement): readonly string[] {
  const runs = runDifferences(said.runs.list, now.runs.list);
  if (runs.length > 0) return runs;
  return [...profileDifferences(said, now), ...cellDifferences(said.cells, now.cells)];
}

function runDifferences(said: readonly StatementRun[], now: readonly StatementRun[]): readonly string[] {
  const [listed, there] = [new Map(said.map((run) => [run.id, run])), new Map(now.map((run) => [run.id, run]))];
  return [
    ...now.filter(({ id }) => !listed.has(id)).map(({ id }) => `run ${id} lies in its window but is left out`),
    ...said.flatMap((run) => {
      const found = there.get(run.id);
      return found === undefined ? [`run ${run.id} is not in the store`] : fileDifferences(run, found);
    }),
  ];
}

function fileDifferences(said: StatementRun, now: StatementRun): readonly string[] {
  const changed = [
    ...(said.facts === now.facts ? [] : ["run.json"]),
    ...(said.journal === now.journal ? [] : ["journal.jsonl"]),
  ];
  if (changed.length > 0) return [`run ${said.id}: ${changed.join(" and ")} was changed`];
  const { link: _, ...own } = said;
  const { link: __, ...found } = now;
  return JSON.stringify(own) === JSON.stringify(found) ? [] : [`run ${said.id} is not as the statement describes it`];
}

function profileDifferences(said: Statement, now: Statement): readonly string[] {
  return [
    ...(JSON.stringify(said.profile) === JSON.stringify(now.profile)
      ? []
      : [`its profile ${said.profile.id} is not that of edition ${now.edition.id}`]),
    ...(JSON.stringify(said.targets) === JSON.stringify(now.targets)
      ? []
      : ["its targets are not as the runs asked them"]),
  ];
}

function cellDifferences(said: readonly StatementCell[], now: readonly StatementCell[]): readonly string[] {
  const there = new Map(now.map((cell) => [nameOf(cell), cell]));
  const listed = new Set(said.map(nameOf));
  return [
    ...now.filter((cell) => !listed.has(nameOf(cell))).map((cell) => `cell ${nameOf(cell)} is left out`),
    ...said.flatMap((cell) => {
      const found = there.get(nameOf(cell));
      if (found === undefined) return [`cell ${nameOf(cell)} is not in the runs`];
      if (JSON.stringify(found) === JSON.stringify(cell)) return [];
      return [`cell ${nameOf(cell)}: it says ${shown(cell)}; judged again: ${shown(found)}`];
    }),
  ];
}

function nameOf({ target, scenario, client, providerModelId, region, upstreamPin }: StatementCell): string {
  const where = [providerModelId, region, upstreamPin].filter((part) => part !== null).join(" ");
  return `${target}/${scenario}${client === null || client === "sdk" ? "" : ` (${client})`}${where === "" ? "" : ` [${where}]`}`;
}

function shown({ result, trials, findings }: StatementCell): string {
  const found = findings.map(({ id, cause, n }) => `${id}${cause === null ? "" : ` (${cause})`} ×${n}`).join(", ");
  return `${result}, ${trials.bad} of ${trials.eligible} bad${found === "" ? "" : `: ${found}`}`;
}
