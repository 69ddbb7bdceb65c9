import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { gateHistory } from "../src/library/nights/gate-history.js";
import { pinHistory } from "../src/library/nights/pin-history.js";
import { filesHistory } from "../src/library/nights/store/files-history.js";
import { makeRouter } from "../src/library/router/make-router.js";
import { serveRouter } from "../src/router/serve/http-server.js";
import type { ServedSimulator } from "../src/simulator/serve.js";
import { SourceError } from "../src/source/source-error.js";
import { dayAfter } from "../src/verdict/nights/calendar.js";
import { createLiveTransport } from "../src/wire/transport/live.js";
import { type LineChange, nightRun, summaryLine } from "./samples/summary-lines.js";
import { atEnd } from "./support/at-end.js";
import { root } from "./support/repository.js";
import { serveProfile } from "./support/simulated-run.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const target = "kimi-k2.5/bedrock/converse-stream";
const cell = `${target}/tool-call`;
const scenarios = ["basic-chat", "tool-call", "multi-step", "response-after-tool", "nested-arguments", "many-tools"];
const first = "2024-01-01";
const words = { nights: [], most: 20, reason: null, kind: "full" } as const;

let served: ServedSimulator;
let folder: string;
let history: string;
let said: string[];

beforeAll(async () => {
  served = await serveProfile("default");
});

type Seen = (scenario: string) => LineChange["trials"];
const good: Seen = () => ({});
const failing: Seen = (scenario) => (scenario === "tool-call" ? { bad: 12 } : {});

/** Appends the night so many days after the first one. */
async function night(day: number, seen: Seen = good, change: Partial<LineChange> = {}): Promise<void> {
  const id = dayAfter(first, day);
  const lines = scenarios.map((scenario) => summaryLine({ target, scenario, trials: seen(scenario) ?? {}, ...change }));
  await filesHistory(history).append({ night: id, run: nightRun(`${id}-a`), lines });
}

beforeEach(async () => {
  folder = temporaryFolder();
  history = join(folder, "history");
  said = [];
  for (let day = 0; day < 10; day += 1) await night(day);
  await pinHistory(filesHistory(history), words);
});

function open(compatibility: string) {
  const config = join(folder, "router.yaml");
  writeFileSync(
    config,
    `serve: { port: 0 }
router: { strategy: compatibility }
models:
  bedrock: { provider: bedrock, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }
  openrouter: { provider: openrouter, model: moonshotai/kimi-k2.5 }
compatibility:
  ${compatibility}
${compatibility.includes("max_age_days") ? "" : "  max_age_days: 100000\n"}`,
  );
  const live = createLiveTransport({ environment: {} });
  atEnd(live.close);
  return makeRouter(
    {
      ...{ config, models: join(root, "scenarios/models.yaml"), simulator: served.url, environment: {} },
      ...{ checkEveryMs: 0, onWarning: (sentence) => said.push(sentence) },
    },
    live,
  );
}

const tools = [{ type: "function", function: { name: "get_weather", parameters: { type: "object", properties: {} } } }];

async function serve(compatibility: string) {
  const router = open(compatibility);
  const server = await serveRouter(() => router, { log: (line) => said.push(line) });
  atEnd(() => server.drain(0));
  /** Who answers a request. */
  const answers = async (body: object): Promise<string | null> => {
    const messages = [{ role: "user", content: "What is the weather in Paris?" }];
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "auto", stream: true, messages, ...body }),
    });
    await response.text();
    return response.headers.get("x-llm-parity-model");
  };
  const metrics = async () => {
    const page = await (await fetch(`${server.url}/metrics`)).text();
    return page.split("\n").filter((line) => line.startsWith("llm_parity_model_left_out{"));
  };
  return {
    withTools: () => answers({ tools }),
    plain: () => answers({}),
    whole: () => answers({ tools, stream: false }),
    metrics,
  };
}

