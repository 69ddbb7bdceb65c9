import net from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { planRun } from "../src/runner/plan.js";
import { selectScenarios, selectTargets } from "../src/scenario/select.js";
import { fenceNetwork } from "../src/wire/transport/fence.js";
import { bareEnvironment, type Ended, runProgram } from "./support/program.js";
import { replayClients, replayed, replayLanes } from "./support/replay.js";
import { catalog, fixturesFolder, root, scenarios } from "./support/repository.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const refuseNetwork = fileURLToPath(new URL("support/refuse-network.cjs", import.meta.url));

describe("in this process, with the network fenced off", () => {
  const { cases } = planRun({
    scenarios: selectScenarios(scenarios, { catalog, suite: "seed" }),
    targets: selectTargets(catalog, { suite: "seed" }),
    trials: 1,
  });
  let openNetwork = () => {};
  afterEach(() => {
    openNetwork();
    vi.restoreAllMocks();
  });

  test.each(replayLanes)("a replay with client %s connects no socket at all", async (lane) => {
    const connect = vi.spyOn(net.Socket.prototype, "connect");
    openNetwork = fenceNetwork();
    const { verdicts } = await replayed(cases, { fixtures: fixturesFolder, lane });
    expect(verdicts.filter(({ observed }) => observed === "ok").length).toBeGreaterThan(20);
    expect(verdicts.filter(({ reason }) => reason === "harness-fault")).toEqual([]);
    expect(connect).not.toHaveBeenCalled();
  });
});

describe("as a process in which any socket, port or name look-up is fatal", () => {
  const runs = new Map<string, { readonly folder: WorkFolder; readonly ended: Ended }>();
  beforeAll(async () => {
    for (const client of replayClients) runs.set(client, await offline(client));
  });

  test("the preload works: a live run is caught by it", async () => {
    const folder = workFolder();
    const env = { ...bareEnvironment(folder.path), OPENROUTER_API_KEY: "sk-or-v1-none" };
    const args = ["run", "--live", "--target", "openrouter:openai/gpt-4o", "--scenario", "basic-chat", "--no-reports"];
    const { code, stderr } = await runProgram(args, { cwd: folder.path, env, node: ["--require", refuseNetwork] });
    expect(stderr).toContain("NETWORK ASKED FOR: ");
    expect(code).toBe(99);
  });

  test.each(replayClients)(
    "a replay with client %s makes its reports without key, profile, region or home",
    (client) => {
      const { ended, folder } = runs.get(client) ?? {};
      expect(ended?.stderr).not.toContain("NETWORK ASKED FOR");
      expect(ended?.code).toBe(0);
      expect(Object.keys(folder?.contents("reports") ?? {})).toHaveLength(3);
    },
  );

  test.each<[string, { readonly [name: string]: string }]>([
    [
      "an endpoint of somebody else",
      { AWS_ENDPOINT_URL: "http://evil.invalid", OPENAI_BASE_URL: "http://evil.invalid" },
    ],
    [
      "an endpoint of somebody else for Bedrock alone",
      { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: "http://evil.invalid", OPENROUTER_BASE_URL: "http://evil.invalid" },
    ],
    ["a profile that does not exist", { AWS_PROFILE: "nonexistent", AWS_SDK_LOAD_CONFIG: "1" }],
    ["configuration that is no configuration", { AWS_CONFIG_FILE: "/dev/null/x", AWS_SHARED_CREDENTIALS_FILE: root }],
    ["a region that is none", { AWS_REGION: "@@nonsense@@", AWS_DEFAULT_REGION: "../.." }],
    ["a Bedrock key", { AWS_BEARER_TOKEN_BEDROCK: "bedrock-api-key-CANARY", AWS_AUTH_SCHEME_PREFERENCE: "sigv4a" }],
    [
      "keys",
      {
        AWS_ACCESS_KEY_ID: "AKIACANARYCANARYCANA",
        AWS_SECRET_ACCESS_KEY: "CANARY/CANARY",
        OPENROUTER_API_KEY: "sk-or-v1-CANARY",
      },
    ],
    [
      "a dead proxy",
      { HTTPS_PROXY: "http://127.0.0.1:1", HTTP_PROXY: "http://127.0.0.1:1", ALL_PROXY: "http://127.0.0.1:1" },
    ],
    [
      "settings of the SDKs",
      {
        AWS_MAX_ATTEMPTS: "x",
        AWS_RETRY_MODE: "y",
        AWS_USE_FIPS_ENDPOINT: "true",
        OPENAI_LOG: "debug",
        AWS_SDK_UA_APP_ID: "z",
      },
    ],
  ])("%s in the environment changes no byte of the reports", async (_title, hostile) => {
    const { folder, ended } = await offline("both", hostile);
    expect(ended).toEqual(runs.get("both")?.ended);
    expect(folder.contents("reports")).toEqual(runs.get("both")?.folder.contents("reports"));
  });
});

async function offline(client: string, hostile: { readonly [name: string]: string } = {}) {
  const folder = workFolder();
  const env = { ...bareEnvironment(folder.path), ...hostile };
  const args = ["run", "--client", client, "--today", "2026-11-20"];
  return { folder, ended: await runProgram(args, { cwd: folder.path, env, node: ["--require", refuseNetwork] }) };
}
