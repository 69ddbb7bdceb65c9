import type { AssistantMessage, Message, ToolMessage } from "../../../../chat/message.js";
import type { ChatRequest } from "../../../../chat/request.js";
import { everywhere } from "../body-shape.js";
import { callingTurns, callsOf } from "../edit-messages.js";
import { type Flip, level } from "../flip.js";

/** Whether several calls stand in one turn. What else a turn holds stays with its first call. */
export const parallelCalls: Flip = {
  id: "parallel-calls",
  name: "calls in parallel in the history",
  reads: ["call-count"],
  after: ["history", "text-before-call", "blank-text", "reasoning-history"],
  pointers: everywhere("/messages/**"),
  source: { source: "anomalyco/opencode#13807 (onset after two or three calls)", date: "2026-02-16" },
  offer: ({ request }) => {
    const isParallel = callingTurns(request).some((turn) => callsOf(turn).length > 1);
    if (isParallel) return [level("sequential", "one call a turn, each followed by its result")];
    return joined(request.messages).length < request.messages.length
      ? [level("parallel", "successive calls in one turn, their results together")]
      : [];
  },
  apply: (request, id): ChatRequest => ({
    ...request,
    messages: id === "sequential" ? split(request.messages) : joined(request.messages),
  }),
};

type Round = { readonly turn: AssistantMessage; readonly results: readonly ToolMessage[] };

/** Each turn with calls, with the results that follow it; other messages alone. */
function roundsOf(messages: readonly Message[]): readonly (Message | Round)[] {
  const rounds: (Message | Round)[] = [];
  for (const message of messages) {
    const last = rounds.at(-1);
    if (message.role === "tool" && last !== undefined && "turn" in last) {
      rounds[rounds.length - 1] = { turn: last.turn, results: [...last.results, message] };
    } else if (message.role === "assistant" && callsOf(message).length > 0) {
      rounds.push({ turn: message, results: [] });
    } else rounds.push(message);
  }
  return rounds;
}

function split(messages: readonly Message[]): readonly Message[] {
  return roundsOf(messages).flatMap((round) => ("turn" in round ? splitRound(round) : [round]));
}

/** A round whose results are not one for each call, in any order, stays: its pairs are not known. */
function splitRound({ turn, results }: Round): readonly Message[] {
  const calls = callsOf(turn);
  const whole = [turn, ...results];
  if (calls.length < 2 || calls.length !== results.length) return whole;
  const pairs = calls.map((call) => results.filter(({ toolCallId }) => call.id !== null && toolCallId === call.id));
  if (pairs.some((found) => found.length !== 1)) return whole;
  return calls.flatMap((call, at): readonly Message[] => {
    const parts = turn.parts.filter((part) => part === call || (at === 0 && part.kind !== "tool-call"));
    return [{ ...turn, parts }, ...(pairs[at] ?? [])];
  });
}

/** Joins rounds that follow one another, where the later ones hold nothing but calls. */
function joined(messages: readonly Message[]): readonly Message[] {
  const rounds: (Message | Round)[] = [];
  for (const round of roundsOf(messages)) {
    const last = rounds.at(-1);
    const isJoinable = "turn" in round && round.turn.parts.every(({ kind }) => kind === "tool-call");
    if (isJoinable && last !== undefined && "turn" in last && areAnswered(last) && areAnswered(round)) {
      const turn = { ...last.turn, parts: [...last.turn.parts, ...round.turn.parts] };
      rounds[rounds.length - 1] = { turn, results: [...last.results, ...round.results] };
    } else rounds.push(round);
  }
  return rounds.flatMap((round) => ("turn" in round ? [round.turn, ...round.results] : [round]));
}

function areAnswered({ turn, results }: Round): boolean {
  return callsOf(turn).length === results.length;
}
