import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readJournal } from "../src/runner/journal/read-journal.js";
import { loadProfile } from "../src/simulator/load-profiles.js";
import { createSimulator } from "../src/simulator/simulator.js";
import { startPostgres, type TestPostgres } from "./support/postgres.js";
import { hasPostgres, postgresTitle } from "./support/postgres-server.js";
import { bareEnvironment, type Running, startProgram } from "./support/program.js";
import { root, scenarios } from "./support/repository.js";
import { serveExchange } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** The queue is the same on every Node; its servers are started once. */
const isHere = hasPostgres && process.versions.node.startsWith("20.");
const title = (text: string) => (hasPostgres && !isHere ? `${text} (skipped: runs on Node 20)` : postgresTitle(text));

let server: TestPostgres;
let folder: WorkFolder;
let url: string;
let simulator: Awaited<ReturnType<typeof serveCounting>>;

beforeAll(async () => {
  if (isHere) server = await startPostgres();
});

beforeEach(async () => {
  if (!isHere) return;
  folder = workFolder();
  simulator = await serveCounting();
  url = await server.createDatabase();
});

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

const environment = () => ({ LLM_PARITY_DEBUG: "1", ...bareEnvironment(folder.path), LLM_PARITY_DATABASE_URL: url });
const program = (...words: readonly string[]) => startProgram(words, { cwd: folder.path, env: environment() });
const asking = (...more: readonly string[]) =>
  program(
    ...["run", "--simulator", simulator.url, "--model", "kimi-k2.5", "--client", "http", "--trials", "10", "--scenario", "basic-chat", "--api", "converse", "--api", "chat-completions"],
    ...["--nonce", "--nonce-seed", "7", "--exit-zero", ...more],
  );
const worker = (...more: readonly string[]) => program("work", "--simulator", simulator.url, "--lease", "5", ...more);
const runs = () => readdirSync(join(folder.path, "runs")).sort();

async function endOf({ ended }: Running) {
  const { code, stderr, stdout } = await ended;
  return { code, stderr, stdout };
}

const masked = new Set(["requestIds", "recordedAt", "date", "headersMs", "totalMs", "run"]);
const mask = (text: string) => JSON.parse(text, (name, value) => (masked.has(name) ? null : value));

/** The reports of a run without ids and times. */
function reportsOf(id: string): unknown {
  const read = (file: string) => readFileSync(join(folder.path, "runs", id, file), "utf8");
  return {
    json: mask(read("reports/compatibility-matrix.json")),
    markdown: read("reports/compatibility-matrix.md")
      .replaceAll(/\b(gen-|req_|[0-9a-f]{8}-)[\w-]+/g, "ID")
      .replaceAll(/\d{4}-\d\d-\d\d\S*/g, "DAY"),
    summary: read("summary.jsonl").trimEnd().split("\n").map(mask),
  };
}

/** Every trial of a run, once for each record that it has. */
function trialsOf(id: string): readonly string[] {
  return [...readJournal(join(folder.path, "runs", id, "journal.jsonl"))].map(({ json }) => {
    const { cell, trial } = JSON.parse(json ?? "").transcript;
    return `${cell.target} ${cell.scenario} ${trial}`;
  });
}

describe.skipIf(!isHere)(title("workers on one queue"), () => {
  test("ask what one machine would have asked", async () => {
    await endOf(await asking());
    const planner = await asking("--queue");
    await planner.untilOutput(/queue: \d+ trials in \d+ blocks wait/);
    const workers = await Promise.all([worker("--until-empty"), worker("--until-empty")]);
    const ended = await Promise.all([planner, ...workers].map(endOf));
    console.log(ended.map(({ code, stderr }) => `${code} ${stderr.slice(-1500)}`).join("\n----\n"));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    const [whole = "", queued = ""] = runs();
    expect(trialsOf(queued).toSorted()).toEqual(trialsOf(whole).toSorted());
    expect(reportsOf(queued)).toEqual(reportsOf(whole));
  });
});
