import { expect, test } from "vitest";
import { resultsText } from "./results-text.js";

test("results are indented, and say the same", () => {
  const results = { schemaVersion: 1, cells: [{ seen: "a\nb" }], stopped: null, known: { messages: [] } };
  expect(resultsText(results)).toBe(
    '{\n  "schemaVersion": 1,\n  "cells": [\n    {\n      "seen": "a\\nb"\n    }\n  ],\n  "stopped": null,\n  "known": {\n    "messages": []\n  }\n}',
  );
  expect(resultsText(null)).toBe("null");
});

test("of more than 2,000 cells each stands on one line, beside members that are indented", () => {
  const cells = Array.from({ length: 2001 }, (_, at) => ({ at, seen: "a\nb", controls: [] }));
  const results = { schemaVersion: 1, cells, known: { messages: ["m"] } };
  const text = resultsText(results);
  expect(JSON.parse(text)).toEqual(results);
  const lines = text.split("\n");
  expect(lines.slice(0, 4)).toEqual([
    "{",
    '  "schemaVersion": 1,',
    '  "cells": [',
    '    {"at":0,"seen":"a\\nb","controls":[]},',
  ]);
  expect(lines.slice(-8).join("\n")).toBe(
    '    {"at":2000,"seen":"a\\nb","controls":[]}\n  ],\n  "known": {\n    "messages": [\n      "m"\n    ]\n  }\n}',
  );
});