describe("a router that follows the nights", () => {
  test("sends requests elsewhere after a confirmed regression, and back after the fix and three good nights, without restart", async () => {
    const { withTools, plain, whole, metrics } = await serve(`matrix: ${history}`);
    expect([await withTools(), await metrics()]).toEqual(["bedrock", []]);

    await night(10, failing);
    expect(await withTools()).toBe("openrouter");
    expect([await plain(), await whole()]).toEqual(["bedrock", "bedrock"]);
    expect(await metrics()).toEqual([
      `llm_parity_model_left_out{model="bedrock",cell="${cell}",night="2024-01-11",state="regressed"} 1`,
    ]);
    expect(said).toContain(
      `bedrock is left out of requests like tool-call: ${cell} regressed, since the night of 2024-01-11 (12 of 12 bad)`,
    );

    // Day 11 is missed. The fix is of day 12; 13 and 15 are good, 14 was not measured.
    await night(12);
    await night(13);
    await night(14, () => ({ eligible: 0 }));
    await night(15);
    expect(await withTools()).toBe("openrouter");
    await night(16);
    expect([await withTools(), await metrics()]).toEqual(["bedrock", []]);
    expect(said.at(-1)).toBe(
      `bedrock is asked again: ${cell} was fixed in the night of 2024-01-13, and good in those of 2024-01-14, 2024-01-16, 2024-01-17`,
    );
  });

  test.each<[string, Seen, string]>([
    ["an incident", () => ({ bad: 12, unavailable: 12, eligible: 12 }), "incident"],
    ["one suspicious night", (scenario) => (scenario === "tool-call" ? { bad: 2 } : {}), "suspicious"],
  ])("is not moved by %s", async (_title, seen, state) => {
    const { withTools, metrics } = await serve(
      "matrix: latest-night\n  history: $HISTORY".replace("$HISTORY", history),
    );
    await night(10, seen);
    expect([await withTools(), await metrics()]).toEqual(["bedrock", []]);
    expect(said).toContain(`read ${history} again`);
    const gated = await gateHistory(filesHistory(history), { night: dayAfter(first, 10), kind: null });
    expect(gated.result.cells.find((one) => one.cell === cell)?.state).toBe(state);
  });

  test("leaves out what was red in the baseline as the newest night says, and what simulators show never", async () => {
    const red: Seen = (scenario) => (scenario === "tool-call" ? { bad: 12 } : {});
    for (let day = 0; day < 10; day += 1) await night(day, red);
    await pinHistory(filesHistory(history), words);
    await night(10, red, { claim: "fail" });
    const { withTools } = await serve(`matrix: ${history}`);
    expect(await withTools()).toBe("openrouter");
    await night(10, red, { claim: null });
    expect(await withTools()).toBe("bedrock");
    expect(said.at(-1)).toMatch(/^bedrock is asked again: /);
    const line = summaryLine({
      target,
      scenario: "tool-call",
      trials: { bad: 12 },
      claim: "fail",
      source: "simulated",
    });
    await filesHistory(history).append({
      night: "2024-01-12",
      run: nightRun("2024-01-12-a", { mode: "simulator" }),
      lines: [line],
    });
    expect(await withTools()).toBe("bedrock");
    expect(said.at(-1)).toContain("2024-01-12 leave out no model");
  });

  test("keeps what it has read while the history cannot be read, says so once, and goes on when it can", async () => {
    await night(10, failing);
    const { withTools } = await serve(`matrix: ${history}`);
    const file = join(history, "nights/2024-01-11/summary.jsonl");
    const whole = readFileSync(file, "utf8");
    writeFileSync(file, whole.slice(0, 1_000));
    expect([await withTools(), await withTools()]).toEqual(["openrouter", "openrouter"]);
    expect(said.filter((line) => line.includes("was not read again"))).toEqual([
      expect.stringContaining("2024-01-11/summary.jsonl, line 1: is not JSON"),
    ]);
    writeFileSync(file, whole.replaceAll('"bad":12', '"bad":0'));
    expect(await withTools()).toBe("bedrock");
    renameSync(history, `${history}-moved`);
    expect(await withTools()).toBe("bedrock");
    expect(said.at(-1)).toContain("keeps what it has read");
  });

  test("does not leave out by evidence that is older than max_age_days", async () => {
    await night(10, failing);
    const { withTools } = await serve(`max_age_days: 30\n  matrix: ${history}`);
    expect(await withTools()).toBe("bedrock");
  });
});

