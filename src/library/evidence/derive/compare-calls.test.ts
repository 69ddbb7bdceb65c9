import { expect, test } from "vitest";
import type { RecordedExchange } from "../../../wire/exchange.js";
import { callsDiffer, type KnownCall } from "./compare-calls.js";

const exchange: RecordedExchange = {
  startedAt: "2026-11-01T00:00:00.000Z",
  request: { method: "POST", url: "https://one.example/model/m/converse", headers: [], body: null },
  response: { status: 200, headers: [["x-amzn-requestid", "r-1"]] },
  firstByteMs: 1,
  chunks: [],
  end: "eof",
  error: null,
};

const known: KnownCall = {
  attempt: {
    ...{ exchange: 0, startedAt: exchange.startedAt, firstByteMs: 1, totalMs: 1, status: 200 },
    ...{ requestId: "r-1", failure: null },
  },
  requestId: "r-1",
  provenance: {
    ...{ source: "live", recordedAt: null, after: null, note: null, region: null },
    endpoint: "https://one.example",
  },
  path: "/model/m/converse",
};

test("a call that both know alike has no difference", () => {
  expect(callsDiffer(known, exchange)).toEqual([]);
});

test("another time, id, host or path is a difference each", () => {
  const request = { ...exchange.request, url: "https://two.example/model/n/converse" };
  const response = { status: 200, headers: [["x-amzn-requestid", "r-2"]] as const };
  expect(callsDiffer(known, { ...exchange, request, response, startedAt: "2026-11-02T00:00:00.000Z" })).toEqual([
    "startedAt: 2026-11-01T00:00:00.000Z ≠ 2026-11-02T00:00:00.000Z",
    "requestId: r-1 ≠ r-2",
    "host: one.example ≠ two.example",
    "path: /model/m/converse ≠ /model/n/converse",
  ]);
});

test("what one side does not know contradicts nothing", () => {
  const unknown: KnownCall = {
    attempt: { ...known.attempt, startedAt: null },
    requestId: null,
    provenance: { ...known.provenance, endpoint: null },
    path: null,
  };
  const url = "https://two.example/x";
  expect(callsDiffer(unknown, { ...exchange, request: { ...exchange.request, url }, response: null })).toEqual([]);
});
