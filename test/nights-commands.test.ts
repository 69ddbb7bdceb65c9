import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { dayAfter } from "../src/verdict/nights/calendar.js";
import { runCommand } from "./support/command.js";
import { startPostgres } from "./support/postgres.js";
import { hasPostgres, postgresTitle } from "./support/postgres-server.js";
import { bareEnvironment } from "./support/program.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const cell = "kimi-k2.5/bedrock/converse-stream/response-after-tool";
const asked = ["--target", "kimi-k2.5/bedrock/converse-stream", "--scenario", "response-after-tool", "--trials", "12"];

let folder: WorkFolder;
let ids: readonly string[];
let [first, second] = ["", ""];

const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
const runPath = (at: number, file = "") => join(folder.path, "runs", ids[at] ?? "", file);

/** A night on which the model answers, and one on which it is silent after the result of a tool, in half of the trials or more. */
beforeAll(async () => {
  folder = workFolder();
  const [good, bad] = [await serveProfile("default"), await serveProfile("kimi")];
  await program("run", "--simulator", good.url, ...asked);
  await program("run", "--simulator", bad.url, ...asked, "--suite", "full");
  await program(
    "run",
    "--simulator",
    good.url,
    "--suite",
    "canary",
    "--model",
    "kimi-k2.5",
    "--trials",
    "2",
    "--nonce",
  );
  ids = readdirSync(join(folder.path, "runs")).sort();
  second = (ids[1] ?? "").slice(0, 10);
  first = dayAfter(second, -1);
  const added = await program("history", "add", ids[0] ?? "", "--night", first);
  expect(added).toMatchObject({ code: 0, stdout: `history: night ${first} got run ${ids[0]}: 1 cell\n` });
  expect(await program("history", "add", "last~1")).toMatchObject({ code: 0 });
});

test("the history of a cell says when it became bad, which night was the last good one, and that it was not we", async () => {
  const { code, stdout } = await program("history", ...cell.replace("/response", " response").split(" "));
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${cell}\nhistory: 2 nights measured from ${first} to ${second}\n`));
  expect(stdout).toMatch(/WORSE: 0 of 12 bad before, \d+ of 12 bad since, p < 0\.001/);
  expect(stdout).toContain(`first bad night: ${second}\nlast good night: ${first}\n`);
  expect(stdout).toContain("who changed: the request is the same, so the change is not ours");
  expect(stdout).toMatch(new RegExp(`\n${first}  0 of 12 bad\n${second}  \\d+ of 12 bad; empty-reply ×\\d+`));
});

test("the same as JSON, and the nights without a cell", async () => {
  const json = JSON.parse((await program("history", cell, "--json")).stdout);
  expect(json).toMatchObject({
    ...{ schemaVersion: 1, history: "history", cell },
    change: { direction: "worse", firstNights: [second], lastBefore: first, request: "equal" },
    nights: [
      { night: first, state: "measured", cell: { eligible: 12, bad: 0 } },
      { night: second, state: "measured", cell: { eligible: 12 } },
    ],
  });
  expect((await program("history")).stdout).toBe(
    `history\n${first}  1 cell; 0 all bad; 0 partly bad\n${second}  1 cell; ${json.nights[1].cell.bad === 12 ? "1 all bad; 0" : "0 all bad; 1"} partly bad\n`,
  );
});

test.each([
  ["nights", () => [first, second], () => [`night ${first}`, `night ${second}`]],
  ["nights by their place", () => ["latest-night~1", "latest-night"], () => [`night ${first}`, `night ${second}`]],
  ["runs", () => [ids[0] ?? "", "last~1"], () => [`run ${ids[0]}`, `run ${ids[1]}`]],
  ["a run by its folder and a night", () => [`runs/${ids[0]}`, second], () => [`run ${ids[0]}`, `night ${second}`]],
])(
  "a comparison of %s shows the cell that is worse, with counts, interval and who changed",
  async (_, sides, titles) => {
    const { code, stdout } = await program("diff", ...sides());
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${titles().join(" {2}→ {2}")}\n1 cell compared: 1 worse`));
    expect(stdout).toContain(`WORSE\n  ${cell}\n      0 of 12 bad (0.0 % to 22.1 %) → `);
    expect(stdout).toMatch(/empty-reply ×\d+\n {6}the request is the same, so the change is not ours/);
  },
);

