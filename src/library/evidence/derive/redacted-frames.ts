import { framePlaces } from "../../../wire/frames/frame-places.js";
import { isAwsEventStream } from "../../../wire/frames/is-aws-event-stream.js";
import type { HarFile } from "../../../wire/har/har.js";
import { redactionMark } from "../../../wire/secrets/secret-patterns.js";
import { replyBytes } from "./wire-facts.js";

/** A frame of a stream with something taken out, so that its length and its checksums are ours. `entry`: in the file, from 0. */
export type RedactedFrame = {
  readonly file: string;
  readonly entry: number;
  readonly offset: number;
  readonly length: number;
  /** The checksum at the end of the frame as it stands here, in hexadecimal; null: an event of SSE has none. */
  readonly crc: string | null;
};

/** Every frame that holds the redaction mark. */
export function redactedFrames(recordings: ReadonlyMap<string, HarFile>): readonly RedactedFrame[] {
  return [...recordings].flatMap(([file, { entries }]) =>
    entries.flatMap(({ exchange }, entry) => {
      const body = replyBytes(exchange);
      if (!body.includes(redactionMark)) return [];
      const headers = exchange.response?.headers ?? [];
      const isAws = isAwsEventStream(headers);
      return framePlaces(body, headers).flatMap(({ offset, length }) => {
        const frame = body.subarray(offset, offset + length);
        if (!frame.includes(redactionMark)) return [];
        return [
          { file: `wire/${file}`, entry, offset, length, crc: isAws ? frame.subarray(-4).toString("hex") : null },
        ];
      });
    }),
  );
}
