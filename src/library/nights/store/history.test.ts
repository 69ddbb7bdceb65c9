import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { nightRun, summaryLine } from "../../../../test/samples/summary-lines.js";
import { atEnd } from "../../../../test/support/at-end.js";
import { startPostgres, type TestPostgres } from "../../../../test/support/postgres.js";
import { askDatabase } from "../../../../test/support/postgres-query.js";
import { hasPostgres, postgresTitle } from "../../../../test/support/postgres-server.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import type { CellNight } from "../../../verdict/nights/cell-night.js";
import type { Baseline } from "../../../verdict/regression/baseline.js";
import type { History } from "../history.js";
import { filesHistory } from "./files-history.js";
import { postgresHistory } from "./postgres-history.js";

const cell = "kimi-k2.5/bedrock/converse-stream/basic-chat";
const bad = (n: number) => summaryLine({ trials: { bad: n } });
const other = summaryLine({ scenario: "tool-call" });
const counts = (nights: readonly CellNight[]) => nights.map(({ night, bad: n, eligible }) => [night, n, eligible]);

async function nights(history: History, days: number): Promise<void> {
  for (let day = 1; day <= days; day += 1) {
    const night = `2026-11-${String(day).padStart(2, "0")}`;
    await history.append({ night, run: nightRun(`${night}-a`), lines: [bad(day), other] });
  }
}

