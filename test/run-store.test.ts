import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { seededRandom } from "../src/chat/seeded-random.js";
import { readJournal } from "../src/runner/journal/read-journal.js";
import { readRun } from "../src/runner/store/read-run.js";
import { loadProfile } from "../src/simulator/load-profiles.js";
import { createSimulator } from "../src/simulator/simulator.js";
import { runCommand } from "./support/command.js";
import { startProgram } from "./support/program.js";
import { root, scenarios } from "./support/repository.js";
import { serveExchange } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** More of both: LLM_PARITY_CRASHES=25 LLM_PARITY_CRASH_TRIALS=24. */
const crashes = Number(process.env["LLM_PARITY_CRASHES"] ?? 2);
const trialsEach = Number(process.env["LLM_PARITY_CRASH_TRIALS"] ?? 3);

let folder: WorkFolder;
let simulator: Awaited<ReturnType<typeof serveSimulator>>;

beforeEach(async () => {
  folder = workFolder();
  simulator = await serveSimulator();
});

/** A simulator that can be started anew at the same address: it counts every request from the beginning. */
async function serveSimulator() {
  const profile = loadProfile(join(root, "scenarios/profiles/kimi.yaml"));
  const fresh = () => createSimulator({ profiles: [profile], scenarios, seed: 1, now: () => new Date(0) });
  let current = fresh();
  let open = Promise.resolve();
  let answeredFirst = 0;
  let waiting = 0;
  let stuck: Promise<void> | null = null;
  const { url } = await serveExchange(async (request, signal) => {
    if (stuck !== null && request.url.includes("converse") && Buffer.from(request.body ?? []).includes("15 + 27")) {
      const released = stuck;
      stuck = null;
      await released;
    }
    answeredFirst -= 1;
    waiting += 1;
    if (answeredFirst < 0) await open;
    waiting -= 1;
    return current.exchange(request, signal);
  });
  return {
    url,
    waiting: () => waiting,
    restart: () => {
      current = fresh();
    },
    /** Lets one trial wait until the returned function is called, so that a run cannot end before it is killed. */
    stick: () => {
      let release = () => {};
      stuck = new Promise((resolve) => {
        release = resolve;
      });
      return () => release();
    },
    /** Lets requests wait until the returned function is called, but for so many that come first. */
    hold: (butFor = 0) => {
      answeredFirst = butFor;
      let release = () => {};
      open = new Promise((resolve) => {
        release = resolve;
      });
      return () => release();
    },
  };
}

/** Three columns of two providers, which are asked at the same time. */
const asking = (...more: readonly string[]) => [
  ...["run", "--simulator", simulator.url, "--model", "kimi-k2.5", "--nonce", "--client", "http"],
  ...["--provider", "openrouter", "--provider", "bedrock", "--api", "converse-stream", "--api", "chat-completions"],
  ...["--trials", String(trialsEach), "--no-reports", "--progress", "trials", ...more],
];
const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
const runs = () => readdirSync(join(folder.path, "runs")).sort();
const pathOf = (id: string) => join(folder.path, "runs", id);
const journalOf = (id: string) => join(pathOf(id), "journal.jsonl");

/** The results of a run, without what differs between two runs that saw the same. */
async function resultsOf(id: string): Promise<unknown> {
  const { stdout } = await program("report", id, "--no-reports", "--json", "--exit-zero");
  return JSON.parse(stdout, (name, value) =>
    ["requestIds", "recordedAt", "date", "runDirectory", "run"].includes(name) ? null : value,
  );
}

/** Every trial of a run, once for each record that it has. */
function recordsOf(id: string): readonly string[] {
  return [...readJournal(journalOf(id))].flatMap(({ json }) => {
    if (json === null) return [];
    const { cell, trial } = JSON.parse(json).transcript;
    return [`${cell.target} ${cell.scenario} ${trial}`];
  });
}

/** Starts a command and kills it when it has shown so many trials. */
async function killed(words: readonly string[], afterTrials: number): Promise<void> {
  const { child, untilOutput, ended } = await startProgram(words, { cwd: folder.path });
  await untilOutput(new RegExp(`\\[${afterTrials}/`));
  child.kill("SIGKILL");
  expect((await ended).code).toBeNull();
}

