import { createSseParser } from "../../src/wire/frames/sse.js";
import { piecesOf, type RecordedStream, replyTo } from "../../test/support/recorded-stream.js";
import type { StreamClaims } from "../../test/support/stream-claims.js";
import type { Remembered } from "./pure-readers.js";

/** `cuts`: how many places were tried. `wrong`: where the beginning is not `truncated`. */
export type Cuts = { readonly cuts: number; readonly wrong: readonly string[] };

/**
 * Cuts a stream at every byte before its terminal event is whole: before it, inside each event, and inside the terminal one. Each
 * beginning is read from the state after its last whole event and the bytes behind it, in a parser of its own; those that end
 * where an event ends are read from their first byte too, as the router would.
 */
export async function cutEverywhere(
  stream: RecordedStream,
  { ends }: Pick<StreamClaims, "ends">,
  start: Remembered,
): Promise<Cuts> {
  const wrong: string[] = [];
  let cuts = 0;
  let from = 0;
  let state = start;
  for (const { bytes, payload, dataEnd } of piecesOf(stream.body)) {
    const isTerminal = payload !== null && ends(payload);
    const whole = isTerminal ? dataEnd - from : bytes.length;
    for (let length = 0; length < whole; length += 1) {
      cuts += 1;
      const seen = ending(state, bytes.subarray(0, length));
      if (seen !== "truncated") wrong.push(`${stream.key} cut at ${from + length}: ${seen}`);
    }
    const { completeness } = await replyTo(stream, stream.body.subarray(0, from));
    if (completeness !== "truncated") wrong.push(`${stream.key} read anew, cut at ${from}: ${completeness}`);
    if (isTerminal) return { cuts, wrong };
    if (payload !== null) state = state.after(payload);
    from += bytes.length;
  }
  return { cuts, wrong: [...wrong, `${stream.key}: has no terminal event`] };
}

/** How a reply ends whose body ends in these bytes of an event: the kind of its failure, or `complete`. */
function ending(state: Remembered, bytes: Buffer): string {
  const parser = createSseParser();
  const frame = parser.push(bytes).find(({ kind }) => kind === "event");
  if (frame !== undefined) return "an event that was not whole is read";
  const { pending, open } = parser.end();
  const last = state.end({ pending, open }).at(-1);
  return last?.kind === "reply-failed" ? last.failure.kind : "complete";
}
