import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../chat/json.js";
import { logprobsOf, withLogprobs } from "./logprobs.js";

const read = (...choices: readonly { readonly [name: string]: JsonValue }[]) =>
  logprobsOf(choices.reduce<ReturnType<typeof withLogprobs>>(withLogprobs, null));

/** DeepSeek's form, recorded in 2026. */
const fortyTwo = {
  bytes: [52, 50],
  logprob: -1.1920922e-6,
  token: "42",
  top_logprobs: [
    { bytes: [52, 50], logprob: -1.1920922e-6, token: "42" },
    { bytes: [52], logprob: -13.687585, token: "4" },
  ],
};
const plain = { tokens: 1, text: "42", fewestAlternatives: 2, mostAlternatives: 2, oddities: [] };

describe("the log probabilities of a choice", () => {
  test.each<[string, { readonly [name: string]: JsonValue }]>([
    ["absent", {}],
    ["null", { logprobs: null }],
    ["of a refusal alone", { logprobs: { content: null, refusal: [fortyTwo] } }],
    ["of reasoning alone", { logprobs: { reasoning_content: [fortyTwo] } }],
  ])("that are %s are none", (_title, choice) => {
    expect(read(choice)).toBe(null);
    expect(read({ logprobs: { content: [fortyTwo] } }, choice)).toEqual(plain);
  });

  test("are counted, over all chunks", () => {
    expect(read({ logprobs: { content: [fortyTwo], refusal: null } })).toEqual(plain);
    const bare = { token: "!", bytes: null, logprob: 0, top_logprobs: [] };
    expect(read({ logprobs: { content: [fortyTwo] } }, { logprobs: { content: [bare] } })).toEqual({
      ...plain,
      ...{ tokens: 2, text: "42!", fewestAlternatives: 0 },
    });
    expect(read({ logprobs: { content: [] } })).toMatchObject({ tokens: 0, text: "", fewestAlternatives: null });
  });

  test("join by their bytes, since a character may be cut over two tokens", () => {
    const half = (bytes: readonly number[]) => ({ token: "\uFFFD", bytes, logprob: -1, top_logprobs: [] });
    const content = [half([0x63, 0xc3]), half([0xa9])];
    expect(read({ logprobs: { content } })?.text).toBe("cé");
    expect(read({ logprobs: { content: content.slice(0, 1) } })?.text).toBe("c\uFFFD");
    expect(read({ logprobs: { content: [{ token: "é", logprob: -1, top_logprobs: [] }] } })?.text).toBe("é");
  });

  test.each<[string, JsonValue, string]>([
    ["lists beside each other", { tokens: ["4"], token_logprobs: [-1] }, "other-form"],
    ["a number", 5, "other-form"],
    ["an object in place of the list", { content: { token: "4" } }, "other-form"],
    ["an entry without a token", { content: [{ logprob: -1 }] }, "no-token"],
    ["an entry that is a text", { content: ["4"] }, "no-token"],
    ["an entry without a value", { content: [{ token: "4", top_logprobs: [] }] }, "no-number"],
    ["a value as text", { content: [{ token: "4", logprob: "-1" }] }, "no-number"],
    ["an alternative without a value", { content: [{ token: "4", logprob: -1, top_logprobs: [{}] }] }, "no-number"],
    ["a value above zero", { content: [{ token: "4", logprob: 0.5 }] }, "above-zero"],
    ["a value above what rounding makes", { content: [{ token: "4", logprob: 0.0011 }] }, "above-zero"],
    [
      "an alternative above zero",
      { content: [{ token: "4", logprob: -1, top_logprobs: [{ logprob: 1 }] }] },
      "above-zero",
    ],
  ])("in another form are odd: %s", (_title, logprobs, kind) => {
    expect(read({ logprobs })?.oddities.map((one) => one.kind)).toEqual([kind]);
  });

  test("that round to a hair above zero are fine, and -9999 is a value", () => {
    const content = [1e-7, 2 ** -15, 1e-3, 0, -9999].map((logprob) => ({ token: "4", logprob, top_logprobs: [] }));
    expect(read({ logprobs: { content } })?.oddities).toEqual([]);
  });

  test("keep the first oddity of each kind, and 120 characters of it", () => {
    const content = [{ token: "x".repeat(500) }, { token: "y" }];
    const [first, ...others] = read({ logprobs: { content } })?.oddities ?? [];
    expect([first?.kind, first?.seen.length, others]).toEqual(["no-number", 120, []]);
    expect(first?.seen.startsWith('{"token":"xxx')).toBe(true);
  });

  test("may be anything that JSON can say, of any size", () => {
    fc.assert(fc.property(fc.jsonValue(), (logprobs) => read({ logprobs: logprobs as JsonValue }) !== undefined));
    const huge = { token: "x".repeat(300_000), bytes: Array.from({ length: 300_000 }, () => 120), logprob: -1 };
    expect(read({ logprobs: { content: [huge] } })?.text.length).toBe(300_000);
  });
});
