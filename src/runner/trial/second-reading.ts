import { noAliases } from "../../adapters/adapter.js";
import { foldAsync } from "../../chat/fold.js";
import { type Reading, readingOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import type { Turn } from "../../transcript/transcript.js";
import { type RecordedExchange, TransportError, type WireResponse } from "../../wire/exchange.js";
import { canonicalJson } from "../../wire/json.js";
import type { OpenTarget } from "./open-target.js";

/** Reads with our own decoders the bytes that the SDK has read, and lists where the two readings differ. */
export async function readAgain({
  open,
  reply,
  recorded,
}: {
  readonly open: OpenTarget;
  readonly reply: Reply;
  readonly recorded: RecordedExchange;
}): Promise<Turn["otherReading"]> {
  const response = responseOf(recorded);
  if (response === null) return null;
  const again = await foldAsync(open.adapter.read(response, { target: open.target, aliases: noAliases }));
  const reading = readingOf(again);
  return { client: "http", reading, differences: differencesOf(readingOf(reply), reading) };
}

/** A recorded exchange as a response that can be read once; null when no response headers arrived. */
export function responseOf(recorded: RecordedExchange): WireResponse | null {
  if (recorded.response === null) return null;
  return { ...recorded.response, chunks: chunksOf(recorded) };
}

async function* chunksOf({ chunks, error }: RecordedExchange): AsyncGenerator<Uint8Array> {
  for (const [, bytes] of chunks) yield bytes;
  if (error !== null && error.kind !== "aborted") {
    throw new TransportError(error.kind, error.message, { code: error.code, deadlineMs: error.deadlineMs });
  }
}

const compared = ["completeness", "finish", "text", "reasoning", "toolCalls", "inputTokens", "outputTokens"] as const;

export function differencesOf(first: Reading, second: Reading): readonly string[] {
  return compared
    .filter((member) => canonicalJson(first[member]) !== canonicalJson(second[member]))
    .map((member) => `${member}: ${canonicalJson(first[member])} ≠ ${canonicalJson(second[member])}`);
}
