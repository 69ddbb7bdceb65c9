import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { shardOf } from "../src/runner/shard.js";
import { dayAfter } from "../src/verdict/nights/calendar.js";
import { type ActedNight, actNight } from "./support/act-night.js";
import { fakeGithub } from "./support/fake-github.js";
import { isOneNode, oneNodeTitle } from "./support/one-node.js";
import {
  git,
  keptFiles,
  messageHook,
  recipeBin,
  recipeWorld,
  runApi,
  startSimulator,
  type World,
} from "./support/recipe-world.js";
import { repeatNight } from "./support/repeat-night.js";
import { runScript } from "./support/workflow-steps.js";

/** Whole nights of the shipped workflow, job by job, and what a person finds in the morning. */

/** A run belongs to the night of its day, so the nights that are made here are of yesterday and today. */
const tonight = new Date().toISOString().slice(0, 10);
const yesterday = dayAfter(tonight, -1);

const regressed = "kimi-k2.5/bedrock/converse-stream/order-status";
const steady = "kimi-k2.5/openrouter/chat-completions/order-status";

let bin: string;
let quiet: string;
let silent: string;

/** The world after yesterday's night, which every test begins with, and a baseline that a person pinned. */
let begun: World;
let first: ActedNight;
let github: Awaited<ReturnType<typeof fakeGithub>>;
let hook: Awaited<ReturnType<typeof messageHook>>;

async function beginNights(): Promise<void> {
  [bin, quiet, silent] = await Promise.all([recipeBin(), startSimulator(), startSimulator("kimi-silent")]);
  [github, hook] = await Promise.all([fakeGithub(), messageHook()]);
  begun = recipeWorld(bin, quiet);
  await git(begun.machine(), "init", "--quiet", "--bare", begun.remote);
  const api = await apiOf(yesterday, { run: "77", issues: github.url });
  first = await actNight(begun, { run: "77", api, hook: hook.url });
  await pinBaseline(begun);
}

/** Another world in which the same was done. */
function sameWorld(): World {
  const here = recipeWorld(bin, quiet);
  for (const name of ["server", "artefacts"])
    cpSync(join(begun.work.path, name), join(here.work.path, name), { recursive: true });
  return here;
}

/** What a person does once: takes the branch, in which the night stands for the eight before it, pins a baseline, and pushes. */
async function pinBaseline({ machine, remote, work }: World): Promise<void> {
  const own = machine();
  const clone = join(work.path, "history-of-a-person");
  await git(own, "clone", "--quiet", "--branch", "llm-parity-history", `file://${remote}`, clone);
  await repeatNight(clone, 8);
  const script = [
    `llm-parity baseline pin --history '${clone}'`,
    `cd '${clone}' && git config user.name person && git config user.email person@example.com`,
    "git add . && git commit --quiet -m 'Pin a baseline' && git push --quiet",
  ].join("\n");
  expect(await runScript(script, {}, own)).toMatchObject({ code: 0 });
  rmSync(clone, { recursive: true });
}

async function apiOf(night: string, { run, issues }: { readonly run: string; readonly issues: string }) {
  return { run: await runApi({ created_at: `${night}T00:00:01Z`, repository: { private: true } }, run), issues };
}

