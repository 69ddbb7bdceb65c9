import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readJournal } from "../src/runner/journal/read-journal.js";
import { loadProfile } from "../src/simulator/load-profiles.js";
import { createSimulator } from "../src/simulator/simulator.js";
import { runCommand } from "./support/command.js";
import { maskedReports } from "./support/masked-reports.js";
import { isOneNode, oneNodeTitle } from "./support/one-node.js";
import { startPostgres, type TestPostgres } from "./support/postgres.js";
import { askDatabase } from "./support/postgres-query.js";
import { hasPostgres, postgresTitle } from "./support/postgres-server.js";
import { bareEnvironment, type Running, startProgram } from "./support/program.js";
import { root, scenarios } from "./support/repository.js";
import { serveExchange } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** The queue is the same on every Node; its servers are started once. */
const isHere = hasPostgres && isOneNode;
const title = (text: string) => (hasPostgres ? oneNodeTitle(text) : postgresTitle(text));

let server: TestPostgres;
let folder: WorkFolder;
let url: string;
let simulator: Awaited<ReturnType<typeof serveCounting>>;

/** A simulator with a log of its requests. `hold`: lets requests wait until the returned function is called. */
async function serveCounting() {
  const profile = loadProfile(join(root, "scenarios/profiles/kimi.yaml"));
  const { exchange } = createSimulator({ profiles: [profile], scenarios, seed: 1, now: () => new Date(0) });
  const arrivals: { readonly atMs: number; readonly url: string }[] = [];
  let open = Promise.resolve();
  const served = await serveExchange(async (request, signal) => {
    arrivals.push({ atMs: performance.now(), url: request.url });
    await open;
    return exchange(request, signal);
  });
  return {
    url: served.url,
    arrivals,
    hold: () => {
      let release = () => {};
      open = new Promise((resolve) => {
        release = resolve;
      });
      return () => release();
    },
  };
}

/** What one machine asks of a service, its reports and its trials: made once. */
let whole: { readonly trials: readonly string[]; readonly reports: unknown };

const environment = () => ({ ...bareEnvironment(folder.path), LLM_PARITY_DATABASE_URL: url });
const program = (...words: readonly string[]) => startProgram(words, { cwd: folder.path, env: environment() });
/** For what has no signal, no queue to hold and no second one beside it: the kept process. */
const command = (...words: readonly string[]) => runCommand(words, { cwd: folder.path, env: environment() });
const wordsOf = (...more: readonly string[]) => [
  ...["run", "--simulator", simulator.url, "--model", "kimi-k2.5", "--client", "http", "--scenario", "basic-chat"],
  ...["--api", "converse", "--api", "chat-completions", "--nonce", "--nonce-seed", "7", "--exit-zero"],
  ...(more.includes("--trials") ? [] : ["--trials", "10"]),
  ...more,
];
const asking = (...more: readonly string[]) => program(...wordsOf(...more));
const workWords = (...more: readonly string[]) => ["work", "--simulator", simulator.url, "--lease", "5", ...more];
const worker = (...more: readonly string[]) => program(...workWords(...more));
const work = (...more: readonly string[]) => command(...workWords(...more));
const runs = () => readdirSync(join(folder.path, "runs")).sort();

async function endOf({ ended }: Running) {
  const { code, stderr, stdout } = await ended;
  return { code, stderr, stdout };
}

/** The reports of a run, whatever the port of its simulator was. */
const reportsOf = (id: string) =>
  maskedReports(id, (file) =>
    readFileSync(join(folder.path, "runs", id, file), "utf8").replaceAll(simulator.url, "http://simulator"),
  );

/** Every trial of a run, once for each record that it has. */
function trialsOf(id: string): readonly string[] {
  return [...readJournal(join(folder.path, "runs", id, "journal.jsonl"))].map(({ json }) => {
    const { cell, trial } = JSON.parse(json ?? "").transcript;
    return `${cell.target} ${cell.scenario} ${trial}`;
  });
}

const ask = (sql: string) => askDatabase(url, sql);

/** Has a row once a block that this worker had asked from is asked by another, or once the whole plan is done. */
const takenFrom = ({ child }: Running) => `
  select where exists (
    select from llm_parity_fleet.asked own join llm_parity_fleet.asked later using (block)
    where own.owner like '%-${child.pid}-%' and later.lease > own.lease
  ) or not exists (select from llm_parity_fleet.plan)`;

