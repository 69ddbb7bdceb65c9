import { describe, expect, test } from "vitest";
import {
  capabilities,
  failed,
  reply,
  scenario,
  step,
  text,
  transcript,
  turn,
} from "../../../test/samples/transcripts.js";
import type { Reply } from "../../chat/reply.js";
import type { Comparison } from "../../scenario/compare/comparison.js";
import type { Transcript } from "../../transcript/transcript.js";
import { judgeCell } from "../judge-cell.js";

const stop: Comparison = {
  parameter: "stopSequences",
  label: "stopSequences",
  base: ["plain"],
  changed: ["stopped"],
  measure: { kind: "contains", anyOf: ["five"] },
  effect: "removes",
};
const seed: Comparison = { ...stop, parameter: "seed", label: "seed" };

function asking(...compare: readonly Comparison[]) {
  return scenario([step("plain"), step("stopped", [], { fresh: true })], { compare, needs: [] });
}

const whole = reply([text("four five six")]);
const cut = reply([text("four")]);

/** The same trial, `n` times. */
function trials(n: number, base: Reply, changed: Reply | null, from = 1): readonly Transcript[] {
  return Array.from({ length: n }, (_, index) =>
    transcript([turn("plain", base), ...(changed === null ? [] : [turn("stopped", changed)])], {
      trial: from + index,
      ...(changed === null ? { notReached: ["stopped"] } : {}),
    }),
  );
}

function judge(transcripts: readonly Transcript[], comparison = stop) {
  const verdict = judgeCell(transcripts, asking(comparison), { capabilities });
  return { ...verdict, effect: verdict.effects?.[0] };
}

describe("a parameter that is ignored", () => {
  const verdict = judge(trials(6, whole, whole));

  test("makes every trial of the cell bad, with the counts of both sides", () => {
    expect([verdict.observed, verdict.claim, verdict.trials.bad]).toEqual(["bad", "fail", 6]);
    expect(verdict.findings).toEqual([
      {
        id: "parameter-ignored",
        cause: "stopSequences",
        severity: "bad",
        n: 6,
        seen: 'a reply has "five" in 6 of 6 without stopSequences, and in 6 of 6 with it',
        step: "stopped",
        trial: 1,
      },
    ]);
    expect(verdict.effect).toMatchObject({
      verdict: "ignored",
      constraint: "silent-failure",
      base: { shown: 6, replies: 6 },
      changed: { shown: 6, replies: 6 },
    });
    expect(verdict.judged[0]?.checks.at(-1)).toMatchObject({ check: "effect/stop-sequences", outcome: "fail" });
  });

  test("is a note where the document promises only its best effort", () => {
    const { observed, findings } = judge(trials(6, whole, whole), seed);
    expect([observed, findings.map(({ id, cause, severity }) => [id, cause, severity])]).toEqual([
      "ok",
      [["parameter-ignored", "seed", "note"]],
    ]);
  });

  test("is found also where a reply looks otherwise by chance", () => {
    const mixed = [...trials(6, whole, whole), ...trials(2, cut, cut, 7), ...trials(2, whole, whole, 9)];
    expect(judge(mixed)).toMatchObject({
      observed: "bad",
      effect: { verdict: "ignored", changed: { shown: 8, replies: 10 } },
    });
  });
});

test("a parameter that is honoured leaves the cell as it is, and the check passes", () => {
  const { observed, findings, effect, judged } = judge(trials(6, whole, cut));
  expect([observed, findings, effect?.verdict, effect?.constraint]).toEqual(["ok", [], "honoured", "holds"]);
  expect(judged[0]?.checks.at(-1)).toMatchObject({ check: "effect/stop-sequences", outcome: "pass" });
});

test("too few trials say nothing, and nothing is bad", () => {
  const { observed, findings, effect } = judge(trials(3, whole, whole));
  expect([observed, findings, effect?.verdict, effect?.reason]).toEqual(["ok", [], "unknown", "too-few-trials"]);
});