/** Bash and git do the work, for a minute: one version of Node is enough. */
describe.skipIf(!isOneNode)(oneNodeTitle("whole nights"), () => {
  beforeAll(beginNights);

  test("a model regresses in the second one: the summary, the message, the issue, the report and the history say it", async () => {
    expect(first.codes).toEqual({});
    expect(first.summary).toContain(
      `### Night of ${yesterday}: no baseline yet, nothing is compared; 0 not measured, of 2 cells`,
    );
    expect(github.issues).toEqual([]);

    const here = sameWorld();
    const api = await apiOf(tonight, { run: "78", issues: github.url });
    const second = await actNight(here, { run: "78", api, hook: hook.url, simulator: silent });
    // Every job does its work; the gate's alone is red, at its last step.
    expect(second.codes).toEqual({ "gate: Decide": 1 });
    expect(JSON.parse(second.gate)).toMatchObject({
      ...{ night: tonight, exitCode: 1, alarm: true, notMeasured: false, compared: 2 },
      cells: [
        {
          ...{ cell: regressed, state: "regressed", tonight: { eligible: 50, bad: 50 } },
          ...{ baseline: { eligible: 108, bad: 0 }, firstNights: [tonight], lastGood: yesterday },
          details: { findings: [{ id: "empty-reply", n: 50 }], request: "equal" },
        },
        { cell: steady, state: "unchanged", tonight: { eligible: 12, bad: 0 } },
      ],
    });

    // What a person reads, the gravest first.
    const [headline, ...rest] = second.summary.split("\n");
    expect(headline).toBe(`### Night of ${tonight}: 1 regressed, 0 not measured, of 2 cells`);
    expect(rest.filter((line) => line.startsWith("| `kimi"))).toEqual([
      `| \`${regressed}\` | 0/108 | 50/50 | ${tonight} | p < 0.001 | empty-reply (silent) ×50; the request is the same, so the change is not ours |`,
    ]);
    expect(second.summary).toContain("#### Regressed: 1\n");
    expect(second.report).toMatch(/^<!doctype html>/i);
    expect(second.report).toContain(regressed);
    expect(second.report).toMatch(/llm-parity run --suite nightly --simulator \S+ --gate/);

    expect(hook.messages.map(({ night, exitCode, headline: said }) => [night, exitCode, said])).toEqual([
      [yesterday, 0, "learning: there is no baseline to compare with yet"],
      [tonight, 1, "1 cell regressed"],
    ]);
    expect(JSON.stringify(hook.messages)).not.toContain("kimi");

    expect(github.issues.map(({ title, state }) => [title, state])).toEqual([[`Regressed: ${regressed}`, "open"]]);
    const body = github.issues[0]?.body ?? "";
    expect(body).toContain("There, 0 of 108 trials were bad.");
    expect(body).toContain(`It began in the night ${tonight}. The last good night was ${yesterday}.`);
    expect(body).toContain("Seen tonight: `empty-reply` (50). The request is the one of the last good night");
    expect(body).toContain(`| ${tonight} | regressed | 50 of 50 |`);
    expect(body).toContain("/actions/runs/78/attempts/1>");

    const nights = [...Array(10).keys()].map((back) => dayAfter(tonight, -back)).reverse();
    expect(await keptFiles(here)).toEqual([
      "baseline.json",
      ...nights.flatMap((night) => [`nights/${night}/night.json`, `nights/${night}/summary.jsonl`]),
      "notified.jsonl",
    ]);
  });

  test("a shard is lost: its cell is not measured, and said first; the next attempt makes the night whole and pays the rest nothing", async () => {
    const here = sameWorld();
    const [other, { url, messages }] = await Promise.all([fakeGithub(), messageHook()]);
    const api = await apiOf(tonight, { run: "78", issues: other.url });
    const lost = shardOf({ target: "kimi-k2.5/bedrock/converse-stream", scenario: "order-status" }, 4);
    const part = await actNight(here, { run: "78", api, hook: url, lost: [lost] });
    expect(part.codes).toEqual({ "gate: Decide": 4 });
    expect(part.output).toContain(`::warning::shard ${lost} left no journal`);
    expect(JSON.parse(part.gate).cells).toMatchObject([
      { cell: regressed, state: "not-measured" },
      { cell: steady, state: "unchanged" },
    ]);
    expect(part.summary).toMatch(
      /#### Not measured: 1\n[^#]*\| `kimi-k2\.5\/bedrock\/converse-stream\/order-status` \|/,
    );
    expect(messages.at(-1)).toMatchObject({
      exitCode: 4,
      headline: "nothing regressed, and not everything was measured",
    });
    expect(other.issues).toEqual([]);

    const again = await actNight(here, { run: "78", attempt: "2", api, hook: url });
    expect(again.codes).toEqual({});
    expect(JSON.parse(again.gate)).toMatchObject({ exitCode: 0, compared: 2, notMeasured: false });
    // The same bytes: what the other shards asked in the first attempt, and nothing more.
    expect(again.journals.filter((_, at) => at !== lost - 1)).toEqual(part.journals);
    expect(again.journals[lost - 1]).toContain("order-status");
  });
});
