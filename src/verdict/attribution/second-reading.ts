import { type Reading, textOf } from "../../chat/read-reply.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import { judgeTurn } from "../judge-turn.js";
import { judgedTurnOf } from "../judged-turn.js";
import type { SecondReading } from "./failing.js";

/** A turn of a trial, and the scenario that judges it. */
export type TurnPlace = { readonly turn: Turn; readonly transcript: Transcript; readonly scenario: Scenario };

/** The other client's reading of the same bytes, judged by the same checks; null: none, or it is the same. */
export function secondReading(place: TurnPlace): SecondReading | null {
  const { otherReading } = place.turn;
  if (otherReading === null || otherReading.differences.length === 0) return null;
  const name = (client: string) => (client === "http" ? "ours" : "of the official SDK");
  return {
    judged: name(place.transcript.cell.client),
    other: name(otherReading.client),
    otherIsGood: isGoodReading(otherReading.reading, place),
    differences: otherReading.differences,
  };
}

/** True where a turn read so has text or a call, and meets every check that it can. */
export function isGoodReading(reading: Reading, { turn, transcript, scenario }: TurnPlace): boolean {
  const { reply } = turn;
  const others = reply.parts.filter(({ kind }) => kind !== "text" && kind !== "tool-call" && kind !== "reasoning");
  const read: Turn = {
    ...turn,
    // The difference itself is not held against either reading.
    otherReading: null,
    reply: {
      ...reply,
      completeness: reading.completeness,
      finish: reading.finish,
      parts: [
        ...(reading.reasoning === null ? [] : [reasoningPart(reading.reasoning)]),
        ...(reading.text === "" ? [] : [{ kind: "text" as const, text: reading.text }]),
        ...reading.toolCalls,
        ...others,
      ],
      usage: reply.usage === null ? null : { ...reply.usage, outputTokens: reading.outputTokens },
      failure: reading.completeness === "complete" ? null : reply.failure,
      notes: [],
    },
  };
  const isGood = judgeTurn(judgedTurnOf(read, transcript, scenario)).every(
    ({ finding }) => finding?.severity !== "bad",
  );
  return isGood && textOf(read.reply).length + reading.toolCalls.length > 0;
}

function reasoningPart(text: string) {
  return { kind: "reasoning" as const, text, signature: null, redacted: null, details: null, field: null };
}