describe("other evidence", () => {
  test("of a run, as its cells claim, and again after it was judged again", async () => {
    const run = join(folder, "runs/one");
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, "run.json"), JSON.stringify({ startedAt: "2024-02-01T03:00:00.000Z" }));
    const write = (claim: "fail" | null) =>
      writeFileSync(
        join(run, "summary.jsonl"),
        `${JSON.stringify(summaryLine({ target, scenario: "tool-call", trials: { bad: 12 }, claim }))}\n`,
      );
    write("fail");
    const { withTools, metrics } = await serve(`matrix: ${run}`);
    expect([await withTools(), await metrics()]).toEqual([
      "openrouter",
      [`llm_parity_model_left_out{model="bedrock",cell="${cell}",night="2024-02-01",state="fail"} 1`],
    ]);
    write(null);
    expect([await withTools(), await metrics()]).toEqual(["bedrock", []]);
  });

  test("of a matrix file that comes later", async () => {
    const file = join(folder, "matrix.json");
    const { withTools } = await serve(`matrix: ${file}`);
    expect(await withTools()).toBe("bedrock");
    expect(said).toEqual([`there is no ${file}: nothing is measured, so no model is excluded`]);
    writeFileSync(file, "{}");
    expect(await withTools()).toBe("bedrock");
    expect(said.at(-1)).toContain(`${file} was not read again; the router keeps what it has read: `);
  });
});

describe("evidence that is not there is a mistake in the router's file, with its line", () => {
  const at = (compatibility: string) => {
    try {
      open(compatibility);
    } catch (error) {
      if (error instanceof SourceError) return [error.line, error.message, error.hint];
      throw error;
    }
    return null;
  };
  const place = (line: number) => `${join(folder, "router.yaml")}:${line}:`;

  test.each<[string, () => string, number, string, string]>([
    ["a folder", () => `matrix: ${folder}/none`, 7, "there is no", "Name a matrix file (.json)"],
    ["the default history", () => "matrix: latest-night", 7, "there is no history", "compatibility.history"],
    [
      "a named history",
      () => `matrix: latest-night\n  history: ${folder}/none`,
      8,
      "there is no",
      "compatibility.history",
    ],
    ["a file", () => `matrix: latest-night\n  history: ${folder}/router.yaml`, 8, "is not a folder", "the nights"],
    ["another folder", () => `matrix: ${folder}`, 7, "is neither a run nor a history", "RUN"],
  ])("%s", (_title, compatibility, line, message, hint) => {
    expect(at(compatibility())).toEqual([line, expect.stringContaining(message), expect.stringContaining(hint)]);
    expect(String(at(compatibility())?.[1])).toContain(place(line));
  });

  test.each<[string, () => void, string, string]>([
    ["no night", () => rmSync(join(history, "nights"), { recursive: true }), "has no night", "history add"],
    ["no baseline", () => rmSync(join(history, "baseline.json")), "has no baseline", "baseline pin"],
    [
      "a missing night of the baseline",
      () => rmSync(join(history, "nights/2024-01-03"), { recursive: true }),
      "nights of the baseline are missing: 2024-01-03",
      "pin another",
    ],
    [
      "a baseline of a newer version",
      () => writeFileSync(join(history, "baseline.json"), '{"schemaVersion":99}'),
      "baseline.json: is a baseline of version 99; this program reads version 1",
      "newer llm-parity",
    ],
    [
      "a night of a newer version",
      () => writeFileSync(join(history, "nights/2024-01-10/night.json"), '{"formatVersion":99}'),
      "night.json: is a night of format version 99",
      "newer llm-parity",
    ],
  ])("a history with %s", (_title, change, message, hint) => {
    change();
    expect(at(`matrix: ${history}`)).toEqual([7, expect.stringContaining(message), expect.stringContaining(hint)]);
  });

  test("a run without its summary", () => {
    const run = join(folder, "run");
    mkdirSync(run);
    writeFileSync(join(run, "run.json"), '{"startedAt":"2024-02-01T03:00:00.000Z"}');
    expect(at(`matrix: ${run}`)).toEqual([
      7,
      expect.stringContaining("the run has no summary.jsonl that fits its journal"),
      expect.stringContaining("rejudge"),
    ]);
  });
});
