import { noAliases, type Reader } from "../../src/adapters/adapter.js";
import { readerFor } from "../../src/adapters/registry.js";
import { isStreaming, wholeOf } from "../../src/chat/api.js";
import type { ChatEvent } from "../../src/chat/event.js";
import { fold } from "../../src/chat/fold.js";
import { isJsonObject, type JsonObject } from "../../src/chat/json.js";
import type { Reply } from "../../src/chat/reply.js";
import type { Observation, ObservedExchange } from "../../src/recordings/observe.js";
import { type ExchangeVerdict, judgeExchange } from "../../src/verdict/observed/judge-exchange.js";
import { parseJson } from "../../src/wire/json.js";

/** A stream that was recorded whole, and what reads it. */
export type RecordedStream = {
  readonly key: string;
  readonly body: Buffer;
  readonly headers: readonly (readonly [string, string])[];
  readonly exchange: ObservedExchange;
  readonly reader: Reader;
};

/** The whole streams of an API in a corpus, the shortest first. */
export async function wholeStreams(
  api: string,
  observed: ReadonlyMap<string, Observation>,
): Promise<readonly RecordedStream[]> {
  const streams: RecordedStream[] = [];
  for (const [key, one] of observed) {
    if (one.kind !== "exchange") continue;
    const { target, transcript } = one.exchange;
    if (!isStreaming(target.api) || wholeOf(target.api) !== api) continue;
    if (transcript.turns[0]?.reply.completeness !== "complete") continue;
    const body = Buffer.concat(one.interaction.chunks.map(([, bytes]) => bytes));
    const headers = one.interaction.response?.headers ?? [];
    streams.push({ key, body, headers, exchange: one.exchange, reader: await readerFor(target.api) });
  }
  return streams.toSorted((one, other) => one.body.length - other.body.length);
}

/** The events of a stream whose body is these chunks. */
export async function eventsOf(
  { reader, exchange, headers }: RecordedStream,
  chunks: readonly Uint8Array[],
): Promise<readonly ChatEvent[]> {
  const response = {
    status: 200,
    headers,
    chunks: (async function* () {
      yield* chunks;
    })(),
  };
  const events: ChatEvent[] = [];
  for await (const event of reader.read(response, { target: exchange.target, aliases: noAliases })) events.push(event);
  return events;
}

export async function replyTo(stream: RecordedStream, body: Uint8Array): Promise<Reply> {
  return fold(await eventsOf(stream, [body]));
}

/** The verdict on a stream as if it had had this reply. */
export function verdictOn({ exchange, key }: RecordedStream, reply: Reply): ExchangeVerdict {
  const { transcript, requestUnknown, toolsOffered } = exchange;
  const [turn] = transcript.turns;
  if (turn === undefined) throw new Error("an exchange has one turn");
  return judgeExchange(
    { ...transcript, turns: [{ ...turn, reply }] },
    { file: key, interaction: 0, requestUnknown, toolsOffered },
  );
}

/** One event of an SSE body: its bytes with the blank line, what it holds, and where its last data line ends in the body. */
export type Piece = { readonly bytes: Buffer; readonly payload: JsonObject | null; readonly dataEnd: number };

/** The events of an SSE body in which every line ends with LF or CRLF. */
export function piecesOf(body: Buffer): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const found of body.toString("latin1").matchAll(/(?:\r?\n){2,}|(?:\r?\n)?$/g)) {
    const end = found.index + found[0].length;
    if (end === start) continue;
    const bytes = body.subarray(start, end);
    pieces.push({ bytes, payload: payloadOf(bytes), dataEnd: found.index });
    start = end;
  }
  return pieces;
}

function payloadOf(bytes: Buffer): JsonObject | null {
  const data = [...bytes.toString().matchAll(/^data: ?(.*?)\r?$/gm)].map(([, text = ""]) => text).join("\n");
  const parsed = parseJson(data);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : null;
}
