import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { nightRun, ranked, summaryLine } from "../../../test/samples/summary-lines.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { dayAfter } from "../../verdict/nights/calendar.js";
import { gateHistory } from "./gate-history.js";
import type { History } from "./history.js";
import { pinHistory } from "./pin-history.js";
import { filesHistory } from "./store/files-history.js";

const scenarios = ["basic-chat", "tool-call", "multi-step", "response-after-tool", "two-calls", "nested"];
const columns = ["converse", "converse-stream"] as const;
const targetOf = (api: string) => `kimi-k2.5/bedrock/${api}`;

type Counts = { readonly eligible?: number; readonly bad?: number; readonly unavailable?: number };
type Seen = (api: string, scenario: string) => Counts;

const good: Seen = () => ({});
const words = { nights: [], most: 20, reason: null, kind: "full" } as const;

describe("the gate over a history", () => {
  let history: History;
  const first = "2026-11-01";
  const tonight = dayAfter(first, 10);

  async function append(id: string, seen: Seen = good, change: Parameters<typeof nightRun>[1] = {}): Promise<void> {
    const lines = columns.flatMap((api) =>
      scenarios.map((scenario) => summaryLine({ target: targetOf(api), api, scenario, trials: seen(api, scenario) })),
    );
    await history.append({ night: id, run: nightRun(`${id}-a`, { startedAt: `${id}T03:00:00Z`, ...change }), lines });
  }

  const gate = (night = tonight) => gateHistory(history, { night, kind: null });
  const states = async (night = tonight) => {
    const { result } = await gate(night);
    return result.cells.filter(({ state }) => state !== "unchanged").map(({ cell, state }) => [cell, state]);
  };
  const cell = (api: string, scenario: string) => `${targetOf(api)}/${scenario}`;

  beforeEach(async () => {
    history = filesHistory(join(temporaryFolder(), "history"));
    for (let day = 0; day < 10; day += 1) await append(dayAfter(first, day));
    await pinHistory(history, words);
  });

  test("a night like those of the baseline is fine", async () => {
    await append(tonight);
    expect((await gate()).result).toMatchObject({ exitCode: 0, alarm: false, notMeasured: false, compared: 12 });
  });

  test("a column without an answer is not measured: exit 4; with a regression elsewhere, 1, and both are there, the unmeasured first", async () => {
    const dead: Seen = (api) => (api === "converse" ? { eligible: 0 } : {});
    await append(tonight, dead);
    expect((await gate()).result).toMatchObject({ exitCode: 4, alarm: false, notMeasured: true });
    expect(await states()).toEqual(scenarios.toSorted().map((one) => [cell("converse", one), "not-measured"]));
    await append(tonight, (api, scenario) =>
      api === "converse-stream" && scenario === "nested" ? { bad: 12 } : dead(api, scenario),
    );
    expect((await gate()).result).toMatchObject({ exitCode: 1, alarm: true, notMeasured: true });
    expect((await states()).map(([, state]) => state)).toEqual([...scenarios.map(() => "not-measured"), "regressed"]);
  });

  test("a night in which a column was down is an incident of it, and is marked; the next one running is a regression", async () => {
    const down: Seen = (api) => (api === "converse" ? { bad: 12, unavailable: 12 } : {});
    await append(tonight, down);
    const { result } = await gate();
    expect([result.exitCode, result.columns.find(({ column }) => column === "bedrock/converse")]).toMatchObject([
      1,
      { state: "incident" },
    ]);
    expect((await history.night(tonight))?.masked).toEqual(["bedrock/converse"]);
    const next = dayAfter(tonight, 1);
    await append(next, down);
    const again = (await gate(next)).result.columns.find(({ column }) => column === "bedrock/converse");
    expect(again).toMatchObject({ state: "regressed", since: tonight });
  });

  test("nights since the last one are said to be missed", async () => {
    const late = dayAfter(tonight, 2);
    await append(late);
    expect((await gate(late)).missed).toEqual([tonight, dayAfter(tonight, 1)]);
  });

  test("a changed request of a cell that regressed is ours", async () => {
    const lines = [
      summaryLine({
        ...{ target: targetOf("converse"), api: "converse", scenario: "nested", trials: { bad: 12 } },
        opening: { requests: ranked("0ther") },
      }),
    ];
    await history.append({ night: tonight, run: nightRun(`${tonight}-a`), lines });
    const details = (await gate()).details.get(cell("converse", "nested"));
    expect(details).toMatchObject({ request: "changed", ours: [{ what: "request body" }], theirs: [] });
  });

  test("a night of --trials auto is refused by name, and is no part of a comparison or a baseline", async () => {
    await append(tonight, good, { sequential: true });
    await expect(gate()).rejects.toMatchObject({
      message: expect.stringContaining(`night ${tonight}: run ${tonight}-a`),
    });
    await expect(pinHistory(history, { ...words, nights: [tonight], reason: "a trial" })).rejects.toMatchObject({
      message: expect.stringContaining("--trials auto"),
    });
    await pinHistory(history, words);
    expect((await history.baseline())?.nights).not.toContain(tonight);
  });

  test("a baseline whose nights are gone is refused by their names", async () => {
    await append(tonight);
    const baseline = await history.baseline();
    if (baseline === null) throw new Error("no baseline is pinned");
    await history.pin({ ...baseline, nights: ["2026-10-01", ...baseline.nights] });
    await expect(gate()).rejects.toMatchObject({ message: expect.stringContaining("are missing: 2026-10-01") });
  });
});
