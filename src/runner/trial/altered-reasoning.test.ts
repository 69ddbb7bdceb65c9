import { expect, test } from "vitest";
import type { ReasoningPart } from "../../chat/message.js";
import { withAlteredReasoning } from "./altered-reasoning.js";

const plain: ReasoningPart = {
  kind: "reasoning",
  text: "Hm.",
  signature: null,
  redacted: null,
  details: null,
  field: "thinking",
};
const text = { kind: "text", text: "Hi." } as const;

test.each<[string, Partial<ReasoningPart>, Partial<ReasoningPart>]>([
  ["a signature", { signature: "c2ln" }, { signature: "c2An" }],
  ["redacted thinking", { redacted: "AAAA" }, { redacted: "AABA" }],
  [
    "an item of Responses",
    { details: [{ type: "reasoning", id: "rs_1", summary: [], encrypted_content: "rsn_xyz" }] },
    { details: [{ type: "reasoning", id: "rs_1", summary: [], encrypted_content: "rsnAxyz" }] },
  ],
  [
    "an item inside a detail",
    { details: [{ item: { encrypted_content: "xyz" }, id: "d" }] },
    { details: [{ item: { encrypted_content: "xAz" }, id: "d" }] },
  ],
  [
    "OpenRouter's details",
    { details: [{ type: "reasoning.text", text: "Hm.", signature: "sig" }, "other"] },
    { details: [{ type: "reasoning.text", text: "Hm.", signature: "sAg" }, "other"] },
  ],
])("one letter of %s is changed, and nothing else", (_what, sealed, altered) => {
  expect(withAlteredReasoning([{ ...plain, ...sealed }, text])).toEqual([{ ...plain, ...altered }, text]);
});

test("without anything signed or encrypted there is nothing to go on from", () => {
  expect(withAlteredReasoning([plain, text])).toEqual([]);
  expect(withAlteredReasoning([text])).toEqual([]);
  expect(withAlteredReasoning([{ ...plain, signature: "", details: [{ data: 7 }] }])).toEqual([]);
});
