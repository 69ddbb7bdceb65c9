import { expect, test } from "vitest";
import { recordedSource } from "../../../../test/support/recorded-arms.js";
import type { HarEntry } from "../../../wire/har/har.js";
import { recordedSide } from "./recorded-side.js";

const half = [{ fault: "silent", when: { scenario: "response-after-tool", nth: [2, 4, 5] } }];

test("the shown trial and excluded ones are left out, and only its kind of failure counts", async () => {
  const faults = [...half, { fault: "refuse", as: "too-many-requests", when: { nth: [3] } }];
  const { arms, cells } = await recordedSource("kimi-k2.5/bedrock/converse", { trials: 6, faults });
  expect(arms.failing.transcript.trial).toBe(2);
  expect(recordedSide(arms.failing, cells.failing, ["empty-reply"])).toEqual({ bad: 2, eligible: 4, of: "trials" });
  expect(recordedSide(arms.failing, cells.failing, ["truncated"])).toEqual({ bad: 0, eligible: 4, of: "trials" });
  expect(recordedSide(arms.failing, cells.failing, null)).toEqual({ bad: 2, eligible: 4, of: "trials" });
});

test("trials that sent other bytes count only where no other sent the same", async () => {
  const { arms, cells } = await recordedSource("kimi-k2.5/bedrock/converse", { trials: 6, faults: half });
  const withBody = (entry: HarEntry): HarEntry => {
    const request = { ...entry.exchange.request, body: Buffer.from(`{"trial":${entry.trial}}`) };
    return { ...entry, exchange: { ...entry.exchange, request } };
  };
  const { judged, entries } = cells.failing;
  const some = { judged, entries: entries.map((entry) => (entry.trial < 5 ? entry : withBody(entry))) };
  expect(recordedSide(arms.failing, some, ["empty-reply"])).toEqual({ bad: 1, eligible: 3, of: "trials" });
  const all = { judged, entries: entries.map(withBody) };
  expect(recordedSide(arms.failing, all, ["empty-reply"])).toEqual({ bad: 2, eligible: 5, of: "other-bodies" });
  const none = { judged, entries: entries.filter(({ trial }) => trial === 2) };
  expect(recordedSide(arms.failing, none, ["empty-reply"])).toEqual({ bad: 0, eligible: 0, of: "trials" });
});
