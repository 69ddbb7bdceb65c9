import { describe, expect, test } from "vitest";
import { converseTarget } from "../../../test/support/converse-wire.js";
import { noPrices } from "../../../test/support/scripted-router.js";
import type { CellResult } from "../../verdict/matrix/results-schema.js";
import type { RoutedModel } from "../config/router-config.js";
import type { RoutingRequest } from "./decision.js";
import { idleEvidence, reasonToExclude } from "./measured.js";

const now = new Date("2026-11-21T00:00:00.000Z");
const model: RoutedModel = {
  ...{ name: "a", description: "", whole: converseTarget("converse"), streaming: converseTarget("converse-stream") },
  ...{
    credentials: [],
    measured: ["a/one", "a/two"],
    maxOutputTokens: null,
    emptyReplyGuard: "hold",
    allow: [],
    prices: noPrices,
  },
};
const request: RoutingRequest = { named: null, text: "", streaming: false, exercises: ["chat", "tools"] };

const provenance = (source: "live" | "recorded" | "authored" | "simulated", recordedAt: string | null) => ({
  ...{ source, recordedAt, after: null, endpoint: null, region: null, note: null, requestIds: [] },
});
const recent = provenance("live", "2026-11-20T12:30:00Z");
const finding = (severity: "bad" | "note", id: CellResult["findings"][number]["id"]) => ({
  ...{ id, severity, cause: null, n: 1, seen: "", step: null },
});

const cell = (change: Partial<CellResult> = {}): CellResult => ({
  ...{ target: "a/one", model: "a", provider: "bedrock", api: "converse", exercises: ["chat"], client: "http" },
  ...{ providerModelId: null, region: null, upstream: null, upstreamPin: null, upstreams: [] },
  ...{ scenario: "basic", scenarioVersion: 1, observed: "bad", claim: "fail", findings: [] },
  trials: {
    ...{ attempted: 9, eligible: 8, ok: 1, bad: 7, excluded: {}, interval: null, intervalKind: null },
    ...{ sampling: "fixed", distinctReplies: 8, cachedTokens: null, passRates: [] },
  },
  ...{ reason: null, reasonText: null, provenance: recent },
  ...change,
});

const ask = (cells: readonly CellResult[], maxAgeDays = 30) =>
  reasonToExclude(model, request, { cells, maxAgeDays, now });

describe("reasonToExclude", () => {
  test("names the first bad finding, and not a note before it", () => {
    const findings = [
      finding("note", "usage-missing"),
      finding("bad", "empty-reply"),
      finding("bad", "reasoning-only"),
    ];
    expect(ask([cell({ findings })])).toBe("empty-reply in basic on a/one: 1/8 ok, 2026-11-20");
  });

  test("says failure where no finding is bad", () => {
    const told = "failure in basic on a/one: 1/8 ok, 2026-11-20";
    expect(ask([cell()])).toBe(told);
    expect(ask([cell({ findings: [finding("note", "usage-missing")] })])).toBe(told);
  });

  test("tells the first cell that speaks, of any of the model's targets", () => {
    const cells = [cell({ claim: "pass" }), cell({ target: "a/two", scenario: "second" }), cell()];
    expect(ask(cells)).toMatch(/^failure in second on a\/two/);
  });

  test("counts what was recorded like what was live, and nothing else", () => {
    const at = recent.recordedAt;
    expect(ask([cell({ provenance: provenance("recorded", at) })])).not.toBeNull();
    expect(ask([cell({ provenance: provenance("simulated", at) })])).toBeNull();
    expect(ask([cell({ provenance: provenance("authored", at) })])).toBeNull();
    expect(ask([cell({ provenance: null })])).toBeNull();
  });

  test("counts evidence up to its age to the millisecond, and none whose age nobody knows", () => {
    const of = (recordedAt: string | null) => ask([cell({ provenance: provenance("live", recordedAt) })], 2);
    expect(of("2026-11-19T00:00:00.000Z")).not.toBeNull();
    expect(of("2026-11-18T23:59:59.999Z")).toBeNull();
    expect(of("2026-11-22T00:00:00Z")).not.toBeNull();
    expect([of(null), of("yesterday")]).toEqual([null, null]);
  });

  test("takes a cell that asks no more than the request, and of the API that will be asked", () => {
    expect(ask([cell({ exercises: ["chat", "tools"] })])).not.toBeNull();
    expect(ask([cell({ exercises: [] })])).not.toBeNull();
    expect(ask([cell({ exercises: ["chat", "images"] })])).toBeNull();
    expect(ask([cell({ api: "converse-stream" })])).toBeNull();
    const streaming = { ...request, streaming: true };
    const measured = { cells: [cell({ api: "converse-stream" })], maxAgeDays: 30, now };
    expect(reasonToExclude(model, streaming, measured)).not.toBeNull();
  });
});

describe("idleEvidence", () => {
  const idle =
    "all evidence in the matrix is authored or simulated: it does not affect routing, and no model is left out";
  const of = (cells: readonly CellResult[]) => idleEvidence({ cells, maxAgeDays: 30 }, now);
  const authored = cell({ provenance: provenance("authored", null) });
  const simulated = cell({ provenance: provenance("simulated", "2026-11-20T00:00:00Z") });
  const old = provenance("recorded", "2026-01-01T00:00:00Z");

  test("is silent of an empty matrix, of one that was not run, and of evidence that can steer", () => {
    expect(of([])).toEqual([]);
    expect(of([cell({ claim: null, provenance: null })])).toEqual([]);
    expect(of([cell(), cell({ claim: "pass" })])).toEqual([]);
  });

  test("says that all is authored or simulated, and of one other cell no more", () => {
    expect(of([authored])).toEqual([idle]);
    expect(of([simulated])).toEqual([idle]);
    expect(of([authored, simulated, cell({ claim: null, provenance: null })])).toEqual([idle]);
    expect(of([authored, simulated, cell({ claim: "pass" })])).toEqual([]);
  });

  test("counts failing cells that are too old, and neither authored ones nor those that pass", () => {
    const stale = cell({ provenance: old });
    expect(of([stale, stale, cell(), authored, cell({ claim: "pass", provenance: old })])).toEqual([
      "2 failing cells are older than 30 days: they do not affect routing",
    ]);
  });
});
