import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Target } from "../../chat/target.js";
import { fixturePath } from "../../runner/store/fixture-path.js";
import type { CellResult } from "../../verdict/matrix/results-schema.js";
import { choose } from "../choose.js";
import { formatPath } from "../format-path.js";
import { askSuite } from "../suite/ask-suite.js";
import { replaySuite } from "../suite/replay-suite.js";
import { shellWord } from "../suite/shell-word.js";
import { type AskOptions, type ReplayOptions, withFiles } from "../suite/suite-options.js";
import type { SuiteResult } from "../suite/suite-result.js";
import { type CellBytes, cellOutcome } from "./scenario-tests.js";

const { afterAll, beforeAll, describe, test } = await import("vitest").catch(explainAbsence);

/**
 * What the scenarios are asked of. `fixtures`: recordings, without a key (the default). `simulator`: the offline providers, as `profile` (default:
 * `default`) has them, started and ended with the tests. `services`: the real ones, which **costs money**, or, with a typed `target` and `baseUrl`,
 * what answers at that address, such as `llm-parity serve`. `runs`: default here: a new folder among the system's temporary ones, which a failure names.
 * `timeoutMs`: of the whole run; default: 10 minutes.
 */
export type DescribedScenarios = { readonly timeoutMs?: number } & (
  | ({ readonly against?: "fixtures" } & ReplayOptions)
  | ({ readonly against: "simulator"; readonly profile?: string } & Omit<AskOptions, "simulator">)
  | ({ readonly against: "services" } & Omit<AskOptions, "simulator">)
);

/**
 * Describes one Vitest test for each cell of a suite: a scenario on a target. All cells are asked once, before the first test. A test fails with
 * the finding, what was seen, the place of the bytes and the command that explains them; it is skipped where known.yaml expects the failure, and
 * where there is no recording or the target does not offer what is asked. Await it at the top of a test file.
 *
 * Rejects as `replaySuite` and `askSuite` of the package do, for names and files. The import of this module fails where Vitest, an optional peer
 * dependency, is not installed, and says how to install it.
 *
 * @example
 * await describeScenarios({ against: "simulator", target: ["kimi-k2.5/bedrock/converse"], scenario: ["tool-call"], trials: 3 });
 */
export async function describeScenarios(options: DescribedScenarios = {}): Promise<void> {
  const isReplay = options.against === undefined || options.against === "fixtures";
  const files = withFiles(options);
  const choice = await choose({ ...files }, isReplay ? "replay" : "live", options.environment);
  const clients = options.client === "both" ? (["sdk", "http"] as const) : [options.client ?? "sdk"];
  describe(`llm-parity: ${choice.suite.name}`, () => {
    let result: SuiteResult | null = null;
    beforeAll(async () => {
      result = await resultOf(options);
    }, options.timeoutMs ?? 600_000);
    afterAll(() => removeIdle(result));
    for (const target of choice.targets) {
      describe(target.id, () => {
        for (const { id } of choice.scenarios) {
          for (const client of clients) {
            test(client === "sdk" ? id : `${id} (${client})`, ({ skip }) => {
              if (result === null) throw new Error("the scenarios were not asked");
              const cell = cellOf(result, { target: target.id, scenario: id, client });
              const outcome = cellOutcome(cell, result.results, bytesOf(result, { target, scenario: id, files }));
              if (outcome.kind === "skip") skip(outcome.why);
              if (outcome.kind === "fail") throw new ScenarioFailure(outcome.message);
            });
          }
        }
      });
    }
  });
}

/** A scenario that failed: its message is the evidence, and a stack would only lead here. */
class ScenarioFailure extends Error {
  override name = "ScenarioFailure" as const;
  constructor(message: string) {
    super(message);
    this.stack = `${this.name}: ${message}`;
  }
}

async function resultOf(options: DescribedScenarios): Promise<SuiteResult> {
  const { timeoutMs: _, ...rest } = options;
  if (rest.against === "simulator") {
    const { against: __, profile = "default", ...asked } = rest;
    const { startSimulator } = await import("../start-simulator.js");
    const { scenarios } = withFiles(asked);
    const simulator = await startSimulator({ profile, scenarios, host: "127.0.0.1", port: 0, seed: 1 });
    return askSuite({ runs: temporaryRuns(), ...asked, simulator: simulator.url }).finally(() => simulator.close());
  }
  if (rest.against === "services") {
    const { against: __, ...asked } = rest;
    return askSuite({ runs: temporaryRuns(), ...asked });
  }
  const { against: __, ...replayed } = rest;
  return replaySuite(replayed);
}

const temporary = join(tmpdir(), "llm-parity-");

/** A test leaves nothing in the folder of its project. */
function temporaryRuns(): string {
  return mkdtempSync(temporary);
}

/** Removes the temporary folder of a run in which nothing failed: no test names its bytes. */
function removeIdle(result: SuiteResult | null): void {
  if (result === null || !result.passed || result.runDirectory?.startsWith(temporary) !== true) return;
  rmSync(dirname(result.runDirectory), { recursive: true, force: true });
}

type CellName = Pick<CellResult, "target" | "scenario" | "client">;

function cellOf({ results }: SuiteResult, { target, scenario, client }: CellName): CellResult | null {
  const found = results.cells.find(
    (cell) => cell.target === target && cell.scenario === scenario && cell.client === client,
  );
  return found ?? null;
}

type CellPlace = { readonly target: Target; readonly scenario: string; readonly files: { readonly fixtures: string } };

function bytesOf({ runDirectory }: SuiteResult, { target, scenario, files }: CellPlace): CellBytes {
  const cell = `${target.id}/${scenario}`;
  if (runDirectory === null) {
    const place = formatPath(fixturePath(files.fixtures, target, scenario));
    return { place, explain: `llm-parity explain ${shellWord(cell)}` };
  }
  const run = formatPath(runDirectory);
  return { place: `${run}/journal.jsonl`, explain: `llm-parity explain ${shellWord(cell)} --run ${shellWord(run)}` };
}

/** Vitest is needed by this entry of the package alone, so a program that never imports it need not install Vitest. */
function explainAbsence(error: unknown): never {
  const isAbsent = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
  if (isAbsent && error.message.includes("'vitest'"))
    throw new Error("llm-parity/vitest needs Vitest 3 or later, which is not installed: npm install --save-dev vitest");
  if (error instanceof Error && error.message.includes("Vitest"))
    throw new Error("llm-parity/vitest is for test files that Vitest runs: npx vitest run");
  throw error;
}
