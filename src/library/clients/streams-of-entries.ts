import type { Target } from "../../chat/target.js";
import type { Provenance } from "../../transcript/transcript.js";
import { replyName } from "../../verdict/client-views/recorded-replies.js";
import { TransportError } from "../../wire/exchange.js";
import type { HarEntry } from "../../wire/har/har.js";
import { readReply } from "../read-reply.js";
import { type RecordedStream, recordedStream } from "./recorded-stream.js";
import { type StreamsToView, unviewable } from "./streams-of-files.js";

/** `cell`: the name that they are shown by. `isPrivate`: what clients show is withheld; default: false. */
type RepliesOf = {
  readonly cell: string;
  readonly target: Target;
  readonly source: Provenance["source"];
  readonly isPrivate?: boolean;
};

/** The recorded replies of one trial of a cell. */
export async function streamsOfEntries(
  entries: readonly HarEntry[],
  { cell, target, source, isPrivate = false }: RepliesOf,
): Promise<StreamsToView> {
  const streams: RecordedStream[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const [number, { exchange, trial, step }] of entries.entries()) {
    const again = entries.filter((one) => one.step === step).length > 1 ? ` (${number + 1})` : "";
    const name = `${replyName({ cell, trial, step })}${again}`;
    const reason = unviewable(exchange, target.api);
    if (reason !== null || exchange.response === null) {
      skipped.push({ name, reason: reason ?? "it has no reply bytes" });
      continue;
    }
    const { response, end, error } = exchange;
    const chunks = exchange.chunks.map(([, bytes]) => bytes);
    const body = played(exchange);
    const reply = await readReply({ ...response, body }, { api: target.api, model: target.providerModelId });
    const { api } = target;
    streams.push(recordedStream({ name, api, source, response, chunks, end, error, losses: [], isPrivate, reply }));
  }
  return { streams, skipped, damaged: [] };
}

async function* played({ chunks, end, error }: HarEntry["exchange"]): AsyncGenerator<Uint8Array> {
  for (const [, bytes] of chunks) yield bytes;
  if (end !== "eof")
    throw new TransportError(error?.kind ?? "reset", error?.message ?? "the recorded reply breaks here");
}
