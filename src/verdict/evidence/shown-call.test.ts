import { describe, expect, test } from "vitest";
import { finding, verdictOf } from "../../../test/samples/evidence.js";
import { broken, cell, reply, text, transcript, turn } from "../../../test/samples/transcripts.js";
import type { Attempt, Transcript } from "../../transcript/transcript.js";
import type { Verdict } from "../verdict.js";
import { failingCall, workingCall } from "./shown-call.js";

const attempt = (exchange: number | null): Attempt => ({
  ...{ exchange, startedAt: null, firstByteMs: null, totalMs: null, status: null, requestId: null, failure: null },
});

/** A trial of three steps; each turn has the exchanges of its attempts. */
function trialOf(trial: number, attempts: readonly (readonly (number | null)[])[] = [[0], [1], [2]]): Transcript {
  const steps = ["ask", "answer", "more"];
  return transcript(
    attempts.map((exchanges, at) =>
      turn(steps[at] ?? "", reply([text("Sunny")]), { attempts: exchanges.map(attempt) }),
    ),
    { trial },
  );
}

const trials = [1, 2, 3, 4].map((trial) => trialOf(trial));
const failing = verdictOf({}, ["excluded", "bad", "bad", "ok"]);
const shown = {
  target: cell.target,
  scenario: "sample",
  client: "http",
  trial: 2,
  step: "answer",
  exchange: 1,
} as const;

describe("the call of the failing cell", () => {
  test("is the first bad trial, at the step of its first bad finding, which need not be the last", () => {
    expect(failingCall(failing, trials, null)).toEqual(shown);
  });

  test("is of a trial number that passed at the working cell, since both then share their reference", () => {
    expect(failingCall(failing, trials, verdictOf({}, ["ok", "bad", "ok"]))).toEqual({ ...shown, trial: 3 });
    expect(failingCall(failing, trials, verdictOf({}, ["ok", "bad", "bad"]))).toEqual(shown);
  });

  test("is at the last turn where the finding is of the whole conversation, or there is none", () => {
    const judged = failing.judged.map((one) => ({ ...one, findings: one.findings.map(() => finding(null)) }));
    expect(failingCall({ ...failing, judged }, trials, null)).toMatchObject({ trial: 2, step: "more", exchange: 2 });
    const note = { ...finding("ask"), severity: "note" } as const;
    const noted = failing.judged.map((one) => ({ ...one, findings: [note, ...one.findings] }));
    expect(failingCall({ ...failing, judged: noted }, trials, null)).toEqual(shown);
  });

  test("is the last attempt of a turn that was asked again", () => {
    expect(failingCall(failing, [trialOf(2, [[0], [1, 2, 3], [4]])], null)).toMatchObject({ exchange: 3 });
  });

  test("is another bad trial where nothing of the first was sent or kept", () => {
    expect(failingCall(failing, [trialOf(2, []), trialOf(3)], null)).toMatchObject({ trial: 3 });
    expect(failingCall(failing, [trialOf(2, [[0], [null]]), trialOf(3)], null)).toMatchObject({ trial: 3 });
    expect(failingCall(failing, [trialOf(3)], null)).toMatchObject({ trial: 3 });
  });

  test("is a refused one where every trial was", () => {
    const refused = verdictOf({}, ["excluded", "excluded"]);
    const refusal = transcript([turn("ask", broken("credentials"))], { trial: 2 });
    expect(failingCall(refused, [trialOf(1, []), refusal], null)).toMatchObject({ trial: 2, step: "ask", exchange: 0 });
  });

  test("is none where nothing was sent, or all went well", () => {
    expect(failingCall(failing, [], null)).toBeNull();
    expect(
      failingCall(
        failing,
        [1, 2, 3].map((trial) => trialOf(trial, [[null]])),
        null,
      ),
    ).toBeNull();
    expect(failingCall(verdictOf({}, ["ok", "ok"]), trials, null)).toBeNull();
  });

  test("of a gateway is one of the upstream that fails most", () => {
    const gateway = verdictOf({}, [
      ["bad", "A"],
      ["ok", "A"],
      ["bad", "B"],
      ["bad", "B"],
    ]);
    expect(failingCall(gateway, trials, null)).toMatchObject({ trial: 3 });
    expect(failingCall(gateway, trials, verdictOf({}, ["ok", "ok", "bad", "ok"]))).toMatchObject({ trial: 4 });
    expect(failingCall(gateway, trials.slice(0, 1), null)).toMatchObject({ trial: 1 });
  });
});

describe("the call of the working cell", () => {
  const working = (...outcomes: Parameters<typeof verdictOf>[1]): Verdict => verdictOf({ target: "there" }, outcomes);

  test("is of the same trial and step", () => {
    expect(workingCall(working("ok", "ok"), trials, shown)).toEqual({ ...shown, target: "there" });
  });

  test("is of the first good trial where the same one is not good or was not kept", () => {
    expect(workingCall(working("excluded", "bad", "ok"), trials, shown)).toMatchObject({ trial: 3, step: "answer" });
    expect(workingCall(working("ok", "ok"), [trialOf(1)], shown)).toMatchObject({ trial: 1 });
  });

  test("is the last turn of a scenario without that step", () => {
    expect(workingCall(working("ok", "ok"), [trialOf(2, [[0]])], shown)).toMatchObject({ step: "ask", exchange: 0 });
  });

  test("is none without a good trial that was sent", () => {
    expect(workingCall(working("bad", "excluded"), trials, shown)).toBeNull();
    expect(workingCall(working("ok"), [trialOf(1, [[0], [null]])], shown)).toBeNull();
  });
});