/** What every store of nights does. `open`: a new, empty one; `again`: the same one, opened anew. */
function contract(open: () => Promise<{ readonly history: History; readonly again: () => Promise<History> }>): void {
  test("an empty one has no night, no cell and no baseline", async () => {
    const { history } = await open();
    expect(await history.ids()).toEqual([]);
    expect(await history.night("2026-11-01")).toBeNull();
    expect(await history.last(3)).toEqual([]);
    expect(await history.ofCell(cell, 3)).toEqual([]);
    expect(await history.baseline()).toBeNull();
  });

  test("a night comes back as it was appended, with the run in each line, also when it is opened anew", async () => {
    const { history, again } = await open();
    const run = nightRun("2026-11-01-a");
    const night = await history.append({ night: "2026-11-01", run, lines: [bad(1), other] });
    expect(night).toEqual({
      id: "2026-11-01",
      runs: [run],
      masked: [],
      lines: [
        { ...bad(1), run: run.id },
        { ...other, run: run.id },
      ],
    });
    expect(await (await again()).night("2026-11-01")).toEqual(night);
  });

  test("the newest nights are given oldest first, of all and of one cell", async () => {
    const { history } = await open();
    await nights(history, 5);
    await history.append({ night: "2026-11-06", run: nightRun("2026-11-06-a"), lines: [other] });
    expect(await history.ids()).toEqual([1, 2, 3, 4, 5, 6].map((day) => `2026-11-0${day}`));
    expect((await history.last(2)).map(({ id }) => id)).toEqual(["2026-11-05", "2026-11-06"]);
    expect(await history.last(Number.POSITIVE_INFINITY)).toHaveLength(6);
    expect(await history.facts(1)).toEqual([{ id: "2026-11-06", runs: [nightRun("2026-11-06-a")], masked: [] }]);
    expect(await history.facts(Number.POSITIVE_INFINITY)).toHaveLength(6);
    expect(counts(await history.ofCell(cell, 3))).toEqual([
      ["2026-11-04", 4, 12],
      ["2026-11-05", 5, 12],
    ]);
    expect(counts(await history.ofCell(cell, 100))).toHaveLength(5);
    expect(await history.ofCell("kimi-k2.5/bedrock/converse-stream/no-such", 100)).toEqual([]);
  });

  test("the same run again takes its own place, in the cell's history too", async () => {
    const { history } = await open();
    await nights(history, 2);
    expect(counts(await history.ofCell(cell, 9))).toEqual([
      ["2026-11-01", 1, 12],
      ["2026-11-02", 2, 12],
    ]);
    const rejudged = await history.append({ night: "2026-11-01", run: nightRun("2026-11-01-a"), lines: [bad(7)] });
    expect(rejudged.lines).toHaveLength(1);
    expect(counts(await history.ofCell(cell, 9))).toEqual([
      ["2026-11-01", 7, 12],
      ["2026-11-02", 2, 12],
    ]);
  });

  test.each([["in the order of their start"], ["the later one first"]])(
    "of two runs of a night the later one counts, the other is said (%s)",
    async (order) => {
      const { history } = await open();
      const first = { run: nightRun("2026-11-01-z"), lines: [bad(9), other] };
      const second = { run: nightRun("2026-11-01-a", { startedAt: "2026-11-01T09:00:00.000Z" }), lines: [bad(0)] };
      for (const one of order.startsWith("in") ? [first, second] : [second, first]) {
        await history.append({ night: "2026-11-01", ...one });
      }
      expect((await history.night("2026-11-01"))?.runs.map(({ id }) => id)).toEqual(["2026-11-01-z", "2026-11-01-a"]);
      expect(await history.ofCell(cell, 1)).toMatchObject([
        { bad: 0, run: "2026-11-01-a", replaced: [{ run: "2026-11-01-z", bad: 9, eligible: 12 }] },
      ]);
    },
  );

  test("a masked night says so, until it is masked no more; a night that is not there cannot be masked", async () => {
    const { history, again } = await open();
    await nights(history, 1);
    await history.mask("2026-11-01", ["bedrock/converse-stream"]);
    expect(await (await again()).ofCell(cell, 1)).toMatchObject([{ masked: true }]);
    expect((await history.night("2026-11-01"))?.masked).toEqual(["bedrock/converse-stream"]);
    await history.mask("2026-11-01", []);
    expect(await history.ofCell(cell, 1)).toMatchObject([{ masked: false }]);
    await expect(history.mask("2026-11-09", [])).rejects.toMatchObject({
      name: "HistoryError",
      message: expect.stringContaining("has no night 2026-11-09"),
    });
  });

  test("a baseline is pinned in place of the earlier one", async () => {
    const { history, again } = await open();
    const baseline: Baseline = {
      ...{ schemaVersion: 1, nights: ["2026-11-01"], rules: "r", reason: null },
      cells: [
        {
          cell,
          column: "bedrock/converse-stream",
          suite: "core",
          nights: [{ night: "2026-11-01", eligible: 12, bad: 1 }],
        },
      ],
    };
    await history.pin({ ...baseline, reason: "a trial" });
    await history.pin(baseline);
    expect(await (await again()).baseline()).toEqual(baseline);
  });

  test("runs that are appended at once are all there", async () => {
    const { history } = await open();
    const runs = [1, 2, 3, 4].map((n) => nightRun(`2026-11-01-${n}`));
    await Promise.all(
      runs.map((run, at) =>
        history.append({ night: "2026-11-01", run, lines: [summaryLine({ scenario: `s${at}` }), bad(at)] }),
      ),
    );
    const night = await history.night("2026-11-01");
    expect(night?.runs).toEqual(runs);
    expect(night?.lines).toHaveLength(8);
  });
}

