import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import type { JsonObject } from "../../../chat/json.js";
import { freshDraft } from "./draft.fixture.js";
import { addPieces, decodeReasoning, emitDetails } from "./reasoning.js";

/** What the events say: `field` of a start, text of a delta, and so on. */
const said = (events: readonly ChatEvent[]) =>
  events.flatMap((event): readonly string[] => {
    if (event.kind === "reasoning-start") return [`start ${event.field}`];
    if (event.kind === "reasoning-delta") return [event.text];
    if (event.kind === "reasoning-signature") return [`signed ${event.signature}`];
    if (event.kind === "reasoning-redacted") return [`redacted ${event.redacted}`];
    if (event.kind === "note") return [`note ${event.note.id}`];
    return [event.kind];
  });

function read(delta: JsonObject, others: readonly string[] = []) {
  const into = freshDraft();
  const unread = decodeReasoning(into, delta, others);
  return { said: said(into.events), unread, into };
}

describe("reasoning as text", () => {
  test.each<[JsonObject, readonly string[]]>([
    [{ reasoning: "hm" }, ["start reasoning", "hm"]],
    [{ reasoning_content: "hm" }, ["start reasoning_content", "hm"]],
    [{ reasoning: "hm", reasoning_content: "hm" }, ["start reasoning", "hm"]],
    [{ reasoning: "hm", reasoning_content: "so" }, ["start reasoning", "hm", "note reasoning-twice"]],
    [{ reasoning: "", reasoning_content: "so" }, ["start reasoning_content", "so", "note reasoning-twice"]],
    [{ reasoning: "", reasoning_content: "" }, []],
    [{ reasoning: null, reasoning_content: "so" }, ["start reasoning_content", "so"]],
    [{ reasoning: null }, []],
    [{}, []],
  ])("in %j", (delta, events) => {
    expect(read(delta)).toMatchObject({ said: events, unread: [] });
  });

  test("goes on in the part that is open, and a blank piece opens none", () => {
    const into = freshDraft();
    for (const reasoning of ["", "h", "", "m"]) decodeReasoning(into, { reasoning }, []);
    expect(said(into.events)).toEqual(["start reasoning", "h", "m"]);
    expect([into.open, into.reasoningPart]).toEqual([{ kind: "reasoning", part: 0 }, 0]);
  });

  test("that begins again after text is another part, and the first one keeps its details", () => {
    const into = freshDraft();
    decodeReasoning(into, { reasoning: "h" }, []);
    into.open = null;
    decodeReasoning(into, { reasoning: "m" }, []);
    expect(said(into.events)).toEqual(["start reasoning", "h", "start reasoning", "m"]);
    expect(into.reasoningPart).toBe(0);
  });
});