describe.skipIf(!isHere)(title("workers on one queue"), () => {
  beforeAll(async () => {
    server = await startPostgres();
    folder = workFolder();
    simulator = await serveCounting();
    await command(...wordsOf());
    const [id = ""] = runs();
    whole = { trials: trialsOf(id), reports: reportsOf(id) };
  });

  beforeEach(async () => {
    folder = workFolder();
    simulator = await serveCounting();
    url = await server.createDatabase();
  });

  test("ask what one machine would have asked, with the rights of a worker alone", async () => {
    const role = `worker_${randomBytes(4).toString("hex")}`;
    const password = randomBytes(8).toString("hex");
    await ask(`create role ${role} login password '${password}'`);
    expect((await command("work", "--grant", role)).code).toBe(0);
    const planner = await asking("--queue");
    await planner.untilOutput(/queue: 60 trials in 12 blocks wait/);
    const database = new URL(url).pathname.slice(1);
    const LLM_PARITY_DATABASE_URL = server.urlFor(database, { name: role, password });
    const words = ["work", "--simulator", simulator.url, "--until-empty"];
    const started = [1, 2].map(() =>
      startProgram(words, { cwd: folder.path, env: { ...environment(), LLM_PARITY_DATABASE_URL } }),
    );
    const ended = await Promise.all([planner, ...(await Promise.all(started))].map(endOf));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(ended.map(({ stdout, stderr }) => stdout + stderr).join("")).not.toContain(password);
    const [queued = ""] = runs();
    expect(trialsOf(queued).toSorted()).toEqual(whole.trials.toSorted());
    expect(reportsOf(queued)).toEqual(whole.reports);
    for (const sql of [
      "create table llm_parity_fleet.mine ()",
      "delete from llm_parity_fleet.trial",
      "drop schema llm_parity_queue cascade",
    ]) {
      await expect(askDatabase(LLM_PARITY_DATABASE_URL, sql)).rejects.toThrow(/permission denied|must be owner/);
    }
    const left = await ask(
      "select (select count(*) from llm_parity_fleet.plan)::int + (select count(*) from llm_parity_queue.queue)::int as n",
    );
    expect(left).toEqual([{ n: 0 }]);
  });

  test("one killed, one frozen past its lease, and the server restarted: count every trial once, and what was paid twice", async () => {
    const restarted = await startPostgres();
    url = await restarted.createDatabase();
    const planner = await asking("--queue");
    await planner.untilOutput(/queue: \d+ trials/);
    const release = simulator.hold();
    const workers = await Promise.all([worker(), worker(), worker()]);
    const [killed, frozen, sound] = workers;
    if (killed === undefined || frozen === undefined || sound === undefined) throw new Error("three workers");
    for (const one of workers) await one.untilOutput(/^asking /m);
    await expect.poll(() => simulator.arrivals.length).toBeGreaterThanOrEqual(12);
    killed.child.kill("SIGKILL");
    frozen.child.kill("SIGSTOP");
    await restarted.stop("SIGINT");
    await restarted.start();
    release();
    // The other worker takes the block of the killed one first, and meanwhile the frozen one could still keep its own.
    await expect.poll(() => ask(takenFrom(frozen))).toHaveLength(1);
    frozen.child.kill("SIGCONT");
    await frozen.untilOutput(/went to another worker/);
    const { code, stderr } = await endOf(planner);
    expect(code).toBe(0);
    const twice = /(\d+) trials were asked more than once, since a worker was lost: at most (\d+) further calls/.exec(
      stderr,
    );
    expect(Number(twice?.[1])).toBeGreaterThanOrEqual(2);
    const [queued = ""] = runs();
    const trials = trialsOf(queued);
    expect(new Set(trials).size).toBe(trials.length);
    expect(trials.toSorted()).toEqual(whole.trials.toSorted());
    expect(reportsOf(queued)).toEqual(whole.reports);
    expect(simulator.arrivals.length).toBeLessThanOrEqual(trials.length + Number(twice?.[2]));
    for (const one of [frozen, sound]) one.child.kill("SIGTERM");
    expect((await Promise.all([frozen, sound].map(endOf))).map((one) => one.code)).toEqual([143, 143]);
  });

  test("keep one limit of five calls a second together", async () => {
    folder.copy("scenarios");
    folder.write("scenarios/models.yaml", `${folder.read("scenarios/models.yaml")}${fiveASecond}`);
    const planner = await asking("--queue", "--provider", "openrouter", "--trials", "20");
    await planner.untilOutput(/queue: 40 trials/);
    const workers = await Promise.all([1, 2, 3].map(() => worker("--until-empty", "--concurrency", "6")));
    const ended = await Promise.all([planner, ...workers].map(endOf));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const times = simulator.arrivals.map(({ atMs }) => atMs);
    // Eight seconds of calls: two workers with a limit each would make them all in four.
    expect(times).toHaveLength(40);
    const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 4_000).length));
    expect(most).toBeLessThanOrEqual(30);
  });

  test("go on without the planner, which takes up what they asked when it is resumed", async () => {
    const release = simulator.hold();
    const planner = await asking("--queue");
    await planner.untilOutput(/queue: \d+ trials/);
    planner.child.kill("SIGKILL");
    await planner.ended;
    release();
    const { code } = await endOf(await worker("--until-empty"));
    expect(code).toBe(0);
    const [queued = ""] = runs();
    expect(trialsOf(queued)).toEqual([]);
    expect((await command("run", "--resume", queued)).code).toBe(0);
    expect(trialsOf(queued).toSorted()).toEqual(whole.trials.toSorted());
    expect(reportsOf(queued)).toEqual(whole.reports);
    expect((await command("run", "--resume", queued)).stderr).toContain("is complete");
  });

  test("stop when the run is stopped, and go on when it is resumed", async () => {
    const planner = await asking("--queue");
    await planner.untilOutput(/queue: \d+ trials/);
    const release = simulator.hold();
    const one = await worker();
    await one.untilOutput(/^asking /m);
    await expect.poll(() => simulator.arrivals.length).toBeGreaterThan(0);
    planner.child.kill("SIGINT");
    await planner.untilOutput(/nothing new is started/);
    await expect.poll(() => ask("select from llm_parity_fleet.plan where is_open")).toEqual([]);
    release();
    const stopped = await endOf(planner);
    expect([stopped.code, stopped.stderr]).toEqual([130, expect.stringMatching(/of 60 planned trials|trials were/)]);
    const [queued = ""] = runs();
    const made = trialsOf(queued).length;
    expect(made).toBeLessThan(60);
    const resumed = await command("run", "--resume", queued);
    expect(resumed.code).toBe(0);
    expect(trialsOf(queued)).toHaveLength(60);
    expect(resumed.stderr).not.toContain("asked more than once");
  });

  test("of another version, or with other files, take nothing and say why; the planner can be stopped", async () => {
    folder.copy("scenarios");
    const planner = await asking("--queue");
    await planner.untilOutput(/queue: \d+ trials/);
    folder.edit("scenarios/basic-chat.yaml", "15 + 27", "15 + 28");
    const other = await work("--until-empty");
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining("not taken: openrouter: scenario basic-chat differs here"),
    ]);
    await ask(`update llm_parity_fleet.plan set facts = jsonb_set(facts, '{versions,llm-parity}', '"9.9.9"')`);
    const newer = await work("--until-empty");
    expect([newer.code, newer.stderr]).toEqual([
      2,
      expect.stringMatching(/not taken: it was made with llm-parity 9\.9\.9, and this is \d/),
    ]);
    const live = await command("work", "--until-empty");
    expect(live.stderr).toContain("it asks a simulator, and this worker asks the services");
    planner.child.kill("SIGINT");
    expect((await endOf(planner)).code).toBe(130);
    expect(simulator.arrivals).toEqual([]);
  });

  test("park what three tries could not end, list it, and try it again when the run is resumed", async () => {
    const planner = await asking("--queue", "--provider", "moonshot");
    await planner.untilOutput(/queue: 10 trials in 2 blocks/);
    await ask("update llm_parity_fleet.block set scenario = 'gone' where jsonb_array_length(trials) = 2");
    const one = await work("--until-empty");
    expect(one.code).toBe(0);
    const { stderr } = await endOf(planner);
    expect(stderr).toMatch(
      /parked after three tries, not asked: gone on kimi-k2\.5\/moonshot\S+, trials 9 to 10: .* is not in the files/,
    );
    const [queued = ""] = runs();
    expect(trialsOf(queued)).toHaveLength(8);
    const [resumed] = await Promise.all([
      program("run", "--resume", queued).then(endOf),
      worker().then((two) => two.untilOutput(/^done: /m)),
    ]);
    expect(resumed.code).toBe(0);
    expect(trialsOf(queued)).toHaveLength(10);
  });

  test("stop at the limits of the run, whichever of them asks", async () => {
    const planner = await asking("--queue", "--max-calls", "23");
    await planner.untilOutput(/queue: \d+ trials/);
    const workers = await Promise.all([worker("--until-empty"), worker("--until-empty")]);
    await Promise.all([planner, ...workers].map(endOf));
    expect(simulator.arrivals).toHaveLength(23);
    const [queued = ""] = runs();
    expect(trialsOf(queued)).toHaveLength(60);
  });

  test("ask until a test decides, as one machine does", async () => {
    const auto = ["--trials", "auto", "--provider", "moonshot"];
    await command(...wordsOf(...auto, "--concurrency", "1"));
    const planner = await asking(...auto, "--queue");
    await planner.untilOutput(/queue: 8 trials in 1 block/);
    const one = await worker();
    expect((await endOf(planner)).code).toBe(0);
    one.child.kill("SIGTERM");
    const [whole = "", queued = ""] = runs();
    expect(trialsOf(whole).length).toBeGreaterThan(8);
    expect(trialsOf(queued).toSorted()).toEqual(trialsOf(whole).toSorted());
    expect(reportsOf(queued)).toEqual(reportsOf(whole));
  });

  test("of tables of another version are refused, by worker and planner", async () => {
    const missing = await work("--until-empty");
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("has no queue yet")]);
    await ask("create role nobody_here");
    await command("work", "--grant", "nobody_here");
    await ask("update llm_parity_fleet.fleet_version set version = 2");
    for (const { code, stderr } of [await work("--until-empty"), await command(...wordsOf("--queue"))]) {
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining("has a queue of version 2; this program knows version 1"),
      ]);
    }
    await ask(
      "update llm_parity_fleet.fleet_version set version = 1; update llm_parity_queue.version set version = 99",
    );
    const { code, stderr } = await work("--until-empty");
    expect([code, stderr]).toEqual([2, expect.stringContaining("of another version of pg-boss")]);
  });
});

