import { describe, expect, test } from "vitest";
import type { Check } from "../src/verdict/checks/check.js";
import { checks } from "../src/verdict/checks/registry.js";
import { judgeCell } from "../src/verdict/judge-cell.js";
import type { Verdict } from "../src/verdict/verdict.js";
import { type Behaviour, seededCell } from "./broken/seeded-run.js";
import { capabilities, reply, scenario, step, text, transcript, turn } from "./samples/transcripts.js";

type Faults = NonNullable<Behaviour["faults"]>;

/** Twenty trials of a model that is silent in the 5th and the 15th, with faults of others in between. */
function asked(faults: Faults, trials = 20): Promise<Verdict> {
  return seededCell({
    api: "converse-stream",
    scenario: "response-after-tool",
    behaviour: { faults: [...faults, { fault: "silent", when: { nth: [5, 15] } }] },
    trials,
  });
}

/** What is said of the model. */
const said = ({ observed, claim, trials: { eligible, ok, bad, interval } }: Verdict) => ({
  ...{ observed, claim, eligible, ok, bad, interval },
});

describe("what is no fault of the model has a status of its own, and leaves its rate as it was", () => {
  // The silent trials keep their places: faults strike others, and as many trials more are asked.
  const cases: readonly (readonly [title: string, faults: Faults, excluded: Verdict["trials"]["excluded"]])[] = [
    [
      "an account whose token expired",
      [{ fault: "refuse", as: "expired-token", when: { nth: [21, 22] } }],
      { credentials: 2 },
    ],
    [
      "an account without access",
      [{ fault: "refuse", as: "model-access", when: { nth: [21] } }],
      { "model-access": 1 },
    ],
    [
      "an account that asks too often",
      [{ fault: "refuse", as: "too-many-requests", when: { nth: [21] } }],
      { throttled: 1 },
    ],
    ["a connection that is refused", [{ fault: "connection", as: "refused", when: { nth: [21] } }], { connection: 1 }],
    ["a name that is not known", [{ fault: "connection", as: "dns", when: { nth: [21] } }], { connection: 1 }],
    ["a service that is down", [{ fault: "status", status: 503, when: { nth: [21] } }], { unavailable: 1 }],
    [
      "all of them",
      [
        { fault: "refuse", as: "expired-token", when: { nth: [21] } },
        { fault: "connection", as: "reset", when: { nth: [22] } },
        { fault: "status", status: 503, when: { nth: [23] } },
      ],
      { credentials: 1, connection: 1, unavailable: 1 },
    ],
  ];

  test.each(cases)("%s", async (_title, faults, excluded) => {
    const without = await asked([]);
    const more = Object.values(excluded).reduce((sum, n) => sum + n, 0);
    const verdict = await asked(faults, 20 + more);
    expect(said(verdict)).toEqual(said(without));
    expect(verdict.trials).toMatchObject({ attempted: 20 + more, eligible: 20, ok: 18, bad: 2, excluded });
  });

  test("a check that throws is a fault of the harness", () => {
    const broken: Check = {
      id: "reply/broken-check",
      claim: "this check works",
      rule: { severity: "must", layer: "compatible", source: "a test", date: "2026-11-21" },
      explainedBy: [],
      needsWholeReply: true,
      run: ({ turn: { reply: judged } }) => {
        if (judged.id === "odd") throw new TypeError("Cannot read properties of undefined");
        return [];
      },
    };
    const trials = ["a", "b", "odd", "c"].map((id, at) =>
      transcript([turn("ask", reply([text("42")], { id }))], { trial: at + 1 }),
    );
    const verdict = judgeCell(trials, scenario([step("ask")]), { capabilities, checks: [...checks, broken] });
    const without = judgeCell(
      trials.filter(({ trial }) => trial !== 3),
      scenario([step("ask")]),
      { capabilities },
    );
    expect(said(verdict)).toEqual(said(without));
    expect(verdict.trials.excluded).toEqual({ "harness-fault": 1 });
    expect(verdict.judged[2]).toMatchObject({
      outcome: "excluded",
      reason: "harness-fault",
      message: "the check reply/broken-check broke at step ask: Cannot read properties of undefined",
      findings: [],
    });
  });
});
