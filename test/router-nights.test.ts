import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pinHistory } from "../src/library/nights/pin-history.js";
import { filesHistory } from "../src/library/nights/store/files-history.js";
import { makeRouter } from "../src/library/router/make-router.js";
import { serveRouter } from "../src/router/serve/http-server.js";
import type { ServedSimulator } from "../src/simulator/serve.js";
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
  max_age_days: 100000
  ${compatibility}
`,
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
});
