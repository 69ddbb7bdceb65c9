import { expect, test } from "vitest";
import type { ChatRequest } from "../../chat/request.js";
import type { ControlProof } from "../../verdict/minimise/control/control-proof.js";
import type { MinimiseResult } from "../../verdict/minimise/search/result.js";
import type { Unit } from "../../verdict/minimise/units/unit.js";
import { type MinimisedParts, minimisedLines } from "./minimise-text.js";

const request: ChatRequest = {
  model: "m",
  messages: [],
  tools: null,
  toolChoice: null,
  parallelToolCalls: null,
  maxOutputTokens: null,
  temperature: null,
  topP: null,
  topK: null,
  seed: null,
  presencePenalty: null,
  frequencyPenalty: null,
  stopSequences: null,
  reasoning: null,
  responseFormat: null,
  choices: null,
  logprobs: null,
  logitBias: null,
  extra: {},
  change: null,
};

function unit(id: string, says: string): Unit {
  return { id, group: "parameters", says, parent: null, takes: [id] };
}

const result: MinimiseResult = {
  ending: "fixed-point",
  request,
  rate: { bad: 4, eligible: 4 },
  keeps: 0.76,
  own: { bad: 2, eligible: 2 },
  removed: [unit("/topP", "the setting topP 0.9")],
  stays: [
    { unit: unit("/seed", "the setting seed 1"), because: "cures", tried: { bad: 0, eligible: 6, refusedAt: null } },
    { unit: unit("/tools/0", "the tool"), because: "refused", tried: { bad: 0, eligible: 0, refusedAt: 7 } },
  ],
  units: 3,
  calls: 20,
  voids: 0,
  refusals: 1,
  elsewhere: 0,
  isSteady: false,
  callsNeeded: null,
};

const proof: ControlProof = {
  decision: "refused",
  standing: {
    rounds: 0,
    provedAfter: 0,
    left: { bad: 0, eligible: 0, interval: [0, 1] },
    right: { bad: 0, eligible: 0, interval: [0, 1] },
    evidence: 1,
    isProved: false,
  },
  refused: { side: "working", call: 22 },
  voidPairs: 0,
  callsNeeded: null,
};

const parts: MinimisedParts = {
  cell: "s on t",
  result,
  control: { says: "the same request at u", proof, calls: 2 },
  why: "",
  files: { failing: "minimised/failing.json", working: "minimised/working.json" },
  at: (name) => `x/${name}`,
  said: (call) => ({ 7: "no tool", 22: "not here" })[call] ?? null,
};

/** The lines that do not come from the words of the search. */
const own = (text: readonly string[]) => [text[0], ...text.slice(text.indexOf("  gone:"))];

test("says what is gone, what stays and why, the control, and where the requests are", () => {
  expect(own(minimisedLines(parts))).toEqual([
    "s on t: minimised",
    "  gone:",
    "    the setting topP 0.9",
    "  stays:",
    "    the setting seed 1: without it the failure is gone (failed in 0 of 6 calls)",
    '    the tool: without it the service refuses the request (call 7): "no tool"',
    '  control: open: the control refuses what is left (call 22): "not here"',
    "    it is the same request at u",
    "  the request: x/minimised/failing.json",
    "  at the control: x/minimised/working.json",
    "  20 calls of the search, 2 of the control",
  ]);
});

test("says why there is no control", () => {
  const lines = minimisedLines({ ...parts, control: null, why: "the run has no control that is fine" });
  expect(lines).toContain("  control: not asked: the run has no control that is fine");
  expect(lines.at(-1)).toBe("  20 calls of the search");
});

test("lists at most thirty parts that are gone", () => {
  const removed = Array.from({ length: 32 }, (_, at) => unit(`/extra/${at}`, `part ${at}`));
  const lines = minimisedLines({ ...parts, result: { ...result, removed } });
  expect(lines.filter((line) => /^ {4}part \d+$/.test(line)).length).toBe(30);
  expect(lines).toContain("    and 2 more, listed in result.json");
});

test("says nothing of parts and control where there is no smallest request", () => {
  const rare: MinimiseResult = {
    ...result,
    ending: "too-rare",
    rate: { bad: 0, eligible: 80 },
    removed: [],
    stays: [],
  };
  const text = minimisedLines({ ...parts, result: rare, control: null, files: null }).join("\n");
  expect(text).toContain("s on t: not minimised, it does not fail often enough");
  expect(text).not.toContain("control");
  expect(text).not.toContain("stays:");
});
