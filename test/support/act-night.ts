import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type JobName, nightly, runStep, type World } from "./recipe-world.js";
import { holds, runAction, summaryOf, type WorkflowStep } from "./workflow-steps.js";

/** `api`: of the job that plans, and of the one that keeps issues. `lost`: shards whose job never began. */
export type NightOfTest = {
  readonly run: string;
  readonly attempt?: string;
  readonly api: { readonly run: string; readonly issues: string };
  readonly simulator?: string;
  readonly hook?: string;
  readonly lost?: readonly number[];
};

/**
 * What a night left. `codes`: of the steps that ended with another code than 0, by job and name. `journals`: of each shard, after it has asked.
 * `summary`: of the jobs, as GitHub shows it. `report`: its page.
 */
export type ActedNight = {
  readonly codes: { readonly [step: string]: number };
  readonly journals: readonly string[];
  readonly summary: string;
  readonly report: string;
  readonly gate: string;
  readonly output: string;
};

/** Acts all jobs of an attempt through, as GitHub does. Each job begins with the checkout alone; artefacts are those of the run. */
export async function actNight({ machine, work }: World, night: NightOfTest): Promise<ActedNight> {
  const { run, attempt = "1", hook = "", lost = [] } = night;
  const values: { [expression: string]: string } = {
    ...{ "github.run_attempt": attempt, "github.run_id": run, "secrets.AWS_ROLE_ARN": "", "env.ROLE_IN_AWS": "" },
    ...{ "secrets.OPENROUTER_API_KEY": "simulated", "secrets.LLM_PARITY_NOTIFY_URL": hook },
    "needs.plan.result": "success",
  };
  const codes: { [step: string]: number } = {};
  const journals: string[] = [];
  const written: string[] = [];
  const texts = { report: "", gate: "", summary: "" };
  const artefacts = join(work.path, "artefacts", run);
  const ownMachine = (name: JobName, more: { readonly [expression: string]: string }) =>
    machine({
      artefacts,
      env: {
        ...{ GITHUB_RUN_ID: run, GITHUB_RUN_NUMBER: run, GITHUB_RUN_ATTEMPT: attempt },
        GITHUB_API_URL: name === "issues" ? night.api.issues : night.api.run,
        ...(night.simulator === undefined ? {} : { SIMULATOR: night.simulator }),
      },
      values: { ...values, ...more },
    });

  const job = async (name: JobName, more: { readonly [expression: string]: string } = {}) => {
    for (const file of readdirSync(join(work.path, "project"))) {
      if (file !== "scenarios") rmSync(join(work.path, "project", file), { recursive: true });
    }
    rmSync(join(work.path, "temporary"), { recursive: true, force: true });
    const outputs: { [name: string]: string } = {};
    for (const one of nightly.jobs[name].steps as readonly WorkflowStep[]) {
      const own = ownMachine(name, { ...more, ...outputs });
      if (one.name === "Install" || !holds(one.if, own.values)) continue;
      if (one.uses !== undefined) {
        runAction(one, own);
        continue;
      }
      const ended = await runStep(name, one.name ?? "", own);
      written.push(`## ${name}: ${one.name}\n${ended.output}`);
      if (one.name === "Ask") journals.push(journalsIn(join(own.workspace, "runs")));
      for (const [key, value] of Object.entries(ended.outputs)) outputs[`steps.${one.id}.outputs.${key}`] = value;
      if (ended.code === 0) continue;
      codes[`${name}: ${one.name}`] = ended.code;
      // What comes after a step that failed has a condition of its own, and nothing here depends on it.
      break;
    }
    texts.summary += summaryOf(ownMachine(name, more));
    if (name === "gate") {
      texts.gate = textOf(join(work.path, "project/night/gate.json"));
      const reports = join(work.path, "project/report");
      const [report] = existsSync(reports) ? readdirSync(reports).filter((file) => file.startsWith("report-")) : [];
      if (report !== undefined) texts.report = textOf(join(reports, report));
    }
    return outputs;
  };

  const plan = await job("plan");
  values["needs.plan.outputs.night"] = plan["steps.night.outputs.night"] ?? "";
  values["needs.plan.outputs.private"] = plan["steps.night.outputs.private"] ?? "";
  for (const shard of nightly.jobs.live.strategy.matrix.shard as readonly number[]) {
    if (!lost.includes(shard)) await job("live", { "matrix.shard": String(shard) });
  }
  const gate = await job("gate");
  values["needs.gate.outputs.artefact"] = gate["steps.gate.outputs.artefact"] ?? "";
  await job("keep");
  if (holds(nightly.jobs.issues.if, values)) await job("issues");
  return { codes, journals, ...texts, output: written.join("\n") };
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function journalsIn(runs: string): string {
  if (!existsSync(runs)) return "";
  const files = readdirSync(runs, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith("journal.jsonl"),
  );
  return files.map((name) => readFileSync(join(runs, name), "utf8")).join("");
}
