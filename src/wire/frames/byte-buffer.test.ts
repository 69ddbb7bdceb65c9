import { expect, test } from "vitest";
import { asBuffer, createByteBuffer } from "./byte-buffer.js";

const run = (from: number, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, at) => (from + at) & 255);

test("it holds what was appended, in order, through every growth of its room", () => {
  const buffer = createByteBuffer();
  const expected: number[] = [];
  for (const count of [0, 1, 254, 1, 1, 255, 700, 3, 5000]) {
    const piece = run(expected.length, count);
    buffer.append(piece);
    expected.push(...piece);
    expect(buffer.length()).toBe(expected.length);
    expect([...buffer.view()]).toEqual(expected);
  }
});

test("a new one is empty", () => {
  expect([createByteBuffer().length(), createByteBuffer().view().length]).toEqual([0, 0]);
});

test("a piece may be reused after it was appended", () => {
  const buffer = createByteBuffer();
  const piece = Uint8Array.of(1, 2);
  buffer.append(piece);
  piece.fill(9);
  expect([...buffer.view()]).toEqual([1, 2]);
});

test("after clear it is empty, and what comes next overwrites its views", () => {
  const buffer = createByteBuffer();
  buffer.append(Uint8Array.of(1, 2, 3));
  const view = buffer.view();
  buffer.clear();
  expect([buffer.length(), buffer.view().length]).toEqual([0, 0]);
  buffer.append(Uint8Array.of(7));
  expect([...view]).toEqual([7, 2, 3]);
  expect([...buffer.view()]).toEqual([7]);
});

test("after detach it is empty, and what comes next leaves its views alone", () => {
  const buffer = createByteBuffer();
  buffer.append(Uint8Array.of(1, 2, 3));
  const view = buffer.view();
  buffer.detach();
  expect([buffer.length(), buffer.view().length]).toEqual([0, 0]);
  buffer.append(Uint8Array.of(7));
  expect([...view]).toEqual([1, 2, 3]);
  expect([...buffer.view()]).toEqual([7]);
});

/** How often the room was taken anew while bytes came one at a time; the memory behind a view is the room. */
function roomsFor(count: number): number[] {
  const buffer = createByteBuffer();
  const rooms: number[] = [];
  for (let at = 0; at < count; at += 1) {
    buffer.append(Uint8Array.of(at & 255));
    const room = buffer.view().buffer.byteLength;
    if (rooms.at(-1) !== room) rooms.push(room);
  }
  return rooms;
}

test("the room begins at 256 bytes and doubles, each only once the last is full", () => {
  expect(roomsFor(256)).toEqual([256]);
  expect(roomsFor(257)).toEqual([256, 512]);
  expect(roomsFor(1025)).toEqual([256, 512, 1024, 2048]);
});

test("a piece larger than twice the room gets the room it needs, and no more", () => {
  const buffer = createByteBuffer();
  buffer.append(run(0, 1000));
  expect(buffer.view().buffer.byteLength).toBe(1000);
  buffer.append(run(0, 5000));
  expect(buffer.view().buffer.byteLength).toBe(6000);
});

test("asBuffer is a view of the same bytes, also of a part of a larger memory", () => {
  const whole = run(0, 10);
  const part = asBuffer(whole.subarray(3, 6));
  expect([...part]).toEqual([3, 4, 5]);
  expect(Buffer.isBuffer(part)).toBe(true);
  whole[4] = 99;
  expect(part[1]).toBe(99);
  const buffer = Buffer.from("abc");
  expect(asBuffer(buffer)).toBe(buffer);
});