test("a canary is asked with the same bytes in spite of --nonce, and its tokens are counted", async () => {
  const lines = readFileSync(runPath(2, "summary.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.length).toBeGreaterThan(3);
  for (const { scenario, suite, opening } of lines) {
    expect([scenario, suite, opening.varied, opening.requests.distinct]).toEqual(["canary", "canary", false, 1]);
  }
});

test("runs judged by today's rules keep their counts, and the nights that have them are written again", async () => {
  const before = folder.contents("history/nights");
  const { code, stdout } = await program("rejudge", first, "last~1");
  expect(code).toBe(0);
  expect(stdout.trimEnd().split("\n")).toEqual([
    `runs/${ids[0]}: 1 cell judged; night ${first}: 0 cells with other counts`,
    `runs/${ids[1]}: 1 cell judged; night ${second}: 0 cells with other counts`,
  ]);
  expect(folder.contents("history/nights")).toEqual(before);
});

test("a summary that is missing, of another form or older than its journal is made again for a comparison, and not kept", async () => {
  const file = runPath(0, "summary.jsonl");
  const text = readFileSync(file, "utf8");
  try {
    writeFileSync(file, text.replace('"schemaVersion":2', '"schemaVersion":1'));
    const { stdout, stderr } = await program("diff", ids[0] ?? "", first);
    expect(stdout).toContain("1 cell compared: 0 worse, 0 better, 0 within chance, 1 as before.");
    expect(stderr).toContain(`runs/${ids[0]}: has no summary of this version; it is made from the journal`);
    expect(readFileSync(file, "utf8")).toContain('"schemaVersion":1');
  } finally {
    writeFileSync(file, text);
  }
});

describe("a mistake is named, with what to do:", () => {
  test.each<[string, () => readonly string[], number, RegExp]>([
    [
      "no such side",
      () => ["diff", "2020-01-01", first],
      2,
      /"2020-01-01" is neither a night of history nor a run of runs\n.*known nights: /,
    ],
    [
      "a place before the first night",
      () => ["diff", "latest-night~7", first],
      2,
      /history has 2 nights\n.*The oldest is /,
    ],
    ["no baseline", () => ["diff", "baseline", first], 2, /history has no baseline\n.*baseline pin/],
    [
      "a misspelt cell",
      () => ["history", `${cell}s`],
      2,
      /none of the newest nights of history has it\n.*did you mean "kimi-k2\.5/,
    ],
    ["no cell", () => ["history", "kimi"], 2, /"kimi" is not a cell/],
    [
      "a history that is not there",
      () => ["history", cell, "--history", "none"],
      2,
      /none: has no night yet\n.*history add RUN/,
    ],
    ["an empty name", () => ["history", "--history", ""], 2, /--history names no folder/],
    ["a night to come", () => ["history", "add", "last", "--night", dayAfter(second, 1)], 2, /started before, on/],
    [
      "a night long ago",
      () => ["history", "add", "last", "--night", dayAfter(second, -4)],
      2,
      /started 3 days later or more/,
    ],
    ["a day that is none", () => ["history", "add", "last", "--night", "2026-02-30"], 2, /there is no such day/],
    ["a run of another night", () => ["history", "add", ids[0] ?? ""], 2, /is already part of night/],
    ["no such run", () => ["history", "add", "x"], 2, /there is no run "x"/],
    [
      "an option of the upper command",
      () => ["history", "add", "last", "--nights", "3"],
      2,
      /--nights has no effect with `history add`/,
    ],
    [
      "a misspelt night to keep",
      () => ["prune", "--keep", "2026-01-01", "--plan"],
      2,
      /--keep 2026-01-01: there is no such night/,
    ],
    ["nothing to prune", () => ["prune", "--history", "none"], 2, /none: has no night/],
    ["a night that is none", () => ["rejudge", "2020-01-01"], 2, /there is no run "2020-01-01"/],
  ])("%s", async (_, words, code, says) => {
    const ended = await program(...words());
    expect(ended.stderr).toMatch(says);
    expect(ended).toMatchObject({ code, stdout: "" });
  });

  test.each(["postgresql://u:secret-word@h/db", "postgres://h/db", "http://h"])(
    "the address of a database on the command line (%s), whose password is not repeated",
    async (url) => {
      const ended = await program("history", "--history", url);
      expect(ended).toMatchObject({ code: 2, stdout: "" });
      expect(ended.stderr).toMatch(/--history takes a folder, not an address[^\n]*\n.*LLM_PARITY_DATABASE_URL/);
      expect(ended.stderr).not.toContain("secret-word");
    },
  );

  test.each([
    ["mysql://u:secret-word@h/db", 2, /LLM_PARITY_DATABASE_URL is not the address of a PostgreSQL database/],
    [
      "postgresql://u:secret-word@127.0.0.1:1/db",
      4,
      /postgresql:\/\/127\.0\.0\.1:1\/db: the database cannot be reached \(ECONNREFUSED\)/,
    ],
  ])("an address that is of no use (%s)", async (url, code, says) => {
    const env = { ...bareEnvironment(folder.path), LLM_PARITY_DATABASE_URL: url };
    const ended = await runCommand(["history"], { cwd: folder.path, env });
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).not.toContain("secret-word");
  });
});

describe.skipIf(!hasPostgres)(postgresTitle("with a database"), () => {
  test("the same commands say the same", async () => {
    const url = await (await startPostgres()).createDatabase();
    const env = { ...bareEnvironment(folder.path), LLM_PARITY_DATABASE_URL: url };
    const ask = (...words: readonly string[]) => runCommand(words, { cwd: folder.path, env });
    await ask("history", "add", ids[0] ?? "", "--night", first);
    expect(await ask("history", "add", ids[1] ?? "")).toMatchObject({ code: 0, stderr: "" });
    const [inFolder, inDatabase] = [await program("history", cell), await ask("history", cell)];
    const withoutPlace = (text: string) => text.replace(/^(?:history|postgresql:\S+):/m, "");
    expect(withoutPlace(inDatabase.stdout)).toBe(withoutPlace(inFolder.stdout));
    expect(await ask("diff", first, second)).toEqual(await program("diff", first, second));
    expect(inDatabase.stdout).not.toContain(new URL(url).password);
  });
});

describe("pruning", () => {
  const journals = () => ids.map((_, at) => readdirSync(runPath(at)).filter((name) => name.startsWith("journal")));

  test("plans first: what would go, with its bytes, and what stays and why; nothing changes", async () => {
    const bytes = readFileSync(runPath(0, "journal.jsonl")).length;
    const { code, stdout } = await program("prune", "--plan", "--nights", "1");
    expect(code).toBe(0);
    expect(stdout).toContain(`To be thinned: 1 run, ${(bytes / 1000).toFixed(1)} KB.`);
    expect(stdout).toContain(`  night ${first}: runs/${ids[0]}, `);
    expect(stdout).toMatch(/Whole \(recent\): 1 run, .*\nNot part of any night, not touched: 1 run, /);
    expect((await program("prune", "--plan")).stdout).toContain("There is nothing to thin.");
    expect((await program("prune", "--plan", "--nights", "1", "--keep", first)).stdout).toMatch(
      /Whole \(named\): 1 run/,
    );
    expect(journals()).toEqual([["journal.jsonl"], ["journal.jsonl"], ["journal.jsonl"]]);
  });

  test("leaves the bad trials and a good one of each cell, byte for byte; what needs all of them is refused", async () => {
    const whole = readFileSync(runPath(0, "journal.jsonl"), "utf8").split("\n");
    const shown = await program("show", cell, "--run", ids[0] ?? "", "--trial", "1", "--raw");
    const difference = (await program("diff", ids[0] ?? "", second)).stdout;
    const { code, stderr } = await program("prune", "--nights", "1");
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^runs\/\S+: 1 of 12 trials kept, [\d.]+ KB freed\n$/)]);
    expect(journals()).toEqual([["journal.jsonl.gz"], ["journal.jsonl"], ["journal.jsonl"]]);
    expect(existsSync(runPath(0, "summary.jsonl"))).toBe(true);
    const { gunzipSync } = await import("node:zlib");
    const kept = gunzipSync(readFileSync(runPath(0, "journal.jsonl.gz")))
      .toString("utf8")
      .split("\n");
    expect(kept).toHaveLength(2);
    expect(whole).toContain(kept[0]);
    expect(await program("show", cell, "--run", ids[0] ?? "", "--trial", "1", "--raw")).toEqual(shown);
    expect((await program("diff", ids[0] ?? "", second)).stdout).toBe(difference);
    for (const words of [["report"], ["run", "--resume"], ["explain", cell, "--run"]]) {
      const ended = await program(...words, ids[0] ?? "");
      expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining("was pruned")]);
    }
    const again = await program("rejudge", first);
    expect([again.code, again.stderr]).toEqual([4, expect.stringContaining("was pruned: its cells stay judged")]);
    expect((await program("prune", "--nights", "1")).stdout).toMatch(
      /^There is nothing to thin\.\n.*\nAlready thinned: 1 run\n/,
    );
  });
});
