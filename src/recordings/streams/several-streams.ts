import type { SpokenApi } from "../../adapters/spoken-api.js";
import type { JsonObject } from "../../chat/json.js";
import { jsonObjectIn } from "../members.js";

/**
 * Parts of a file that holds streams one after another, as the streams that they belong to. A stream begins where a payload says
 * so behind one that ended the stream before: a second beginning within a stream is damage, and stays in it. `payloadOf`: null
 * for a part that is no JSON object, such as an end mark, which stays with what is before it.
 *
 * @example
 * severalStreams(lines, { payloadOf: jsonObjectIn, spoken }) // [["{…}", "{…}"], ["{…}"]]
 */
export function severalStreams<Part>(
  parts: readonly Part[],
  {
    payloadOf,
    spoken,
  }: { readonly payloadOf: (part: Part) => JsonObject | null; readonly spoken: readonly SpokenApi[] },
): readonly (readonly Part[])[] {
  const several = spoken.flatMap(({ signs }) => signs.several ?? []);
  const streams: Part[][] = [];
  let ended: JsonObject | null = null;
  for (const part of parts) {
    const payload = payloadOf(part);
    const before = ended;
    const isNext = payload !== null && before !== null && several.some(({ begins }) => begins(payload, before));
    const last = streams.at(-1);
    if (last === undefined || isNext) streams.push([part]);
    else last.push(part);
    if (isNext) ended = null;
    if (payload !== null && several.some(({ ends }) => ends(payload))) ended = payload;
  }
  return streams;
}

/** The texts of the SSE streams that a text holds one after another, byte by byte. */
export function sseStreams(text: string, spoken: readonly SpokenApi[]): readonly string[] {
  const events = text.split(/(?<=\r?\n\r?\n)(?!\r?\n)/);
  return severalStreams(events, { payloadOf: payloadOfEvent, spoken }).map((stream) => stream.join(""));
}

function payloadOfEvent(event: string): JsonObject | null {
  const data = /^data: ?(.*)$/m.exec(event)?.[1];
  return data === undefined ? null : jsonObjectIn(data);
}

/** What is noted of each of several streams; none for a file with one. */
export function placeNotes(index: number, count: number): readonly string[] {
  return count === 1 ? [] : [`the file holds ${count} streams, one after another; this is number ${index + 1}`];
}
