import type { ExchangeEvidence, TrialEvidence } from "../../src/report/sheet/trial-evidence.js";

/** A trial with one exchange of chat completions; `text`: what stands wherever a model, a service or a person wrote. */
export function trialSample(text: string, exchange: Partial<ExchangeEvidence> = {}): TrialEvidence {
  const reply = {
    ...{ text, reasoning: text, calls: [{ id: text, name: text, argumentsText: text }], finish: text },
    ...{ usage: { [text]: 1 }, completeness: "complete", failure: text },
  };
  const bytes = new TextEncoder().encode(text.toWellFormed());
  const body = {
    kind: "text" as const,
    sizeBytes: bytes.length,
    sha256: "0".repeat(64),
    pieces: [{ offset: 0, data: text.toWellFormed() }],
  };
  return {
    ...{ cell: `m/p/chat/${text}`, target: `m/p/${text}`, scenario: text, trial: 1, outcome: "bad" },
    ...{ reason: text, reasonText: `because ${text}`, upstream: text, source: "live", isWithheld: false },
    recordedAt: "2026-02-10T12:00:00.000Z",
    findings: [
      { id: "empty-reply", cause: text, severity: "bad", step: text, seen: text, place: { exchange: 0, offset: 3 } },
    ],
    exchanges: [
      {
        ...{ step: text, attempt: 1, number: 0, startedAt: null, method: text, url: text, request: body },
        ...{ status: 200, requestId: text, contentType: text, end: text, error: text },
        chunks: [{ atMs: 5, sizeBytes: bytes.length }],
        ...{ firstByteMs: 4, totalMs: 5, body, eventCount: 1 },
        events: [
          {
            ...{ number: 0, offset: 0, length: bytes.length, name: text, payload: text, says: [text] },
            marks: [{ finding: null, severity: "bad", text }],
          },
        ],
        endMarks: [{ finding: null, severity: "note", text }],
        reply,
        ...exchange,
      },
    ],
    notReached: [text],
    control: {
      ...{ cell: `m/q/chat/${text}`, trial: 2, outcome: "ok" },
      steps: [
        {
          ...{ step: text, equivalent: false, says: text, reply, status: 200, requestId: text },
          fields: [{ field: text, state: "different", left: text, right: null, why: text }],
        },
      ],
    },
    views: [
      {
        step: text,
        clients: [
          {
            ...{ client: text, outcome: "ended", text, textLength: text.length, reasoningLength: 0 },
            ...{ calls: [{ name: text, arguments: text }], finish: text, outputTokens: 1, requests: 1 },
            error: { name: text, message: text },
          },
        ],
      },
    ],
    commands: [
      { name: "show", about: "print this trial", text, why: null },
      { name: "curl", about: "ask it", text: null, why: text },
    ],
  };
}
