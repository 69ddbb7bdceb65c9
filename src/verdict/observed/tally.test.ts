import { describe, expect, test } from "vitest";
import {
  afterTool,
  call,
  failed,
  reply,
  text,
  transcript,
  turn,
  usage,
  weatherTool,
} from "../../../test/samples/transcripts.js";
import type { Turn } from "../../transcript/transcript.js";
import { type ExchangeVerdict, judgeExchange } from "./judge-exchange.js";
import { observedMatrix } from "./observed-matrix.js";
import { createTally } from "./tally.js";

const found = { file: "a.yaml", interaction: 3, requestUnknown: false, toolsOffered: null as boolean | null };
const judged = (one: Turn, more: Partial<typeof found> = {}): ExchangeVerdict =>
  judgeExchange(transcript([one], { cell: { scenario: one.step, scenarioVersion: 1 } }), { ...found, ...more });

const fine = turn("basic-chat", reply([text("Sunny.")]));
const silent = turn("response-after-tool", reply([], { usage: usage(0) }), {
  messages: afterTool,
  tools: [weatherTool],
});
const throttled = turn("basic-chat", failed("throttled", { status: 429 }));

describe("an exchange that nobody scripted", () => {
  test("is ok when nothing contradicts it, with its facts beside it", () => {
    expect(judged(fine)).toMatchObject({
      file: "a.yaml",
      interaction: 3,
      shape: "basic-chat",
      observed: "ok",
      complete: true,
      hasToolResult: false,
      outputTokens: 20,
      textLength: 6,
      toolCalls: 0,
      findings: [],
    });
  });

  test("is bad when its reply is empty, also after a tool result", () => {
    const { observed, findings, hasTools, hasToolResult } = judged(silent, { toolsOffered: true });
    expect({ observed, hasTools, hasToolResult }).toEqual({ observed: "bad", hasTools: true, hasToolResult: true });
    expect(findings.map(({ id, cause }) => [id, cause])).toEqual([["empty-reply", "silent"]]);
  });

  test("is blocked, and no evidence, when the service refused", () => {
    expect(judged(throttled)).toMatchObject({ outcome: "excluded", observed: "blocked", reason: "throttled" });
  });

  test("is held against the declared tools only where the request is recorded", () => {
    const calls = turn("tool-call", reply([call("{}", "get_weather")]), { tools: [] });
    const names = (one: ExchangeVerdict) => one.findings.map(({ id }) => id);
    expect(names(judged(calls))).toContain("tool-name-unknown");
    expect(names(judged(calls, { requestUnknown: true }))).toEqual([]);
    expect(judged(calls, { requestUnknown: true })).toMatchObject({ hasTools: null, hasToolResult: null });
  });
});

describe("a tally", () => {
  const counts = {
    files: 1,
    otherFiles: 0,
    formats: {},
    interactions: 5,
    exchanges: 5,
    skipped: {},
    losses: {},
    damaged: [],
    unread: [],
  };
  const all = [judged(fine), judged(fine), judged(throttled), judged(silent), judged(silent)];
  const cellsOf = (exchanges: readonly ExchangeVerdict[]) => {
    const tally = createTally();
    for (const one of exchanges) tally.add(one);
    return tally.cells();
  };

  test("counts k of n, keeps what was excluded apart, and says each finding once a cell", () => {
    const [chat, after] = cellsOf(all);
    expect(chat).toMatchObject({
      observed: "ok",
      trials: { attempted: 3, eligible: 2, ok: 2, excluded: { throttled: 1 } },
    });
    expect(after).toMatchObject({ observed: "bad", trials: { eligible: 2, bad: 2 } });
    expect(after?.findings.map(({ id, n, places }) => [id, n, places.length])).toEqual([["empty-reply", 2, 2]]);
  });

  test("is the same in any order", () => {
    expect(cellsOf([...all].reverse())).toEqual(cellsOf(all));
  });

  test("does not grow with what it counts", () => {
    const many = Array.from({ length: 100 }, () => judged(silent));
    const [cell] = cellsOf(many);
    expect(cell?.trials.bad).toBe(100);
    expect(cell?.places).toHaveLength(5);
    expect(cell?.findings[0]?.places).toHaveLength(5);
  });

  test("is laid out by who answered and what was asked", () => {
    const matrix = observedMatrix(cellsOf(all), {
      layer: "compatible",
      counts,
      shapeOrder: ["response-after-tool", "tool-call", "basic-chat"],
      attributionOf: () => null,
    });
    expect(matrix.shapes).toEqual(["response-after-tool", "basic-chat"]);
    expect(matrix.rows).toHaveLength(1);
    expect(matrix.rows[0]?.cells.map((cell) => cell?.observed)).toEqual(["bad", "ok"]);
    expect(matrix.findings.map(({ id, exchanges, cells }) => [id, exchanges, cells])).toEqual([["empty-reply", 2, 1]]);
  });
});
