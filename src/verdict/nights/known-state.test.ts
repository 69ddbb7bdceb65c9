import { expect, test } from "vitest";
import { type LineChange, nightRun, summaryLine } from "../../../test/samples/summary-lines.js";
import type { KnownDivergence } from "../../scenario/known.js";
import { knownState } from "./known-state.js";
import type { StoredNight } from "./stored-night.js";

const entry: KnownDivergence = {
  ...{ model: "kimi-k2.5", target: "kimi-k2.5/bedrock/converse-stream", provider: null, api: null },
  ...{ scenario: "basic-chat", finding: "empty-reply", check: null, claim: null, bug: "https://example.org/1" },
  ...{ shows: null, since: "2026-11-01", expires: "2027-11-01", note: null, place: "known.yaml:1:5" },
};

const seen: LineChange = {
  trials: { bad: 6 },
  findings: [{ id: "empty-reply", cause: "silent", severity: "bad", n: 6, checks: ["reply/not-empty"] }],
};

function nightOf(day: number, lines: readonly LineChange[], change: Partial<StoredNight> = {}): StoredNight {
  const id = `2026-11-0${day}`;
  return { id, masked: [], runs: [nightRun(`${id}-a`)], lines: lines.map(summaryLine), ...change };
}

const good = [2, 3, 4].map((day) => nightOf(day, [{}]));
const state = (nights: readonly StoredNight[], of: Partial<KnownDivergence> = {}) =>
  knownState({ ...entry, ...of }, { nights, today: "2026-12-01" });

test("it is there as long as the newest night shows it", () => {
  expect(state([...good, nightOf(5, [seen])])).toMatchObject({
    state: "there",
    lastSeen: "2026-11-05",
    expired: false,
  });
});

test("it is fixed after three nights without it that make the claim pass together", () => {
  expect(state([nightOf(1, [seen]), ...good])).toEqual({
    ...{ entry, state: "fixed", lastSeen: "2026-11-01", expired: false },
    since: { nights: 3, trials: 36 },
  });
  expect(state(good)).toMatchObject({ state: "fixed", lastSeen: null });
});

test.each<[string, readonly StoredNight[]]>([
  ["after two nights", good.slice(1)],
  [
    "after three nights of too few trials",
    good.map(({ id }) => nightOf(Number(id.at(-1)), [{ trials: { eligible: 9 } }])),
  ],
])("it is not fixed %s", (_, nights) => {
  expect(state([nightOf(1, [seen]), ...nights])).toMatchObject({ state: "not-seen", lastSeen: "2026-11-01" });
});

test("a night that missed it, was masked, or measured nothing is none without it", () => {
  const without = [
    nightOf(5, []),
    nightOf(6, [{ trials: { eligible: 0 } }]),
    nightOf(7, [{}], { masked: ["bedrock/converse-stream"] }),
  ];
  expect(state([nightOf(1, [seen]), ...good.slice(1), ...without])).toMatchObject({
    state: "not-seen",
    since: { nights: 2, trials: 24 },
  });
});

test("another finding of the cell, and another cell, say nothing of it", () => {
  const truncated = { id: "truncated", cause: null, severity: "bad", n: 6, checks: ["reply/complete"] } as const;
  const other: LineChange = { ...seen, findings: [{ ...truncated, checks: [...truncated.checks] }] };
  expect(state([nightOf(1, [other])])).toMatchObject({ state: "not-seen" });
  expect(state([nightOf(1, [{ ...seen, scenario: "tool-call" }])])).toMatchObject({ state: "not-measured" });
  expect(state([nightOf(1, [{ ...seen, model: "other" }])])).toMatchObject({ state: "not-measured" });
});

test("an entry of a check goes by the check, and one of a provider by each of its cells", () => {
  const byCheck = { finding: null, check: "reply/not-empty" };
  expect(state([nightOf(1, [seen])], byCheck)).toMatchObject({ state: "there" });
  expect(state([nightOf(1, [seen])], { ...byCheck, check: "reply/complete" })).toMatchObject({ state: "not-seen" });
  const wide = { target: null, provider: "bedrock", api: "converse-stream" } as const;
  const second = { target: "kimi-k2.5/bedrock/converse-stream@eu-west-1" };
  const nights = [1, 2, 3].map((day) => nightOf(day, [{}, ...(day === 3 ? [second] : [])]));
  expect(state(nights, wide)).toMatchObject({ state: "not-seen", since: { nights: 3, trials: 48 } });
});

test("nights of a simulator say nothing about a vendor", () => {
  const simulated = good.map((night) => ({ ...night, runs: [nightRun(`${night.id}-a`, { mode: "simulator" })] }));
  expect(state(simulated)).toMatchObject({ state: "not-measured" });
});

test("an expired entry says so", () => {
  expect(state([nightOf(1, [seen])], { expires: "2026-12-01" })).toMatchObject({ state: "there", expired: true });
});
