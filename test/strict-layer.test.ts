import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { judgeRecordings } from "../src/index.js";
import { asProfile } from "../src/simulator/profile.js";
import { createSimulator } from "../src/simulator/simulator.js";
import { runCommand } from "./support/command.js";
import { expectParts } from "./support/expect-parts.js";
import { chatHar } from "./support/judged-har.js";
import { scenarios } from "./support/repository.js";
import { serveExchange } from "./support/simulated-run.js";
import { workFolder } from "./support/work-folder.js";

const cell = ["--target", "kimi-k2.5/openrouter/chat-completions-stream", "--scenario", "basic-chat"];

/** A run of ten good streams without `[DONE]`, which every client reads whole. */
async function runWithoutDone() {
  const profile = asProfile({
    name: "no-done",
    title: "",
    models: [{ models: ["*"], faults: [{ fault: "no-terminator", when: {} }] }],
  });
  const served = await serveExchange(
    createSimulator({ profiles: [profile], scenarios, seed: 1, now: () => new Date("2026-02-10T00:00:00.000Z") })
      .exchange,
  );
  const folder = workFolder();
  const asked = ["run", "--simulator", served.url, "--client", "http", "--trials", "10", ...cell];
  const run = await runCommand([...asked, "--json"], { cwd: folder.path });
  return { folder, run };
}

describe("What only a specification notices", () => {
  test("fails a cell in the strict layer of a report, and leaves the run as it was judged", async () => {
    const { folder, run } = await runWithoutDone();
    expect([run.code, JSON.parse(run.stdout).cells[0].observed]).toEqual([0, "ok"]);
    const [id = ""] = readdirSync(join(folder.path, "runs"));
    const before = folder.contents(`runs/${id}`);

    const strict = await runCommand(["report", "last", "--layer", "strict", "--json"], { cwd: folder.path });
    const { cells, generatedFrom } = JSON.parse(strict.stdout);
    expect(cells[0]).toMatchObject({ observed: "bad", claim: "fail", trials: { ok: 0, bad: 10 } });
    expect(cells[0].findings[0]).toMatchObject({ id: "done-missing", severity: "bad", n: 10 });
    expect([strict.code, generatedFrom.layer]).toEqual([1, "strict"]);

    const after = folder.contents(`runs/${id}`);
    expect(Object.entries(after).filter(([name]) => !name.startsWith("reports-strict/"))).toEqual(
      Object.entries(before),
    );
    expectParts(String(after["reports-strict/compatibility-matrix.md"]), ["> STRICT:", "done-missing"]);
    expect(after["reports-strict/report.html"]).toContain("STRICT:");
  });

  test("is refused as an option of a run that asks, with the command that reads it", async () => {
    const folder = workFolder();
    const asked = ["run", "--live", "--layer", "strict", ...cell];
    const { code, stderr } = await runCommand(asked, { cwd: folder.path });
    expect(code).toBe(2);
    expectParts(stderr, ["--layer has no effect", "llm-parity report <run> --layer strict"]);
  });

  test("is counted in recordings, and said in each of their reports", async () => {
    const folder = workFolder();
    // The chunk names no id, time or model: a stream that clients read.
    const delta = { choices: [{ index: 0, delta: { role: "assistant", content: "At noon." }, finish_reason: "stop" }] };
    writeFileSync(
      join(folder.path, "one.har"),
      chatHar({ model: "m", stream: true, messages: [{ role: "user", content: "When?" }] }, [delta]),
    );
    const recording = join(folder.path, "one.har");
    const compatible = await judgeRecordings(recording);
    const strict = await judgeRecordings(recording, { layer: "strict" });
    expect([compatible.exchanges[0]?.observed, compatible.layer]).toEqual(["ok", undefined]);
    expect([strict.exchanges[0]?.observed, strict.layer]).toEqual(["bad", "strict"]);
    expect(strict.exchanges[0]?.findings.map(({ id, severity }) => [id, severity])).toContainEqual([
      "usage-missing",
      "bad",
    ]);

    const page = await runCommand(["judge", "one.har", "--layer", "strict", "--markdown"], { cwd: folder.path });
    expectParts(page.stdout, ["> STRICT:", "usage-missing"]);
    expect(page.code).toBe(1);
  });
});
