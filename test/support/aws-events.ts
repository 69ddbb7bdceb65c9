import { EventStreamCodec } from "@smithy/core/event-streams";

/** The events of an AWS event stream in the form of a fixture's `_events`, read by the AWS codec, which checks both checksums. */
export function awsEventsOf(bytes: Buffer): readonly unknown[] {
  const codec = new EventStreamCodec(
    (raw) => Buffer.from(raw as Uint8Array).toString("utf8"),
    (text) => Buffer.from(text, "utf8"),
  );
  const frames: unknown[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const length = bytes.readUInt32BE(offset);
    const { headers, body } = codec.decode(bytes.subarray(offset, offset + length));
    const type = headers[":event-type"]?.value ?? headers[":exception-type"]?.value;
    frames.push({ type, payload: JSON.parse(Buffer.from(body).toString("utf8")) });
    offset += length;
  }
  return frames;
}
