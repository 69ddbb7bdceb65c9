import { expect, test } from "vitest";
import { type InteractionPlace, RecordingError } from "../format.js";
import type { Interaction } from "../interaction.js";
import { recordingFile } from "../recording-file.js";
import { readRecords } from "./read-records.js";

const file = recordingFile("a.rec", new Uint8Array());

/** An interaction with nothing but its place. */
const readOne = (value: unknown, place: InteractionPlace): Interaction => {
  if (value === "bad") throw new RecordingError(place, "it is bad");
  if (value === "bug") throw new TypeError("a bug of ours");
  return {
    ...place,
    format: "har",
    request: null,
    response: null,
    chunks: [],
    end: "eof",
    error: null,
    recordedAt: null,
    after: null,
    losses: [],
    notes: [],
  };
};

const read = (list: readonly unknown[], lost: string | null = null) => {
  const records = list.map((value) => (value === "spoilt" ? { fault: "it is spoilt" } : { value }));
  const lineOf = (index: number) => (index === 4 ? null : 10 * index);
  const all = readRecords(file, { list: records, lineOf, lost, notes: [] }, readOne);
  return [...all].map((one) => (one instanceof RecordingError ? one.message : one.interaction));
};

test("a record that cannot be read is named in its place, with its line where that is known, and the others are read", () => {
  expect(read(["a", "bad", "b", "spoilt", "bad", "c"])).toEqual([
    0,
    "a.rec, line 10, interaction 1: it is bad",
    2,
    "a.rec, line 30, interaction 3: it is spoilt",
    "a.rec, interaction 4: it is bad",
    5,
  ]);
});

test("what the container lost comes last, as an error of the file", () => {
  expect(read(["a"], "the rest is lost")).toEqual([0, "a.rec: the rest is lost"]);
});

test("an error that is not of the recording passes through", () => {
  expect(() => read(["a", "bug"])).toThrow(TypeError);
});
