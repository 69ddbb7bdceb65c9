import type { Adapter } from "../adapters/adapter.js";
import { adapterFor } from "../adapters/registry.js";
import type { Target } from "../chat/target.js";
import { missingCapability } from "../runner/missing-capability.js";
import { buildRequest, openingMessages } from "../runner/trial/build-request.js";
import { patchAt } from "../scenario/change/change-for.js";
import type { Scenario, Step } from "../scenario/scenario.js";
import { failWith } from "../source/fail-with.js";
import { issueAt } from "../source/issue-at.js";
import type { SourceIssue } from "../source/source-error.js";
import { parseYamlFile } from "../source/yaml.js";

/**
 * Applies every patch of the scenarios to what each target would be sent, and asks nothing. Rejects with a SourceError for the
 * operations that do not fit: a mistake of the scenario, which no service could show. A changed step is the first or fresh, so that its
 * request is known.
 */
export async function refuseBrokenPatches(scenarios: readonly Scenario[], targets: readonly Target[]): Promise<void> {
  const issues: SourceIssue[] = [];
  for (const scenario of scenarios) {
    for (const step of scenario.steps.filter(({ change }) => (change?.patches ?? []).length > 0)) {
      const issue = await firstMisfit(scenario, step, targets);
      if (issue !== null) issues.push(issue);
    }
  }
  if (issues.length > 0) throw failWith(issues);
}

async function firstMisfit(scenario: Scenario, step: Step, targets: readonly Target[]): Promise<SourceIssue | null> {
  for (const target of targets) {
    if (missingCapability(scenario, target) !== null) continue;
    const misfit = misfitOf({ scenario, step, target }, await adapterFor(target.api));
    if (misfit !== null) return misfit;
  }
  return null;
}

type Asked = { readonly scenario: Scenario; readonly step: Step; readonly target: Target };

function misfitOf({ scenario, step, target }: Asked, adapter: Adapter): SourceIssue | null {
  const said = step.say === null ? [] : [{ kind: "text", text: step.say } as const];
  const messages = [
    ...openingMessages(scenario),
    ...(said.length === 0 ? [] : [{ role: "user", parts: said, name: null } as const]),
  ];
  const encoded = adapter.encode(buildRequest({ scenario, step, target, messages }), { target, policy: "faithful" });
  const operation = encoded.kind === "refused" ? /^change\.operations\[(\d+)\]$/.exec(encoded.field)?.[1] : undefined;
  if (encoded.kind !== "refused" || operation === undefined) return null;
  const patch = patchAt(step.change?.patches ?? [], target);
  const path = ["steps", scenario.steps.indexOf(step), "patch", patch, "ops", Number(operation)];
  return issueAt(
    parseYamlFile(scenario.file),
    { path },
    {
      message: `the patch of step "${step.id}" does not fit the body for ${target.id}: ${encoded.message}`,
      hint: `correct the operation, or write an entry of its own for ${target.api}`,
    },
  );
}
