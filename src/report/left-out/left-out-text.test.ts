import { expect, test } from "vitest";
import type { Transcript } from "../../transcript/transcript.js";
import { leftOutLines } from "./left-out-text.js";

const resume = "llm-parity run --resume runs/1";

/** A trial of a cell, as far as these lines read it. */
function trial(cell: string, change: Partial<Transcript> = {}): Transcript {
  const [provider = "", scenario = ""] = cell.split(" ");
  return { cell: { target: `m/${provider}/a`, provider, scenario }, turns: [], notRun: null, ...change } as Transcript;
}

const left = (kind: NonNullable<Transcript["notRun"]>["kind"], reason: string) => ({ notRun: { kind, reason } });
const failed = (kind: string, phase: string) =>
  ({ turns: [{ reply: { failure: { kind, phase } } }] }) as unknown as Partial<Transcript>;

test("a run of which everything was measured says nothing", () => {
  expect(leftOutLines([trial("p s"), trial("p s", failed("throttled", "body"))], resume)).toEqual([]);
});

test.each([
  ["--max-minutes 5 was over", `to ask them: ${resume} --retry-excluded`],
  ["--max-cost 2 would be exceeded", `to ask them: ${resume} --retry-excluded --max-cost N, with N above that`],
  ["--max-calls 9 would be exceeded", `to ask them: ${resume} --retry-excluded --max-calls N, with N above that`],
  [
    "--max-cost is set and the target has no dated price in models.yaml",
    "write a dated price into models.yaml, or ask them in a run without --max-cost",
  ],
])("what a limit left out is counted, with what to do: %s", (reason, remedy) => {
  const trials = [trial("p s"), trial("p s", left("budget", reason)), trial("q s", left("budget", reason))];
  expect(leftOutLines(trials, resume)).toEqual([`not asked: 2 of 3 trials (in 2 cells): ${reason}`, `  → ${remedy}`]);
  expect(leftOutLines(trials, null)).toHaveLength(1);
});

test("columns that were stopped have one line for each reason, and throttled trials are counted by provider", () => {
  const trials = [
    trial("p s", left("column-stopped", "r")),
    trial("p t", left("column-stopped", "r")),
    trial("q s", left("column-stopped", "r")),
    trial("q s", failed("throttled", "refused")),
    trial("p s", failed("throttled", "refused")),
    trial("q s", failed("throttled", "refused")),
  ];
  expect(leftOutLines(trials, resume)).toEqual([
    "not asked: 3 of 6 trials (m/p/a, m/q/a): r",
    "excluded: 3 throttled trials of 6: q 2, p 1",
  ]);
});
