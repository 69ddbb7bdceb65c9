import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { recheckFileSchema } from "../src/verdict/evidence/recheck-file.js";
import { canaries, expectNoCanary } from "./support/canaries.js";
import { runCommand } from "./support/command.js";
import { bareEnvironment, type Ended, startProgram } from "./support/program.js";
import { rawServer } from "./support/raw-server.js";
import { faultyExchange, silent } from "./support/recorded-arms.js";
import { serveFaults } from "./support/served-profile.js";
import { serveExchange } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const target = "kimi-k2.5/bedrock/converse-stream";

let folder: WorkFolder;

const ask = (...words: string[]): Promise<Ended> =>
  runCommand(words, {
    cwd: folder.path,
    env: { ...bareEnvironment(folder.path), OPENROUTER_API_KEY: canaries.openrouter },
  });

beforeAll(async () => {
  folder = workFolder();
  const { url } = await serveFaults(silent);
  const scenarios = ["--scenario", "response-after-tool", "--scenario", "response-after-native-id"];
  await ask("run", "--simulator", url, "--target", target, ...scenarios, "--trials", "10");
  const made = await ask(
    "evidence",
    `${target}/response-after-tool`,
    "--run",
    "last",
    "--out",
    "case",
    "--demo",
    "--no-clients",
  );
  expect(made.code).toBe(0);
});

describe("evidence recheck", () => {
  test("asks a silent service again: still, with 1, and the bundle holds with its answer", async () => {
    const { url } = await serveExchange(faultyExchange(silent, 2));
    const { code, stdout, stderr } = await ask("evidence", "recheck", "case", "--simulator", url);
    expect(stdout).toBe(`SIMULATED: no vendor was asked
still: The failing request: 3 of 3 replies fail with empty-reply; recorded 9 of 9 besides the shown call.
  The working request: 0 of 3 replies fail; recorded 0 of 9 besides the shown call.
  It fails as it did.
`);
    expect(code).toBe(1);
    expect(stderr).toContain(`asking both requests in turns, 3 times each, 6 calls at most: ${target}`);
    expect(stderr.match(/failing: bad \(empty-reply\), HTTP 200/g)?.length).toBe(3);
    expect((await ask("evidence", "verify", "case")).code).toBe(0);
    const [har = "", json = ""] = readdirSync(join(folder.path, "case/rechecks"));
    expect(stderr).toContain(`kept: case/rechecks/${json}`);
    for (const name of [har, json]) expectNoCanary(folder.read(`case/rechecks/${name}`), name);
  });

  test("asks a service that answers: fixed, with 0, as JSON", async () => {
    const { url } = await serveExchange(faultyExchange([], 3));
    const { code, stdout } = await ask("evidence", "recheck", "case", "--simulator", url, "--pairs", "4", "--json");
    expect(code).toBe(0);
    expect(recheckFileSchema().parse(JSON.parse(stdout))).toMatchObject({ decision: "fixed", pairs: 4, ended: null });
    expect((await ask("evidence", "verify", "case", "--json")).stdout).toContain('"holds": true');
  });

  test("says 4 where nothing counts, and that nothing more was asked", async () => {
    const { url } = await serveExchange(faultyExchange([{ fault: "refuse", as: "too-many-requests" }], 4));
    const { code, stdout } = await ask("evidence", "recheck", "case", "--simulator", url, "--pairs", "9");
    expect(code).toBe(4);
    expect(stdout).toContain("undecided: The failing request: 0 of 0 replies fail");
    expect(stdout).toContain("3 of 9 rounds begun: 3 pairs in a row had no reply that counts.");
  });

  test.each([
    [[], "say where to send the requests: --live or --simulator URL"],
    [["--live"], "a recheck asks services with your key, and needs a limit"],
    [["--live", "--max-calls", "6"], "no vendor sent the bytes of this bundle"],
    [["--live", "--simulator", "http://127.0.0.1:9"], "--simulator and --live exclude each other"],
    [["--simulator", "http://127.0.0.1:9", "--base-url", "http://127.0.0.1:9"], "--base-url has no effect"],
    [["--simulator", "http://127.0.0.1:9", "--demo"], "--demo has no effect with `evidence recheck`"],
    [["--simulator", "http://127.0.0.1:9", "--pairs", "0"], "--pairs"],
  ])("refuses what is no recheck: %j", async (words, says) => {
    const before = folder.contents("case");
    const { code, stderr } = await ask("evidence", "recheck", "case", ...words);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
    expect(folder.contents("case")).toEqual(before);
  });

  test("refuses a bundle that does not hold, and asks no one", async () => {
    const server = await rawServer(({ socket }) => socket.end());
    folder.write("broken/report.md", "text");
    const { code, stderr } = await ask("evidence", "recheck", "broken", "--simulator", server.url);
    expect(stderr).toContain("broken does not hold, so it is not asked again");
    expect(code).toBe(2);
    expect(server.connections).toEqual([]);
  });

  test("keeps what was asked when a signal stops it", async () => {
    const simulator = faultyExchange(silent, 5);
    let tell = () => {};
    const second = new Promise<void>((resolve) => {
      tell = resolve;
    });
    let count = 0;
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { url } = await serveExchange(async (request, signal) => {
      count += 1;
      if (count === 2) {
        tell();
        await held;
      }
      return simulator(request, signal);
    });
    const program = await startProgram(["evidence", "recheck", "case", "--simulator", url, "--pairs", "20", "--json"], {
      cwd: folder.path,
    });
    await second;
    program.child.kill("SIGINT");
    await program.untilOutput(/nothing new is started/);
    go();
    const { code, stdout } = await program.ended;
    expect(code).toBe(130);
    expect(count).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ended: "stopped by a signal", calls: [{ call: 1 }, { call: 2 }] });
    expect((await ask("evidence", "verify", "case")).code).toBe(0);
  });
});
