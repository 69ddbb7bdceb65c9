import { describe, expect, test } from "vitest";
import {
  capabilities,
  cell,
  failed,
  reply,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
} from "../../test/samples/transcripts.js";
import type { Reply } from "../chat/reply.js";
import type { KnownDivergence } from "../scenario/known.js";
import { compareWithKnown } from "./baseline.js";
import { judgeCell } from "./judge-cell.js";
import type { Claim, Verdict } from "./verdict.js";

const empty = reply([], { usage: usage(0) });
const good = reply([text("42")]);

function verdict(target: string, claim: Claim | null, ...answers: readonly Reply[]): Verdict {
  const trials = answers.map((answer, at) => transcript([turn("ask", answer)], { trial: at + 1, cell: { target } }));
  return { ...judgeCell(trials, scenario([step("ask")]), { capabilities }), claim };
}

const anyTarget: KnownDivergence = {
  ...{ model: cell.model, target: null, provider: null, api: null, scenario: cell.scenario, finding: "empty-reply" },
  ...{
    check: null,
    claim: null,
    bug: "https://example.test/1",
    shows: null,
    since: "2026-02-10",
    expires: "2027-02-10",
  },
  ...{ note: null, place: "known.yaml:4:5" },
};

const compare = (verdicts: readonly Verdict[], change: Partial<KnownDivergence> = {}) =>
  compareWithKnown(verdicts, [{ ...anyTarget, ...change }], "2026-11-20");

describe("an entry for several cells", () => {
  const red = verdict("a", null, empty);
  const green = verdict("b", null, good);

  test("is stale only where it is gone from all of them", () => {
    expect(compare([red, green]).stale).toEqual([]);
    expect(compare([green, verdict("c", null, good)]).stale).toHaveLength(1);
    expect(compare([green, verdict("c", null, failed("throttled"))]).stale).toHaveLength(1);
  });

  test("that expired is told where any of them still has it", () => {
    expect(compare([green, red], { expires: "2026-11-20" }).expired).toHaveLength(1);
    expect(compare([green], { expires: "2026-11-20" }).expired).toEqual([]);
  });

  test("names the claims of those that claim something else, each once", () => {
    const cells = [
      verdict("a", "flaky", empty),
      verdict("b", "fail", empty),
      verdict("c", "pass", good),
      verdict("d", "flaky", empty),
      verdict("e", "inconclusive", empty),
    ];
    expect(compare(cells, { claim: "fail" }).messages).toEqual([
      "known.yaml:4:5: changed: empty-reply in sample on kimi-k2.5/any provider/any API claims flaky, but claim: fail is expected; edit the entry, or see https://example.test/1",
    ]);
  });

  test("does not claim something else of a cell that has another finding", () => {
    const other = { finding: "promise-no-action", claim: "fail" as const };
    expect(compare([verdict("a", "flaky", empty)], other).changed).toEqual([]);
  });
});

describe("what is said of a cell that nobody listed", () => {
  test.each<readonly [Claim | null, string]>([
    [null, "fails"],
    ["inconclusive", "fails"],
    ["fail", "fails by claim"],
    ["flaky", "is flaky by claim"],
  ])("claim %s: it %s", (claim, state) => {
    const { messages } = compareWithKnown([verdict("a", claim, empty)], [], "2026-11-20");
    expect(messages).toEqual([`sample on a ${state}, 0 of 1 ok: empty-reply; not listed as known`]);
  });
});
