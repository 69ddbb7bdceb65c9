import type { Reply } from "../../src/chat/reply.js";
import type { Transcript } from "../../src/transcript/transcript.js";
import { broken, failed, finish, reply, sanFrancisco, text, transcript, turn, usage } from "../samples/transcripts.js";

/** What a cell of a big run may show. */
export const bigKinds = [
  "silent",
  "wrong-answer",
  "flaky",
  "refused",
  "truncated",
  "call-as-text",
  "not-run",
  "note",
  "fine",
] as const;
export type BigKind = (typeof bigKinds)[number];

/** The trials of a cell of that kind. `keepsTrials`: its cells have transcripts, so that requests and replies are shown. */
export function bigTrials(kind: BigKind): { readonly trials: readonly Transcript[]; readonly keepsTrials: boolean } {
  const { answers, keepsTrials = true } = replies[kind];
  const trials = answers.map((answer, index) => {
    const trial = transcript([turn("ask", { ...answer, requestId: `${kind}-${index + 1}` })], {
      ...{ trial: index + 1 },
      provenance: { ...live, recordedAt: `2026-11-20T02:0${index % 10}:00.000Z` },
    });
    return kind === "not-run"
      ? { ...trial, turns: [], notRun: { reason: "the budget is spent", kind: "budget" as const } }
      : trial;
  });
  return { trials, keepsTrials };
}

const live = { source: "live", after: null, note: null, endpoint: "https://service.test", region: null } as const;

const good = reply([text("It is 42.")]);
const times = (count: number, answer: Reply) => Array.from({ length: count }, () => answer);

const silent = reply([], { usage: usage(0) });
const wrong = reply([text("It is forty-one, which follows from the sum of the two numbers that you gave.")]);
const asText = reply([
  text('<|tool_call_begin|>functions.get_weather:0<|tool_call_argument_begin|>{"location":"SF"}<|tool_call_end|>'),
]);
const refused = failed("throttled", { status: 429, message: "Too many requests, please wait before trying again." });
const cut = broken("truncated", { message: "the connection was reset" }, [text("It is ")]);
const called = reply([sanFrancisco], { finish: finish("stop") });

const replies: { readonly [kind in BigKind]: { readonly answers: readonly Reply[]; readonly keepsTrials?: boolean } } =
  {
    silent: { answers: times(12, silent) },
    "wrong-answer": { answers: [...times(9, wrong), ...times(3, good)] },
    flaky: { answers: [...times(9, good), silent, wrong, silent] },
    refused: { answers: times(12, refused) },
    truncated: { answers: [...times(6, good), ...times(6, cut)] },
    "call-as-text": { answers: times(12, asText) },
    "not-run": { answers: [good], keepsTrials: false },
    note: {
      answers: [
        ...times(11, good),
        { ...good, notes: [{ id: "unknown-event", message: "an event that we do not know" }] },
        called,
      ],
    },
    fine: { answers: times(12, good), keepsTrials: false },
  };