describe("a history in a folder", () => {
  contract(async () => {
    const folder = temporaryFolder();
    return { history: filesHistory(folder), again: async () => filesHistory(folder) };
  });

  test("is plain files, with no lock left, and its cache is out of a checkout", async () => {
    const folder = temporaryFolder();
    const history = filesHistory(folder);
    await nights(history, 1);
    await history.ofCell(cell, 9);
    expect(readdirSync(folder).sort()).toEqual(["cache", "nights"]);
    expect(readdirSync(join(folder, "nights/2026-11-01")).sort()).toEqual(["night.json", "summary.jsonl"]);
    expect(readFileSync(join(folder, "cache/.gitignore"), "utf8")).toBe("*\n");
  });

  test.each([
    ["is removed", (file: string) => rmSync(file)],
    ["is cut", (file: string) => writeFileSync(file, readFileSync(file, "utf8").slice(0, -20))],
    ["is of another form", (file: string) => writeFileSync(file, '{"form":0}\n')],
    ["is no text of ours", (file: string) => writeFileSync(file, "\u0000")],
  ])("is read the same when its cache %s, and when it is whole", async (_, damage) => {
    const folder = temporaryFolder();
    const history = filesHistory(folder);
    await nights(history, 4);
    const before = await history.ofCell(cell, 9);
    expect(await history.ofCell(cell, 9)).toEqual(before);
    const [name = ""] = readdirSync(join(folder, "cache")).filter((one) => one.endsWith(".jsonl"));
    damage(join(folder, "cache", name));
    expect(await history.ofCell(cell, 9)).toEqual(before);
    expect(existsSync(join(folder, "cache", name))).toBe(true);
  });

  test("a night that another program wrote, or removed, is seen at once", async () => {
    const folder = temporaryFolder();
    const history = filesHistory(folder);
    await nights(history, 3);
    await history.ofCell(cell, 9);
    rmSync(join(folder, "nights/2026-11-02"), { recursive: true });
    const lines = join(folder, "nights/2026-11-03/summary.jsonl");
    writeFileSync(lines, readFileSync(lines, "utf8").replace('"bad":3', '"bad":12'));
    expect(counts(await history.ofCell(cell, 9))).toEqual([
      ["2026-11-01", 1, 12],
      ["2026-11-03", 12, 12],
    ]);
  });

  test("lines of a run that its night does not name are none: it was being written when the power went", async () => {
    const folder = temporaryFolder();
    const history = filesHistory(folder);
    await nights(history, 1);
    const file = join(folder, "nights/2026-11-01/summary.jsonl");
    writeFileSync(file, `${readFileSync(file, "utf8")}${JSON.stringify({ ...bad(12), run: "2026-11-01-b" })}\n`);
    expect(await history.ofCell(cell, 1)).toMatchObject([{ bad: 1, run: "2026-11-01-a" }]);
  });

  test.each([
    ["nights/2026-11-01/night.json", '"formatVersion": 1', '"formatVersion": 2', "night of format version 2"],
    ["nights/2026-11-01/summary.jsonl", '"schemaVersion":2', '"schemaVersion":3', "line of form 3"],
    ["nights/2026-11-01/summary.jsonl", '"schemaVersion":2', '"schemaVersion":1', "line of form 1"],
    ["nights/2026-11-01/summary.jsonl", '"api":"converse-stream"', '"api":7', "is not a line of a summary: api"],
    ["nights/2026-11-01/summary.jsonl", '{"schemaVersion"', '{schemaVersion"', "line 1: is not JSON"],
    ["nights/2026-11-01/night.json", '"runs"', '"laps"', "is not a night"],
    ["nights/2026-11-01/night.json", '{\n  "formatVersion"', "", "night.json: is not JSON"],
    ["baseline.json", '"schemaVersion": 1', '"schemaVersion": 2', "baseline of version 2"],
    ["baseline.json", '"nights"', '"days"', "is not a baseline"],
  ])("what it cannot read in %s (%s → %s) is named, with what to do", async (name, from, to, says) => {
    const folder = temporaryFolder();
    const history = filesHistory(folder);
    await nights(history, 1);
    await history.pin({ schemaVersion: 1, nights: [], rules: "", reason: null, cells: [] });
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
    const reading = name === "baseline.json" ? history.baseline() : history.night("2026-11-01");
    await expect(reading).rejects.toMatchObject({
      name: "HistoryError",
      message: expect.stringMatching(new RegExp(`${name.split("/").at(-1)?.replace(".", "\\.")}.*${says}|${says}`)),
      hint: expect.stringMatching(/./),
    });
  });

  test("a folder that is no night is passed over", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "nights/2026-02-30"), { recursive: true });
    mkdirSync(join(folder, "nights/notes"));
    expect(await filesHistory(folder).ids()).toEqual([]);
  });
});

