import { buildInteraction } from "../build-interaction.js";
import type { FormatId, InteractionPlace } from "../format.js";
import type { Interaction } from "../interaction.js";
import { countOf, jsonObjectIn } from "../members.js";
import type { StoredRecord, StoredRecords } from "../records/read-records.js";
import { type SocketTurn, socketIn, socketTurns } from "./socket-turns.js";

/** One turn in place of the record of the socket that it was asked on. */
type AskedTurn = { readonly [mark]: true; readonly url: string; readonly turn: SocketTurn };

const mark: unique symbol = Symbol("a turn over a socket");

/**
 * The records of a file, with each recorded WebSocket replaced by its turns ({@link socketInteraction} reads one). A socket on which
 * no reply was asked for stays as it is, and so does one of the Realtime API, whose bodies and events differ.
 */
export function withSocketTurns(records: StoredRecords): StoredRecords {
  const turned = records.list.map((record) => ("fault" in record ? null : askedTurns(record.value)));
  if (turned.every((one) => one === null)) return records;
  const placed = records.list.flatMap((record, index) => {
    const stored: readonly StoredRecord[] = turned[index]?.map((value) => ({ value })) ?? [record];
    return stored.map((one) => ({ one, index }));
  });
  return {
    ...records,
    list: placed.map(({ one }) => one),
    lineOf: (index) => records.lineOf(placed[index]?.index ?? index),
  };
}

/** The turns of a record that holds a socket; null: it holds none on which a reply was asked for. */
export function askedTurns(record: unknown): readonly AskedTurn[] | null {
  const socket = socketIn(record);
  if (socket === null || /\/realtime(?:[/?#]|$)/i.test(socket.url)) return null;
  const turns = socketTurns(socket).map((turn): AskedTurn => ({ [mark]: true, url: socket.url, turn }));
  return turns.length === 0 ? null : turns;
}

export function isAskedTurn(value: unknown): value is AskedTurn {
  return typeof value === "object" && value !== null && mark in value;
}

/** A turn as an HTTP request and the event stream that answered it, to be judged as any other. */
export function socketInteraction(
  { url, turn: { body, startedMs, answers } }: AskedTurn,
  place: InteractionPlace & { readonly format: FormatId },
): Interaction {
  return buildInteraction({
    ...place,
    request: { method: "POST", url, headers: [], body: bytesOf(JSON.stringify(body)) },
    response: refusalIn(answers) ?? streamOf(answers, startedMs),
    recordedAt: startedMs === null || startedMs < 1e11 ? null : new Date(startedMs).toISOString(),
    losses: [
      "wire-text",
      "frames",
      ...(startedMs === null || answers.some(({ atMs }) => atMs === null) ? (["arrival-times"] as const) : []),
    ],
    notes: ["asked over a WebSocket: the request is its message, and each answer is an event of a stream"],
  });
}

type Answered = NonNullable<Parameters<typeof buildInteraction>[0]["response"]>;

/** An error with a status, in place of the first event, refuses the request; null: the reply began, or no status is recorded. */
function refusalIn([first]: SocketTurn["answers"]): Answered | null {
  const event = first === undefined ? null : jsonObjectIn(first.text);
  const status = event?.["type"] === "error" ? (countOf(event["status"]) ?? countOf(event["status_code"])) : null;
  if (first === undefined || status === null) return null;
  return {
    status,
    headers: [["content-type", "application/json"]],
    body: bytesOf(first.text),
  };
}

function streamOf(answers: SocketTurn["answers"], startedMs: number | null): Answered {
  const arrivalOf = (atMs: number | null) =>
    startedMs === null || atMs === null ? null : Math.max(0, Math.round(atMs - startedMs));
  return {
    status: 200,
    headers: [["content-type", "text/event-stream"]],
    body: answers.map(({ text, atMs }) => [arrivalOf(atMs), bytesOf(`data: ${text}\n\n`)] as const),
  };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
