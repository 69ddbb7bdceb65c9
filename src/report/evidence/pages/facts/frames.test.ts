import { expect, test } from "vitest";
import { madeMaterial, openrouterWire, silent, tenSilent } from "../../../../../test/samples/evidence-materials.js";
import { failed, reply } from "../../../../../test/samples/transcripts.js";
import type { CellIdentity } from "../../../../transcript/transcript.js";
import type { FrameFact, WireFacts } from "../../../../verdict/evidence/material.js";
import { endingText, framesTable } from "./frames.js";

function ending(api: CellIdentity["api"], wire: Partial<WireFacts>, isWhole = true): string {
  const one = isWhole ? silent(1) : reply([], { completeness: "truncated", finish: null });
  return endingText(madeMaterial({ failing: { replies: [one], identity: { api }, wire } }).failing);
}

const chunk: FrameFact = { offset: 40, length: 60, name: "chunk", payload: '{"bytes":"e30="}' };

test.each<[string, string, string]>([
  [
    "InvokeModel has no event of its own",
    ending("invoke-model-stream", { frames: [chunk], reply: { sizeBytes: 100, sha256: "" } }),
    "no event of its own in this API; the last event is `chunk` at offset 40 of 100 bytes",
  ],
  [
    "a cut stream of InvokeModel",
    ending("invoke-model-stream", { frames: [chunk], reply: { sizeBytes: 100, sha256: "" }, end: "reset" }, false),
    "absent: the last event is `chunk` at offset 40 of 100 bytes, and the connection ended with `reset`",
  ],
  [
    "a chat completion without [DONE]",
    ending("chat-completions-stream", { ...openrouterWire, frames: openrouterWire.frames?.slice(0, 2) ?? [] }),
    "absent (`[DONE]`): the last event is `finish` at offset 200 of 364 bytes, and the connection ended with `eof`",
  ],
  [
    "an empty body",
    ending("converse-stream", { frames: [], reply: { sizeBytes: 0, sha256: "" } }, false),
    "absent: the body is empty, and the connection ended with `eof`",
  ],
  ["a whole reply", ending("converse", { frames: [] }), "a whole body of 478 bytes, not a stream"],
  [
    "no reply",
    endingText(
      madeMaterial({ failing: { ...tenSilent, wire: { status: null, end: "connect-error", frames: [] } } }).failing,
    ),
    "no reply arrived (connect-error)",
  ],
  [
    "a refused stream",
    endingText(madeMaterial({ failing: { replies: [failed("invalid-history")], wire: { status: 400 } } }).failing),
    "a whole body of 478 bytes, not a stream",
  ],
])("where a reply ends: %s", (_, text, expected) => {
  expect(text).toBe(expected);
});

test("of many events the first four and the last six are shown", () => {
  const frames = Array.from({ length: 15 }, (_, at) => ({ offset: at, length: 1, name: `event${at}`, payload: null }));
  const lines = framesTable(frames, "`wire/failing.frames.txt`").split("\n");
  expect(lines).toHaveLength(2 + 4 + 1 + 6);
  expect(lines[5]).toBe("| 3 | 1 | `event3` | bytes that are not text |");
  expect(lines[6]).toBe("| … | … | 5 more events | `wire/failing.frames.txt` has all |");
  expect(lines[7]).toBe("| 9 | 1 | `event9` | bytes that are not text |");
  expect(framesTable([], "f")).toBe("The reply has no event.");
});
