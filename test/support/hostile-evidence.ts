import type {
  Evidence,
  ExchangeEvidence,
  ReplyEvidence,
  TrialEvidence,
} from "../../src/report/sheet/trial-evidence.js";
import { sentence } from "./hostile-trials.js";

/** Exchanges in which a text stands wherever a request, a service, a model or a client gives one. `cells`: ids of cells of the sheet. */
export function hostileEvidence(text: string, name: string, cells: readonly string[]): Evidence {
  const trials = cells.slice(0, 2).map((cell) => trialOf(text, name, cell));
  return {
    trials,
    leftOut: cells.slice(2, 4).map((cell) => ({ cell, trials: [1], why: "too-much", command: sentence(text) })),
  };
}

function trialOf(text: string, name: string, cell: string): TrialEvidence {
  const finding = { id: "empty-reply", cause: name, severity: "bad", step: name, seen: text } as const;
  const field = { field: name, state: "different", left: text, right: text, why: text } as const;
  const reply = replyOf(text, name);
  return {
    ...{ cell, target: name, scenario: name, trial: 1, outcome: "bad", reason: name, reasonText: text, upstream: name },
    ...{ source: "live", recordedAt: "2026-11-20T00:00:00.000Z", isWithheld: false },
    findings: [
      { ...finding, place: { exchange: 0, offset: 0 } },
      { ...finding, place: null },
    ],
    exchanges: [exchangeOf(text, name)],
    notReached: [name],
    control: {
      ...{ cell: name, trial: 1, outcome: "ok" },
      steps: [{ step: name, fields: [field], equivalent: false, says: name, reply, status: 200, requestId: name }],
    },
    views: [{ step: name, clients: [clientOf(text, name)] }],
    commands: [
      { name: "curl", about: sentence(text), text: sentence(text), why: null },
      { name: "again", about: sentence(text), text: null, why: sentence(text) },
    ],
  };
}

function clientOf(text: string, name: string): TrialEvidence["views"][number]["clients"][number] {
  return {
    ...{
      client: name,
      outcome: "ended",
      text,
      textLength: text.length,
      reasoningLength: 0,
      finish: name,
      outputTokens: 0,
    },
    ...{ calls: [{ name, arguments: text }], error: { name, message: text }, requests: 1 },
  };
}

function exchangeOf(text: string, name: string): ExchangeEvidence {
  const bytes = Buffer.from(sentence(text));
  const data = bytes.toString("base64");
  const body = {
    kind: "text",
    sizeBytes: bytes.length,
    sha256: "0".repeat(64),
    pieces: [{ offset: 0, data }],
  } as const;
  return {
    ...{
      step: name,
      attempt: 1,
      number: 0,
      startedAt: "2026-11-20T00:00:00.000Z",
      method: "POST",
      url: `https://${text.slice(0, 2000)}`,
    },
    ...{ request: body, status: 200, requestId: name, contentType: name, end: "eof", error: text, eventCount: 2 },
    ...{ chunks: [{ atMs: 1, sizeBytes: bytes.length }], firstByteMs: 1, totalMs: 2 },
    body: { ...body, kind: "bytes" },
    events: [
      {
        ...{
          number: 0,
          offset: 0,
          length: bytes.length,
          name,
          payload: sentence(text),
          says: [sentence(text)],
        },
        marks: [{ finding: "empty-reply", severity: "bad", text: sentence(text) }],
      },
    ],
    endMarks: [{ finding: null, severity: "bad", text: sentence(text) }],
    reply: replyOf(text, name),
  };
}

function replyOf(text: string, name: string): ReplyEvidence {
  return {
    ...{ text, reasoning: text, calls: [{ id: name, name, argumentsText: text }], finish: name },
    ...{ usage: { [name]: text }, completeness: "complete", failure: text },
  };
}