/** Kills a command as {@link killed} does, and lets one of its trials wait meanwhile: it cannot end sooner, even one trial before its end. */
async function killedBeforeItsEnd(words: readonly string[], afterTrials: number): Promise<void> {
  const release = simulator.stick();
  await killed(words, afterTrials);
  release();
}

/** Starts a run of few trials, and kills it when some of them are made and others wait for their answers. */
async function killedHalfway(...more: readonly string[]): Promise<void> {
  const release = simulator.hold(8);
  await killed(asking("--scenario", "basic-chat", ...more), 3);
  release();
}

describe("a run that is killed", () => {
  test("goes on to the same trials, once each, and the same results", async () => {
    await program(...asking("--exit-zero"));
    const [whole = ""] = runs();
    const [expected, trials] = [await resultsOf(whole), recordsOf(whole)];
    const random = seededRandom(7);
    const moment = (from: number) => Math.floor(from + random() * (trials.length - 2 - from)) + 1;
    for (let crash = 0; crash < crashes; crash += 1) {
      simulator.restart();
      const first = moment(0);
      await killedBeforeItsEnd(asking(), first);
      const id = runs().find((one) => one !== whole) ?? "";
      for (const again of [moment(first), trials.length - 1]) {
        simulator.restart();
        const made = readRun(pathOf(id)).transcripts.length;
        if (made < again) await killedBeforeItsEnd(["run", "--resume", id], again);
      }
      simulator.restart();
      const last = await program("run", "--resume", id);
      expect(last.stderr).toContain(`of ${trials.length} trials were made before`);
      expect(recordsOf(id).toSorted()).toEqual(trials.toSorted());
      expect(await resultsOf(id)).toEqual(expected);
      rmSync(pathOf(id), { recursive: true });
    }
  });

  test("leaves its lock, and the next one takes it over", async () => {
    await killedHalfway();
    const [id = ""] = runs();
    expect(readdirSync(pathOf(id))).toContain("lock-1");
    const resumed = await program("run", "--resume", "last");
    expect(resumed.code).not.toBe(2);
    expect(readdirSync(pathOf(id)).sort()).toEqual(["journal.jsonl", "run.json", "summary.jsonl"]);
  });
});

describe("a journal that was damaged", () => {
  const scenario = ["--scenario", "basic-chat"];
  let id = "";
  let whole: Buffer;
  let trials: readonly string[];

  beforeEach(async () => {
    await program(...asking(...scenario, "--exit-zero"));
    [id = ""] = runs();
    whole = readFileSync(journalOf(id));
    trials = recordsOf(id);
  });

  test.each<[what: string, damage: () => void, again: number]>([
    ["at its end, by a torn record", () => writeFileSync(journalOf(id), whole.subarray(0, -100)), 1],
    ["at its end, by zeros in place of the record", () => zeroTail(), 1],
    ["at its end, by zeros after the record", () => appendFileSync(journalOf(id), Buffer.alloc(4_096)), 0],
    ["by a record that was written twice", () => appendFileSync(journalOf(id), lastLine()), 0],
    ["inside", () => writeFileSync(journalOf(id), whole.fill(0x20, 40, 60)), 1],
    ["wholly: it is empty", () => writeFileSync(journalOf(id), ""), Number.NaN],
  ])("%s loses no other trial", async (_what, damage, again) => {
    damage();
    simulator.restart();
    const { stderr } = await program("run", "--resume", "last");
    const asked = stderr.match(/^\[\d+\/\d+\]/gm)?.length ?? 0;
    expect(asked).toBe(Number.isNaN(again) ? trials.length : again);
    expect([...new Set(recordsOf(id))].toSorted()).toEqual(trials.toSorted());
    expect(readRun(pathOf(id)).transcripts).toHaveLength(trials.length);
  });

  function lastLine(): Buffer {
    return whole.subarray(whole.lastIndexOf(0x0a, whole.length - 2) + 1);
  }

  function zeroTail(): void {
    writeFileSync(journalOf(id), Buffer.concat([whole.subarray(0, -lastLine().length), Buffer.alloc(900)]));
  }
});

