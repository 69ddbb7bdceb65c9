import { createHash } from "node:crypto";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { RecheckFile } from "../src/verdict/evidence/recheck-file.js";
import { runCommand } from "./support/command.js";
import { bareEnvironment } from "./support/program.js";
import { faultyExchange, silent } from "./support/recorded-arms.js";
import { serveFaults } from "./support/served-profile.js";
import { serveExchange } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const target = "kimi-k2.5/bedrock/converse-stream";
let folder: WorkFolder;
let name = "";

const ask = (...words: string[]) => runCommand(words, { cwd: folder.path, env: bareEnvironment(folder.path) });

beforeAll(async () => {
  folder = workFolder();
  const { url } = await serveFaults(silent);
  const scenarios = ["--scenario", "response-after-tool", "--scenario", "response-after-native-id"];
  await ask("run", "--simulator", url, "--target", target, ...scenarios, "--trials", "5");
  await ask("evidence", `${target}/response-after-tool`, "--run", "last", "--out", "case", "--demo", "--no-clients");
  // The third request of a service that is busy once.
  const faults = [...silent, { fault: "refuse", as: "too-many-requests", when: { nth: [3] } }];
  const again = await serveExchange(faultyExchange(faults, 2));
  await ask("evidence", "recheck", "case", "--simulator", again.url, "--pairs", "5");
  name = readdirSync(join(folder.path, "case/rechecks")).find((file) => file.endsWith(".json")) ?? "";
});

/** What verify says of a copy of the bundle with another recheck, listed with its right hash. */
async function verified(
  as: string,
  change: (recheck: RecheckFile) => void,
): Promise<{ code: number | null; stdout: string }> {
  cpSync(join(folder.path, "case"), join(folder.path, as), { recursive: true });
  const path = `${as}/rechecks/${name}`;
  const recheck = JSON.parse(folder.read(path)) as RecheckFile;
  change(recheck);
  const text = `${JSON.stringify(recheck, null, 2)}\n`;
  folder.write(path, text);
  const hash = createHash("sha256").update(text).digest("hex");
  const list = folder.read(`${as}/SHA256SUMS`).replace(new RegExp(`[0-9a-f]{64}(?=  rechecks/${name})`), hash);
  folder.write(`${as}/SHA256SUMS`, list);
  return ask("evidence", "verify", as);
}

test("a recheck as it was made holds, a void pair included", async () => {
  const { code, stdout } = await verified("same", (recheck) => {
    expect(recheck.calls.map(({ outcome }) => outcome)).toContain("excluded");
    expect(recheck.calls.length).toBe(9);
  });
  expect([code, stdout]).toEqual([0, expect.stringContaining("holds")]);
});

const swap = (calls: RecheckFile["calls"], one: number, other: number) => {
  const [a, b] = [calls[one], calls[other]];
  if (a !== undefined && b !== undefined)
    [calls[one], calls[other]] = [
      { ...b, call: a.call },
      { ...a, call: b.call },
    ];
};

test.each<[string, (recheck: RecheckFile) => void, string]>([
  ["two calls of a pair exchanged", ({ calls }) => swap(calls, 0, 1), "out of the order that its seed gives"],
  ["a call moved to another pair", ({ calls }) => Object.assign(calls[1] ?? {}, { pair: 2 }), "out of the order"],
  ["a call left out", ({ calls }) => void calls.splice(1, 1), "out of the order"],
  [
    "the arms exchanged",
    ({ calls }) =>
      calls.forEach((call) => void Object.assign(call, { arm: call.arm === "failing" ? "working" : "failing" })),
    "out of the order",
  ],
  [
    "a chosen seed",
    (recheck) => void Object.assign(recheck, { seed: 1 }),
    "has a seed that does not follow from the list before it",
  ],
  [
    "exchanges exchanged",
    ({ calls }) => {
      const [a, b] = calls;
      const kept = a?.entry ?? null;
      Object.assign(a ?? {}, { entry: b?.entry ?? null });
      Object.assign(b ?? {}, { entry: kept });
    },
    "which sent a different body from the bundle's",
  ],
  [
    "a bad reply called fine",
    ({ calls }) =>
      void Object.assign(calls.find(({ outcome }) => outcome === "bad") ?? {}, { outcome: "ok", findings: [] }),
    "whose outcome does not match its bytes: bad",
  ],
  [
    "a reply left out as throttled",
    ({ calls }) => void Object.assign(calls.at(-1) ?? {}, { outcome: "excluded", reason: "throttled", findings: [] }),
    "whose outcome does not match its bytes",
  ],
  [
    "a reply left out as a copy",
    ({ calls }) =>
      void Object.assign(calls.at(-1) ?? {}, { outcome: "excluded", reason: "copied-reply", findings: [] }),
    "whose outcome does not match its bytes",
  ],
  [
    "a reply left out as aborted",
    ({ calls }) => void Object.assign(calls.at(-1) ?? {}, { outcome: "excluded", reason: "aborted", findings: [] }),
    "whose outcome does not match its bytes",
  ],
  [
    "another record",
    ({ recorded }) => void Object.assign(recorded.failing, { bad: 0 }),
    "lists recorded calls that differ from those in the bundle",
  ],
  [
    "another decision",
    (recheck) => void Object.assign(recheck, { decision: "fixed" }),
    "has a decision that its calls do not support: still",
  ],
  [
    "another sentence",
    ({ says }) => void says.push("It is AWS."),
    "has a decision that its calls do not support: still",
  ],
  ["a member more", (recheck) => void Object.assign(recheck, { note: "x" }), "note"],
])("a recheck with %s does not hold", async (what, change, says) => {
  const { code, stdout } = await verified(what.replaceAll(" ", "-"), change);
  expect(stdout).toContain(says);
  expect(code).toBe(1);
});
