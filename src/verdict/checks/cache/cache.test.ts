import { describe, expect, test } from "vitest";
import { judged } from "../../../../test/samples/run-check.js";
import { reply, text, turn, usage } from "../../../../test/samples/transcripts.js";
import type { Usage } from "../../../chat/reply.js";
import { plainRequest } from "../../../chat/request.js";
import type { Turn } from "../../../transcript/transcript.js";
import type { Check } from "../check.js";
import { cacheCountedAlike } from "./counted-alike.js";
import { cacheMarkerHonoured } from "./marker-honoured.js";

type Asked = { readonly marked?: boolean; readonly question?: string };

/** A turn of 6,000 input tokens with these counts changed. */
function asked(counts: Partial<Usage> | null, { marked = true, question = "When is high water?" }: Asked = {}): Turn {
  const answer = reply([text("14:05")], {
    usage: counts === null ? null : { ...usage(5), inputTokens: 6000, totalTokens: null, ...counts },
  });
  const point = marked ? [{ kind: "cache-point" as const, ttl: null }] : [];
  const messages = [
    { role: "user" as const, parts: [{ kind: "text" as const, text: question }, ...point], name: null },
  ];
  return { ...turn("s", answer), request: plainRequest("m", messages) };
}

function said(check: Check, last: Turn, ...earlier: readonly Turn[]): readonly string[] | null {
  const findings = check.run({ ...judged(last), earlier });
  return findings?.map(({ severity, id, cause }) => `${severity} ${id} ${cause}`) ?? null;
}

describe("cache/marker-honoured", () => {
  const none = { cacheReadTokens: 0, cacheWriteTokens: 0 };
  const written = { cacheReadTokens: 0, cacheWriteTokens: 5900 };
  const read = { cacheReadTokens: 5900, cacheWriteTokens: 0 };

  test("a marked prompt that is read the second time is well", () => {
    expect(said(cacheMarkerHonoured, asked(read), asked(written))).toEqual([]);
    expect(said(cacheMarkerHonoured, asked({ cacheReadTokens: 1 }), asked(none))).toEqual([]);
  });

  test("nothing read and nothing written is bad; written again, or not reported, is a note", () => {
    expect(said(cacheMarkerHonoured, asked(none), asked(none))).toEqual(["bad cache-ignored nothing-cached"]);
    expect(said(cacheMarkerHonoured, asked({ cacheReadTokens: 0 }), asked({}))).toEqual([
      "bad cache-ignored nothing-cached",
    ]);
    expect(said(cacheMarkerHonoured, asked(written), asked(written))).toEqual(["note cache-ignored written-again"]);
    expect(said(cacheMarkerHonoured, asked(none), asked(written))).toEqual(["note cache-ignored written-again"]);
    expect(said(cacheMarkerHonoured, asked({}), asked({}))).toEqual(["note cache-ignored not-reported"]);
  });

  test("it needs a marker in both, the same prompt, counts, and a prompt that every model would cache", () => {
    const unmarked = asked(none, { marked: false });
    expect(said(cacheMarkerHonoured, asked(none))).toBeNull();
    expect(said(cacheMarkerHonoured, asked(none), unmarked)).toBeNull();
    expect(said(cacheMarkerHonoured, unmarked, asked(none))).toBeNull();
    expect(said(cacheMarkerHonoured, asked(none), asked(none, { question: "And at Hull?" }))).toBeNull();
    expect(said(cacheMarkerHonoured, asked(null), asked(none))).toBeNull();
    expect(said(cacheMarkerHonoured, asked(none), asked(null))).toBeNull();
    expect(said(cacheMarkerHonoured, asked({ ...none, inputTokens: 4095 }), asked(none))).toBeNull();
    expect(said(cacheMarkerHonoured, asked({ ...none, inputTokens: 4096 }), asked(none))).toHaveLength(1);
  });

  test("a marker that a patch adds to the body counts as one", () => {
    const operations = [{ op: "add", path: "/system/-", value: { cachePoint: { type: "default" } } }] as const;
    const plain = asked(none, { marked: false });
    const change = { model: null, operations, text: null, fill: 0, wrongKey: false };
    const patched = { ...plain, request: { ...plain.request, change } };
    expect(said(cacheMarkerHonoured, patched, patched)).toEqual(["bad cache-ignored nothing-cached"]);
  });
});

describe("cache/counted-alike", () => {
  const plain = asked({ cacheReadTokens: 0 }, { marked: false });
  test.each<[title: string, counts: Partial<Usage>, finding: readonly string[] | null]>([
    ["as many tokens, most of them cached", { cacheReadTokens: 5900 }, []],
    ["some more, for the marker", { inputTokens: 6060, cacheReadTokens: 5900 }, []],
    ["the cached ones left out", { inputTokens: 4000, cacheReadTokens: 2000 }, ["cached-beside-input"]],
    ["the written ones left out", { inputTokens: 100, cacheWriteTokens: 5900 }, ["cached-beside-input"]],
    ["the written ones counted twice", { inputTokens: 11_900, cacheWriteTokens: 5900 }, ["cached-inside-input"]],
    ["another number, which the cache does not explain", { inputTokens: 9000, cacheReadTokens: 500 }, ["same-prompt"]],
    ["nothing cached", { inputTokens: 9000, cacheReadTokens: 0 }, null],
    ["more cached than there is, which another check says", { inputTokens: 100, cacheReadTokens: 5900 }, null],
    ["no count", { inputTokens: null, cacheReadTokens: 5900 }, null],
  ])("%s", (_title, counts, causes) => {
    const found = causes?.map((cause) => `note usage-inconsistent ${cause}`) ?? null;
    expect(said(cacheCountedAlike, asked(counts), plain)).toEqual(found);
  });

  test("another prompt, or the first of its kind, has nothing to be like", () => {
    expect(said(cacheCountedAlike, asked({ cacheReadTokens: 9 }))).toBeNull();
    expect(said(cacheCountedAlike, asked({ cacheReadTokens: 9 }, { question: "And at Hull?" }), plain)).toBeNull();
  });
});