describe.skipIf(!hasPostgres)(postgresTitle("a history in PostgreSQL"), () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });

  async function opened(url: string): Promise<History> {
    const history = await postgresHistory(url);
    atEnd(history.close);
    return history;
  }

  contract(async () => {
    const url = await server.createDatabase();
    return { history: await opened(url), again: () => opened(url) };
  });

  test("two programs that make its tables at once make them once", async () => {
    const url = await server.createDatabase();
    const both = await Promise.all([opened(url), opened(url)]);
    await Promise.all(both.map((history) => history.ids()));
    await Promise.all(both.map((history, at) => nights(history, at + 1)));
    expect(await both[0]?.ids()).toEqual(["2026-11-01", "2026-11-02"]);
  });

  test("is used by a user who can make no table, and who has the rights that docs/nights.md names", async () => {
    const url = await server.createDatabase();
    await (await opened(url)).ids();
    await askDatabase(url, "create role nightly login password 'pw-of-nightly'");
    const own = server.urlFor(new URL(url).pathname.slice(1), { name: "nightly", password: "pw-of-nightly" });
    await expect((await opened(own)).ids()).rejects.toMatchObject({
      name: "UsageError",
      code: 2,
      message: expect.stringContaining("the user may not do that (42501"),
    });
    const page = readFileSync(new URL("../../../../docs/nights.md", import.meta.url), "utf8");
    const [, grants = ""] = /```sql\n([^`]*)```/.exec(page) ?? [];
    await askDatabase(url, grants);
    const history = await opened(own);
    await nights(history, 2);
    await history.append({ night: "2026-11-01", run: nightRun("2026-11-01-a"), lines: [bad(5)] });
    await history.mask("2026-11-01", ["x"]);
    await history.pin({ schemaVersion: 1, nights: [], rules: "", reason: null, cells: [] });
    expect(counts(await history.ofCell(cell, 9))).toEqual([
      ["2026-11-01", 5, 12],
      ["2026-11-02", 2, 12],
    ]);
    await expect(askDatabase(own, "create table llm_parity.mine ()")).rejects.toMatchObject({ code: "42501" });
  });

  test("tables of a newer version are refused by name", async () => {
    const url = await server.createDatabase();
    await (await opened(url)).ids();
    await askDatabase(url, "update llm_parity.history_version set version = 9");
    await expect((await opened(url)).ids()).rejects.toMatchObject({
      name: "HistoryError",
      message: expect.stringContaining("has tables of version 9; this program reads version 1"),
    });
  });

  test("a wrong password, database or server is said without the password", async () => {
    const url = await server.createDatabase();
    const { password } = new URL(url);
    const wrong = [url.replace(password, "not-the-password"), `${url}_none`, url.replace("llm-parity-pg", "llm-no-pg")];
    const errors = await Promise.all(
      wrong.map(async (one) => (await opened(one)).ids().catch((error: unknown) => error)),
    );
    expect(errors).toMatchObject([
      { name: "UsageError", code: 3, message: expect.stringContaining("the password is refused") },
      { name: "UsageError", code: 2, message: expect.stringContaining("there is no such database") },
      { name: "UsageError", code: 4, message: expect.stringContaining("the database cannot be reached (ENOENT)") },
    ]);
    expect(JSON.stringify(errors.map((error) => [String(error), error]))).not.toContain(password);
  });

  test("what was appended outlives a server that is killed; meanwhile it is said to be down", async () => {
    const own = await startPostgres();
    const url = await own.createDatabase();
    const history = await opened(url);
    await nights(history, 1);
    await own.stop();
    await expect(history.ids()).rejects.toMatchObject({ name: "UsageError", code: 4 });
    await own.start();
    expect(await history.ids()).toEqual(["2026-11-01"]);
  });
});
