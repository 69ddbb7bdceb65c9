import { expect, test } from "vitest";
import { frameTracker } from "./open-frame.js";

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

/** Whether the body is open after all of it, whole and byte by byte, which must agree. */
function openAfter(contentType: string | null, bytes: Uint8Array): boolean {
  const whole = frameTracker(contentType);
  whole.push(bytes);
  const single = frameTracker(contentType);
  for (const byte of bytes) single.push(Uint8Array.of(byte));
  expect(single.isOpen()).toBe(whole.isOpen());
  return whole.isOpen();
}

test.each<[string | null, boolean]>([
  ["text/event-stream", true],
  ["text/event-stream; charset=utf-8", true],
  ["  Text/Event-Stream ;charset=utf-8", true],
  ["text/event-streams", false],
  ["application/json; text/event-stream", false],
  ["application/json", false],
  ["", false],
  [null, false],
])("of the content type %j lines are followed: %s", (contentType, followed) => {
  expect(openAfter(contentType, latin1("data: a"))).toBe(followed);
});

test.each<[string | null, boolean]>([
  ["application/vnd.amazon.eventstream", true],
  ["Application/Vnd.Amazon.Eventstream; x=1", true],
  ["application/json", false],
  [null, false],
])("of the content type %j frames are followed: %s", (contentType, followed) => {
  // Three bytes of a length; to a reader of lines this would be a blank line.
  expect(openAfter(contentType, latin1("\0\0\n"))).toBe(followed);
});

/** Frames as far as the tracker reads them: a length of four bytes and as many bytes as it says. */
function frameOf(length: number): Buffer {
  const bytes = Buffer.alloc(length, 0x5a);
  bytes.writeUInt32BE(length, 0);
  return bytes;
}

const eventStream = "application/vnd.amazon.eventstream";

test.each([16, 17, 255, 256, 257, 0x1_02_03])("a frame of %i bytes is open until its last byte", (length) => {
  const frame = frameOf(length);
  expect(openAfter(eventStream, frame.subarray(0, 4))).toBe(true);
  expect(openAfter(eventStream, frame.subarray(0, length - 1))).toBe(true);
  expect(openAfter(eventStream, frame)).toBe(false);
  expect(openAfter(eventStream, Buffer.concat([frame, frame.subarray(0, 1)]))).toBe(true);
});

test("every byte of a length counts by its place", () => {
  const tracker = frameTracker(eventStream);
  tracker.push(Uint8Array.of(1, 0, 0, 0));
  tracker.push(new Uint8Array(0x1_00_00_00 - 5));
  expect(tracker.isOpen()).toBe(true);
  tracker.push(new Uint8Array(1));
  expect(tracker.isOpen()).toBe(false);
});

test("frames of different lengths close one after another", () => {
  const frames = [frameOf(16), frameOf(300), frameOf(17), frameOf(16)];
  const bytes = Buffer.concat(frames);
  const ends = frames.map((_, index) => Buffer.concat(frames.slice(0, index)).length);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const tracker = frameTracker(eventStream);
    tracker.push(bytes.subarray(0, cut));
    expect([cut, tracker.isOpen()]).toEqual([cut, cut !== bytes.length && !ends.includes(cut)]);
  }
});

test.each([0, 1, 15])("after a length of %i, which no frame has, nothing closes it", (length) => {
  const impossible = Buffer.alloc(4);
  impossible.writeUInt32BE(length);
  expect(openAfter(eventStream, impossible)).toBe(true);
  expect(openAfter(eventStream, Buffer.concat([impossible, Buffer.alloc(32), frameOf(16)]))).toBe(true);
});

test.each<[body: string, open: boolean]>([
  ["", false],
  ["\n", false],
  ["\r\n\r\n", false],
  ["d", true],
  ["data: a\n", true],
  ["data: a\n\n", false],
  ["data: a\r", true],
  ["data: a\r\n", true],
  ["data: a\r\n\n", false],
  ["data: a\r\n\r", false],
  ["data: a\r\r\n", false],
  ["data: a\n\r", false],
  // The line feed behind "b" ends a line, though a carriage return stood some bytes before.
  ["data: a\rb\n\n", false],
  ["data: a\rb\n", true],
  ["data: a\n\nb", true],
  ["data: a\n\nb\n", true],
  ["data: a\n\nb\n\n", false],
  // A comment is open as long as its line is, and opens no event.
  [":", true],
  [": c\n", false],
  [": c\r\n", false],
  [": c\n\n", false],
  ["data: a\n: c\n", true],
  ["data: a\n: c\n\n", false],
  [": c\ndata: a\n", true],
  [": c\ndata: a\n\n", false],
  ["data: a\n\n: c\n", false],
  // A colon later in a line makes no comment.
  ["x:\n", true],
  // A byte order mark is no line, at the very start and whole.
  ["\xef", true],
  ["\xef\xbb", true],
  ["\xef\xbb\xbf", false],
  ["\xef\xbb\xbf\n", false],
  ["\xef\xbb\xbfa", true],
  ["\xef\xbb\xbf: c\n", false],
  ["\xef\xbb\xbfdata: a\n", true],
  ["\xef\xbb\xbfdata: a\n\n", false],
  ["\xef\xbb\xbf\xef\xbb\xbf", true],
  ["\xef\xbba\xbf", true],
  ["\xef\xbb\xbe", true],
  ["\n\xef\xbb\xbf", true],
  ["a\xef\xbb\xbf", true],
  ["\xef\xbb\n", true],
])("a server-sent body %j is open: %s", (body, open) => {
  expect(openAfter("text/event-stream", latin1(body))).toBe(open);
});
