import { noAliases } from "../../adapters/adapter.js";
import { readerFor } from "../../adapters/registry.js";
import type { ChatEvent } from "../../chat/event.js";
import type { Target } from "../../chat/target.js";
import type { ReadBody } from "../../verdict/finding-places/place-findings.js";
import { type RecordedExchange, TransportError } from "../../wire/exchange.js";
import type { FramePlace } from "../../wire/frames/frame-places.js";

/**
 * Reads a recorded reply with our own decoders, event by event, so that what they say is known of each event. `places`: the events of `body`, see
 * `framePlaces`. No response: nothing is read.
 */
export async function readFrames(
  { response, end, error }: Pick<RecordedExchange, "response" | "end" | "error">,
  {
    body,
    places,
    target,
  }: { readonly body: Uint8Array; readonly places: readonly FramePlace[]; readonly target: Target },
): Promise<ReadBody> {
  const events: ChatEvent[][] = places.map(() => []);
  const atEnd: ChatEvent[] = [];
  if (response === null) return { events, atEnd };
  const isWhole = places.length === 1 && places[0]?.name === "body";
  let pulled = -1;
  const chunks = (async function* () {
    for (const [at, { offset, length }] of places.entries()) {
      pulled = at;
      yield body.subarray(offset, offset + length);
    }
    pulled = places.length;
    if (end === "eof") return;
    const { kind = "closed", code = null, message = "the body broke", deadlineMs = null } = error ?? {};
    throw new TransportError(kind, message, { code, deadlineMs });
  })();
  const reader = await readerFor(target.api);
  const { status, headers } = response;
  for await (const event of reader.read({ status, headers, chunks }, { target, aliases: noAliases })) {
    // A body that is no stream is read once it is whole.
    if (pulled >= 0) (events[isWhole ? 0 : pulled] ?? atEnd).push(event);
  }
  return { events, atEnd };
}