describe("a run that goes on", () => {
  const scenario = ["--scenario", "basic-chat"];

  test("says so when it is complete, and asks nothing", async () => {
    await program(...asking(...scenario));
    const { code, stderr } = await program("run", "--resume", "last");
    expect(stderr).toContain("is complete: all");
    expect(code).toBe(0);
  });

  test("takes no other option, and none of them is ignored", async () => {
    await program(...asking(...scenario));
    const { code, stderr } = await program("run", "--resume", "last", "--trials", "9");
    expect(stderr).toContain("--resume takes the options from the run, so --trials has no effect");
    expect(code).toBe(2);
  });

  test.each<[what: string, change: (text: string) => string, message: string]>([
    ["a scenario", (text) => text.replace("15 + 27", "15 + 28"), "scenario basic-chat has changed"],
    ["nothing but a comment", (text) => `# a comment\n${text}`, "is complete"],
  ])("is compared with its plan: %s has changed", async (_what, change, message) => {
    folder.copy("scenarios");
    await program(...asking(...scenario, "--scenarios", "scenarios"));
    folder.write("scenarios/basic-chat.yaml", change(folder.read("scenarios/basic-chat.yaml")));
    expect((await program("run", "--resume", "last")).stderr).toContain(message);
  });

  test("is continued by the versions that made it", async () => {
    await killedHalfway();
    const [id = ""] = runs();
    folder.edit(`runs/${id}/run.json`, '"llm-parity": "', '"llm-parity": "9.');
    const { code, stderr } = await program("run", "--resume", "last");
    expect(stderr).toMatch(/cannot be continued: it was made with llm-parity 9\.\S+, and this is \d/);
    expect(code).toBe(2);
  });

  test("has one writer: of two that continue it at once, one works", async () => {
    await killedHalfway();
    const release = simulator.hold();
    const both = await Promise.all([1, 2].map(() => startProgram(["run", "--resume", "last"], { cwd: folder.path })));
    const refused = await Promise.race(both.map(({ ended }) => ended));
    expect(refused.stderr).toMatch(/is writing here|has just taken it/);
    expect(refused.code).toBe(2);
    release();
    const ended = await Promise.all(both.map((one) => one.ended));
    expect(ended.filter(({ code }) => code === 2)).toHaveLength(1);
    const [id = ""] = runs();
    expect(new Set(recordsOf(id)).size).toBe(recordsOf(id).length);
  });

  test("is taken over from a process that was frozen for 30 s, which stops at its next write", async () => {
    const release = simulator.hold();
    const frozen = await startProgram(asking(), { cwd: folder.path });
    await frozen.untilOutput(/evidence: /);
    const [id = ""] = runs();
    // What is not asked is recorded first; frozen between the look at its lock and such a write, it would still write that one.
    await expect.poll(simulator.waiting).toBeGreaterThanOrEqual(4);
    frozen.child.kill("SIGSTOP");
    release();
    const longAgo = Date.now() / 1_000 - 31;
    utimesSync(join(pathOf(id), "lock-1"), longAgo, longAgo);
    const second = await startProgram(["run", "--resume", id], { cwd: folder.path });
    await second.untilOutput(/^\[1\//m);
    frozen.child.kill("SIGCONT");
    const { code, stderr } = await frozen.ended;
    expect(stderr).toMatch(/lock-1: another process has taken over.*\n.*Nothing is lost: the other one goes on/);
    expect(code).toBe(4);
    const taken = await second.ended;
    const records = recordsOf(id);
    expect(new Set(records).size).toBe(records.length);
    // Where it is not complete, the cause is in what the second one said.
    expect((await program("run", "--resume", id)).stderr, JSON.stringify(taken)).toContain("is complete");
    expect(readdirSync(pathOf(id)).filter((name) => name.startsWith("lock-"))).toEqual([]);
  });

  test("may be of another folder than the present one", async () => {
    await killedHalfway("--runs", "kept");
    const [id = ""] = readdirSync(join(folder.path, "kept"));
    const elsewhere = workFolder();
    const { stderr } = await runCommand(["run", "--resume", join(folder.path, "kept", id)], { cwd: elsewhere.path });
    expect(stderr).toMatch(/^\[\d+\/\d+\]/m);
    expect(existsSync(join(elsewhere.path, "runs"))).toBe(false);
  });
});