describe("reasoning in another form or member", () => {
  test.each<[JsonObject, readonly string[], readonly string[]]>([
    [{ reasoning: { text: "hm" } }, [], ["note reasoning-elsewhere", "start reasoning", "hm"]],
    [
      { reasoning_content: [{ text: "h" }, { text: "m" }] },
      [],
      ["note reasoning-elsewhere", "start reasoning_content", "hm"],
    ],
    [{ thinking: "hm" }, ["thinking"], ["note reasoning-elsewhere", "start thinking", "hm"]],
    [{ reasoning: "hm", thinking: "hm" }, ["thinking"], ["start reasoning", "hm"]],
    [{ reasoning: "hm", thinking: "so" }, ["thinking"], ["start reasoning", "hm", "note reasoning-twice"]],
    [{ reasoning_details: { text: "hm" } }, [], ["note reasoning-elsewhere", "start reasoning_details", "hm"]],
    [
      { thinking_blocks: [{ type: "thinking", thinking: "hm", signature: "s" }] },
      ["thinking_blocks"],
      ["note reasoning-elsewhere", "start thinking_blocks", "hm", "signed s"],
    ],
    // The signed form of the same text replaces the plain one.
    [
      { reasoning: "hm", thinking_blocks: [{ type: "thinking", thinking: "hm", signature: "s" }] },
      ["thinking_blocks"],
      ["start reasoning", "hm", "signed s"],
    ],
    // Of another text, only what signs it is taken.
    [
      { reasoning: "hm", thinking_blocks: [{ type: "thinking", thinking: "so", signature: "s" }] },
      ["thinking_blocks"],
      ["start reasoning", "hm", "note reasoning-twice", "signed s"],
    ],
    [
      { reasoning_opaque: "EmwK" },
      ["reasoning_opaque"],
      ["note reasoning-elsewhere", "start reasoning_opaque", "redacted EmwK"],
    ],
    [{ reasoning: "hm", reasoning_opaque: "EmwK" }, ["reasoning_opaque"], ["start reasoning", "hm", "redacted EmwK"]],
  ])("%j", (delta, others, events) => {
    expect(read(delta, others)).toMatchObject({ said: events, unread: [] });
  });

  test("an opaque form that follows text elsewhere is not said to be elsewhere again", () => {
    const into = freshDraft();
    decodeReasoning(into, { reasoning: "hm" }, []);
    decodeReasoning(into, { reasoning_opaque: "EmwK" }, ["reasoning_opaque"]);
    expect(said(into.events)).toEqual(["start reasoning", "hm", "redacted EmwK"]);
  });

  test.each<[JsonObject, string]>([
    [{ thinking: "hm" }, "the reasoning came in thinking"],
    [{ thinking: ["hm"] }, "the reasoning came in thinking, as a list"],
    [{ thinking: { text: "hm" } }, "the reasoning came in thinking, as an object"],
  ])("the note on %j says where it was", (delta, message) => {
    const { into } = read(delta, ["thinking"]);
    expect(into.events[0]).toEqual({ kind: "note", note: { id: "reasoning-elsewhere", message } });
  });

  test.each<[JsonObject, readonly string[], readonly string[]]>([
    [{ thinking: { odd: 1 } }, ["thinking"], ["thinking"]],
    [{ thinking: {} }, ["thinking"], []],
    [{ thinking: [] }, ["thinking"], []],
    [{ thinking: "" }, ["thinking"], []],
    [{ thinking: null }, ["thinking"], []],
    [{ thinking: 5 }, ["thinking"], ["thinking"]],
    [{ reasoning: { odd: 1 } }, [], ["reasoning"]],
    [{ reasoning_details: { odd: 1 } }, [], ["reasoning_details"]],
    [{ thinking: "hm", thoughts: { odd: 1 } }, ["thinking", "thoughts"], ["thoughts"]],
    [{ reasoning: "hm", thinking: { odd: 1 } }, ["thinking"], ["thinking"]],
  ])("of %j, what holds none is not read", (delta, others, unread) => {
    expect(read(delta, others).unread).toEqual(unread);
  });
});

describe("pieces", () => {
  const piece = (text: string | null, signature: string | null = null, redacted: string | null = null) => ({
    ...{ text, signature, redacted },
  });

  test("with signatures are parts of their own, and one alone stays open", () => {
    const many = freshDraft();
    addPieces(many, [piece("a", "s"), piece("b"), piece(null, null, "r")], "f");
    expect(said(many.events)).toEqual([
      ...["start f", "a", "signed s", "part-end"],
      ...["start f", "b", "redacted r", "part-end"],
    ]);
    const one = freshDraft();
    addPieces(one, [piece("a", "s", "r")], "f");
    expect(said(one.events)).toEqual(["start f", "a", "signed s", "redacted r"]);
    expect(one.open).toEqual({ kind: "reasoning", part: 0 });
  });

  test("without text open a part for what signs them", () => {
    const into = freshDraft();
    addPieces(into, [piece(null, "s")], "f");
    expect(said(into.events)).toEqual(["start f", "signed s"]);
  });
});

describe("details", () => {
  const signed = { type: "reasoning.text", text: "hm", signature: "s" };

  test("are kept with the part that they belong to, joined over the deltas, once", () => {
    const into = freshDraft();
    decodeReasoning(into, { reasoning: "hm", reasoning_details: [signed] }, []);
    emitDetails(into);
    expect(into.events.at(-1)).toEqual({ kind: "reasoning-details", part: 0, details: [signed] });
    const count = into.events.length;
    emitDetails(into);
    expect(into.events).toHaveLength(count);
  });

  test("open a part where there is no text, even when the list is empty", () => {
    const into = freshDraft();
    decodeReasoning(into, { reasoning_details: [] }, []);
    emitDetails(into);
    expect(said(into.events)).toEqual(["start reasoning_details", "reasoning-details"]);
  });

  test("are none where the member is null or absent", () => {
    for (const delta of [{ reasoning_details: null }, {}] as const) {
      const into = freshDraft();
      decodeReasoning(into, delta, []);
      emitDetails(into);
      expect(into.events).toEqual([]);
    }
  });
});