const fiveASecond = `
providers:
  openrouter:
    requestsPerMinute: 300
`;

describe("the address of the database", () => {
  const bare = (words: readonly string[], more: { readonly [name: string]: string } = {}) =>
    runCommand(words, { cwd: folder.path, env: { ...bareEnvironment(folder.path), ...more } });

  beforeEach(() => {
    folder = workFolder();
  });

  test.each([["work"], ["run", "--simulator", "http://127.0.0.1:9", "--queue"]])(
    "has to be in the environment of %s",
    async (...words) => {
      const { code, stderr } = await bare(words);
      expect([code, stderr]).toEqual([2, expect.stringContaining("LLM_PARITY_DATABASE_URL is not set")]);
    },
  );

  test.each([
    ["as an argument", ["work", "postgresql://worker:hunter2hunter2@db/parity"]],
    ["as an option", ["work", "--database-url=postgresql://worker:hunter2hunter2@db/parity"]],
    ["as an option with a value", ["work", "--database-url", "postgresql://worker:hunter2hunter2@db/parity"]],
  ])("is refused on the command line, %s, and not repeated", async (_where, words) => {
    const { code, stdout, stderr } = await bare(words);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain("hunter2");
  });

  test.each([
    ["is none", "mysql://u:hunter2hunter2@db/parity", 2, "is not the address of a PostgreSQL database"],
    [
      "leads nowhere",
      "postgresql://u:hunter2hunter2@127.0.0.1:1/parity",
      4,
      "postgresql://127.0.0.1:1/parity: the database cannot be reached (ECONNREFUSED)",
    ],
  ])("that %s is said without its password", async (_what, address, expected, message) => {
    const { code, stderr } = await bare(["work"], { LLM_PARITY_DATABASE_URL: address });
    expect([code, stderr]).toEqual([expected, expect.stringContaining(message)]);
    expect(stderr).not.toContain("hunter2");
  });

  test("may be in the file of --keys-file", async () => {
    folder.write("keys", "LLM_PARITY_DATABASE_URL=postgresql://u:hunter2hunter2@127.0.0.1:1/parity\n");
    const { stderr } = await bare(["work", "--keys-file", "keys"]);
    expect(stderr).toContain("postgresql://127.0.0.1:1/parity: the database cannot be reached");
    expect(stderr).not.toContain("hunter2");
  });

  test.each([
    [["--dataset", "rows.jsonl"], "--queue and --dataset exclude each other"],
    [["--shard", "1/2"], "--queue and --shard exclude each other"],
    [["--concurrency", "2"], "--concurrency has no effect: the workers make the calls"],
    [
      ["--target", "openai-chat:mine", "--base-url", "http://127.0.0.1:9/v1"],
      "workers do not see the --base-url of this command line",
    ],
  ])("helps no run with %j", async (words, message) => {
    const { code, stderr } = await bare(["run", "--simulator", "http://127.0.0.1:9", "--queue", ...words], {
      LLM_PARITY_DATABASE_URL: "postgresql://127.0.0.1:1/parity",
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