describe("a parameter that is refused", () => {
  const refusal = failed("parameter-unsupported", { message: "stop is not supported" });

  test("is an honest failure: the trial is unsupported, not bad", () => {
    expect(judge(trials(3, whole, refusal))).toMatchObject({
      observed: "unsupported",
      reasonText: "stopSequences is refused: HTTP 400: stop is not supported",
      trials: { bad: 0, excluded: { unsupported: 3 } },
      effect: { verdict: "refused", constraint: "honest-failure", refused: 3, changed: { shown: 0, replies: 0 } },
    });
  });

  test("is not one where the plain request is refused too", () => {
    const verdict = judge(trials(3, failed("invalid-request"), null));
    expect([verdict.observed, verdict.effect?.verdict]).toEqual(["bad", "unknown"]);
  });

  test.each(["throttled", "unavailable"] as const)("is not one where the service says %s", (kind) => {
    expect(judge(trials(3, whole, failed(kind))).effect).toMatchObject({ verdict: "unknown", refused: 0 });
  });
});

describe("a parameter that the API cannot say", () => {
  const warned = { ...whole, warnings: [{ id: "dropped", field: "stopSequences", message: "there is no stop" }] };

  test("is no failure of the service", () => {
    expect(judge(trials(2, whole, warned))).toMatchObject({
      observed: "unsupported",
      reasonText: "stopSequences cannot be said in this API: there is no stop",
      effect: { verdict: "cannot-be-said", constraint: "cannot-be-said", seen: "not sent: there is no stop" },
    });
  });

  test("is told by the warning about it alone", () => {
    const other = { ...whole, warnings: [{ id: "dropped", field: "seed", message: "there is no seed" }] };
    expect(judge(trials(6, whole, other)).effect?.verdict).toBe("ignored");
  });

  test("is told by the adapter's refusal to send it", () => {
    const local = failed("parameter-unsupported", { phase: "local", status: null, message: "no place for stop" });
    expect(judge(trials(2, whole, local)).effect).toMatchObject({ verdict: "cannot-be-said", leftOut: 2 });
  });
});

test("a target that does not support it, as a source says, is not asked: an honest failure", () => {
  const reason = "the model does not support stop-sequences";
  const unasked = transcript([], { notReached: ["plain", "stopped"], notRun: { kind: "unsupported", reason } });
  expect(judge([unasked])).toMatchObject({
    observed: "unsupported",
    effect: { verdict: "unknown", reason: "documented", constraint: "honest-failure", seen: `not asked: ${reason}` },
  });
});

describe("trials of several upstreams", () => {
  const of = (upstream: string, n: number, changed: Reply, from: number) =>
    trials(n, { ...whole, upstream }, { ...changed, upstream }, from);

  test("decide together where each of them decides alike", () => {
    expect(judge([...of("A", 5, whole, 1), ...of("B", 5, whole, 6)]).effect?.verdict).toBe("ignored");
  });

  test("decide nothing where they do not", () => {
    const { effect } = judge([...of("A", 5, whole, 1), ...of("B", 6, cut, 6)]);
    expect([effect?.verdict, effect?.reason]).toEqual(["unknown", "several-upstreams"]);
  });

  test("are never pooled", () => {
    const { effect } = judge([...of("A", 3, whole, 1), ...of("B", 3, whole, 4)]);
    expect([effect?.verdict, effect?.reason]).toEqual(["unknown", "too-few-trials"]);
  });
});

test("a reply that is not whole is not measured", () => {
  const broken = { ...whole, completeness: "truncated" as const };
  const { effect } = judge([...trials(4, whole, whole), ...trials(3, whole, broken, 5)]);
  expect(effect).toMatchObject({ verdict: "unknown", changed: { shown: 4, replies: 4 } });
});

test("a scenario that compares nothing has no effects", () => {
  const plain = scenario([step("plain")], { needs: [] });
  expect(judgeCell([transcript([turn("plain", whole)])], plain, { capabilities })).not.toHaveProperty("effects");
});
