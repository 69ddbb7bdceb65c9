import { expect, test } from "vitest";
import { reply, text, transcript, turn } from "../../test/samples/transcripts.js";
import { withoutUpstream } from "../scenario/change/other-upstream.js";
import type { Turn } from "../transcript/transcript.js";
import { brokenPin } from "./upstream.js";

/** A turn that this upstream served; `without`: one that its request leaves out. */
function served(step: string, upstream: string | null, without: string | null = null): Turn {
  const plain = turn(step, reply([text("Hi.")], { upstream }));
  return without === null ? plain : { ...plain, request: { ...plain.request, extra: withoutUpstream(without) } };
}

const pinned = { upstreamPin: "moonshotai", upstreamName: "Moonshot AI" };
const loose = { upstreamPin: null, upstreamName: null };

test.each([
  ["a pin that every reply honours", [served("a", "Moonshot AI"), served("b", "moonshotai/int4")], pinned, null],
  ["another upstream", [served("a", "Chutes")], pinned, "pinned to moonshotai; the reply to a came from Chutes"],
  ["a reply without a name", [served("a", null)], pinned, "pinned to moonshotai; the reply to a names no upstream"],
  ["no pin", [served("a", "Chutes"), served("b", null)], loose, null],
  [
    "a step that leaves the pinned one out",
    [served("a", "Moonshot AI"), served("b", "Chutes", "Moonshot AI")],
    pinned,
    null,
  ],
  ["the same without a pin", [served("a", "Chutes"), served("b", "Novita", "Chutes")], loose, null],
  [
    "the one that was left out",
    [served("a", "Chutes"), served("b", "chutes/fp8", "Chutes")],
    loose,
    "asked of any upstream but Chutes; the reply to b came from chutes/fp8",
  ],
  [
    "no name where one was left out",
    [served("a", "Chutes"), served("b", null, "Chutes")],
    loose,
    "asked of any upstream but Chutes; the reply to b names no upstream",
  ],
  [
    "a broken pin before the step that leaves it out",
    [served("a", "Chutes"), served("b", "Novita", "Chutes")],
    pinned,
    "pinned to moonshotai; the reply to a came from Chutes",
  ],
])("%s", (_what, turns, pin, says) => {
  expect(brokenPin(transcript(turns), pin)).toBe(says);
});
