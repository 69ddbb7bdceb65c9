import { describe, expect, test } from "vitest";
import { observedMatrix } from "../../verdict/observed/observed-matrix.js";
import type { ObservedCell } from "../../verdict/observed/tally.js";
import { sheetOfRecordings } from "./sheet-of-recordings.js";

const cell = (known: Partial<ObservedCell>): ObservedCell => ({
  ...{ model: "kimi-k2.5", provider: "openrouter", api: "chat-completions", upstream: null, shape: "basic-chat" },
  ...{ source: "recorded", observed: "ok", reason: null, reasonText: null, findings: [], places: [] },
  trials: {
    attempted: 2,
    eligible: 2,
    ok: 2,
    bad: 0,
    excluded: {},
    interval: [0, 0.84],
    intervalKind: "clopper-pearson",
  },
  ...{ oldest: null, newest: null },
  ...known,
});

const counts = {
  ...{ files: 2, otherFiles: 0, formats: { har: 2 }, interactions: 5, exchanges: 4, skipped: { files: 1 } },
  ...{ losses: { status: 1 }, damaged: ["b.har: is cut"], unread: [] },
};

const sheetOf = (cells: readonly ObservedCell[]) =>
  sheetOfRecordings(
    observedMatrix(cells, {
      layer: "compatible",
      counts,
      shapeOrder: ["basic-chat", "tool-call"],
      attributionOf: () => null,
    }),
    { command: "llm-parity judge logs", versions: { "llm-parity": "0.1.0" } },
  );

const bad = cell({
  ...{ shape: "tool-call", upstream: "Together", observed: "bad" },
  trials: { attempted: 3, eligible: 2, ok: 0, bad: 2, excluded: { throttled: 1 }, interval: null, intervalKind: null },
  findings: [
    {
      ...{ id: "empty-reply", cause: "silent", severity: "bad", n: 2, seen: "no text" },
      places: [
        { file: "logs/a/one.har", interaction: 3 },
        { file: "logs/two.har", interaction: 0 },
      ],
    },
  ],
  places: [{ file: "logs/a/one.har", interaction: 3 }],
  ...{ oldest: "2026-01-02T03:04:05Z", newest: "2026-03-04T05:06:07Z" },
});

describe("the sheet of judged recordings", () => {
  test("has models, who answered, and the kinds of request, in reading order", () => {
    const whole = cell({ model: "claude-haiku-4.5", places: [{ file: "logs/two.har", interaction: 1 }] });
    const sheet = sheetOf([bad, whole, cell({})]);
    expect(sheet.models.map(({ name }) => name)).toEqual(["kimi-k2.5", "claude-haiku-4.5"]);
    expect(sheet.columns).toEqual([
      {
        id: "openrouter chat-completions → Together",
        provider: "openrouter",
        api: "chat-completions",
        detail: "→ Together",
      },
      { id: "openrouter chat-completions", provider: "openrouter", api: "chat-completions", detail: "" },
    ]);
    expect(sheet.scenarios.map(({ id }) => id)).toEqual(["basic-chat", "tool-call"]);
    expect(sheet.cells.map(({ id }) => id)).toEqual([
      "kimi-k2.5/openrouter/chat-completions/basic-chat",
      "kimi-k2.5/openrouter/chat-completions → Together/tool-call",
      "claude-haiku-4.5/openrouter/chat-completions/basic-chat",
    ]);
  });

  test("has counts and findings with their places, below the folder that holds all files, and no claim", () => {
    const [one] = sheetOf([bad]).cells;
    expect(one).toMatchObject({
      ...{ observed: "bad", claim: null, sign: "✗", source: "recorded", recordedAt: "2026-03-04T05:06:07Z" },
      ...{ file: "a/one.har#3", command: null, isPrivate: false },
      trials: { eligible: 2, bad: 2, excluded: { throttled: 1 } },
    });
    expect(one?.findings).toEqual([
      {
        ...{ id: "empty-reply", cause: "silent", severity: "bad", n: 2, seen: "no text", trial: 1, step: null },
        ...{ checks: [], rule: null, places: ["a/one.har#3", "two.har#0"] },
      },
    ]);
  });

  test("says what it is made of, what was not judged, and that nothing is claimed", () => {
    const sheet = sheetOf([bad]);
    expect(sheet).toMatchObject({ kind: "recordings", origin: "vendor", pairs: [], night: null, stopped: null });
    expect(sheet.made).toMatchObject({ mode: "recordings", recorded: ["2026-01-02", "2026-03-04"], startedAt: null });
    expect(sheet.notice).toBe(
      "OBSERVED, not claimed: recordings that were kept are not a random sample. 4 exchanges of 5 interactions in 2 files judged; skipped: 1 files (files).",
    );
    expect(sheet.messages).toEqual(["damaged: b.har: is cut"]);
  });

  test("marks authored and private recordings", () => {
    const sheet = sheetOf([cell({ source: "authored" }), cell({ isPrivate: true })]);
    expect(sheet.origin).toBe("partly-authored");
    expect(sheet.columns.map(({ id }) => id)).toEqual([
      "openrouter chat-completions (authored)",
      "openrouter chat-completions",
    ]);
    expect(sheet.cells.map(({ isPrivate, source }) => [source, isPrivate])).toEqual([
      ["authored", false],
      ["recorded", true],
    ]);
    expect(sheet.notice).toContain("Some are of production logs");
    expect(sheetOf([]).cells).toEqual([]);
  });
});
