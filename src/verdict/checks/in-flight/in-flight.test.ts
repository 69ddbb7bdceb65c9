import { describe, expect, test } from "vitest";
import { judged } from "../../../../test/samples/run-check.js";
import {
  call,
  reasoning,
  reply,
  scenario,
  step,
  text,
  transcript,
  turn,
} from "../../../../test/samples/transcripts.js";
import type { AssistantPart } from "../../../chat/message.js";
import { withConversations } from "../../../scenario/in-flight/in-flight.js";
import type { Turn } from "../../../transcript/transcript.js";
import { judgedTurnOf } from "../../judged-turn.js";
import type { Beside, Check } from "../check.js";
import { inFlightOwnIds } from "./own-ids.js";
import { inFlightOwnReply } from "./own-reply.js";

const said = (parts: readonly AssistantPart[], id: string | null = null): Turn => turn("ask-1", reply(parts, { id }));

function found(check: Check, own: Turn, turns: readonly Turn[] = []): readonly string[] | null {
  const beside: Beside = { own: "heron4817", markers: ["maple2953", "cobalt7306"], turns };
  return check.run({ ...judged(own), beside })?.map(({ severity, id, cause }) => `${severity} ${id} ${cause}`) ?? null;
}

describe("in-flight/own-reply", () => {
  test.each<[string, readonly AssistantPart[], readonly string[]]>([
    ["its own word", [text("The parcel heron4817 is here.")], []],
    ["no word", [text("I do not know.")], []],
    ["another one's word", [text("The parcel MAPLE2953 is here.")], ["bad crossed-reply null"]],
    ["both", [text("heron4817 and maple2953")], ["bad crossed-reply null"]],
    ["the words of two others", [text("maple2953, cobalt7306")], ["bad crossed-reply null", "bad crossed-reply null"]],
    ["another one's word in a call", [call('{"code":"cobalt7306"}')], ["bad crossed-reply null"]],
    ["another one's word in its reasoning", [reasoning("It is maple2953."), text("Here.")], ["bad crossed-reply null"]],
  ])("%s", (_what, parts, expected) => {
    expect(found(inFlightOwnReply, said(parts))).toEqual(expected);
  });

  test("it does not apply to one conversation", () => {
    expect(inFlightOwnReply.run(judged(said([text("maple2953")])))).toBeNull();
  });
});

describe("in-flight/own-ids", () => {
  const other = said([call("{}", "get_weather", "tooluse_abcDEF123xyz")], "gen-1");
  test("ids of their own are well, and so are ids that count within a conversation", () => {
    expect(found(inFlightOwnIds, said([call("{}", "get_weather", "tooluse_other99aaa")], "gen-2"), [other])).toEqual(
      [],
    );
    const native = said([call("{}", "get_weather", "functions.get_weather:0")], null);
    expect(found(inFlightOwnIds, native, [native])).toEqual([]);
  });

  test("an id of another conversation's call or reply is a note", () => {
    expect(found(inFlightOwnIds, said([call("{}", "get_weather", "tooluse_abcDEF123xyz")], "gen-1"), [other])).toEqual([
      "note shared-id reply",
      "note shared-id call",
    ]);
  });
});

test("a turn is judged with the turns of its conversation before it, and beside those of the others", () => {
  const whole = withConversations(scenario([step("ask"), step("again")]), 2);
  const turns = ["ask-1", "again-1", "ask-2", "again-2"].map((id) => turn(id, reply([text(id)])));
  const last = turns[3];
  if (last === undefined) throw new Error("there is no last turn");
  const { earlier, beside } = judgedTurnOf(last, transcript(turns), whole);
  expect(earlier.map((one) => one.step)).toEqual(["ask-2"]);
  expect([beside?.own, beside?.markers, beside?.turns.map((one) => one.step)]).toEqual([
    "maple2953",
    ["heron4817"],
    ["ask-1", "again-1"],
  ]);
});
