import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Encoded, EncodeRefused, Policy } from "../src/adapters/adapter.js";
import { type ChatRequest, plainRequest } from "../src/chat/request.js";
import { cells } from "./dialects/cells.js";
import { type Dialect, dialects, readBack, written } from "./dialects/dialect.js";
import { covers, elementsOf, tokensIn } from "./dialects/elements.js";
import { fatesOf } from "./dialects/fate.js";
import { soundHistory, unsoundHistory } from "./dialects/histories.js";
import { betweenPage } from "./dialects/page.js";
import { callsOf, pairsOf, textsOf, toolCalls } from "./dialects/said.js";
import { root } from "./support/repository.js";

const titles = ["Chat Completions", "Converse", "InvokeModel", "Responses", "Messages"];
const pairs = titles.flatMap((from) => titles.map((to) => [from, to] as const));
const policies: readonly Policy[] = ["faithful", "repair"];

let all: readonly Dialect[] = [];
beforeAll(async () => {
  all = await dialects();
});

function dialect(title: string): Dialect {
  const found = all.find((one) => one.title === title);
  if (found === undefined) throw new Error(`no dialect ${title}`);
  return found;
}

test("docs/translation/between.md is what `npm run dialects` writes", () => {
  expect(readFileSync(join(root, "docs/translation/between.md"), "utf8")).toBe(betweenPage(all));
});

test.each(policies)("nothing of any kind vanishes under the policy %s", (policy) => {
  const found = cells(all, policy);
  const vanished = found.flatMap(({ from, to, fates }) =>
    fates.flatMap(({ words, fate }) => (fate === "vanished" ? [`${from} → ${to}: ${words}`] : [])),
  );
  expect([found.length, vanished]).toEqual([25, []]);
});

test("a dialect that writes its own history faithfully loses nothing of it", () => {
  const own = cells(all, "faithful").filter(({ from, to }) => from === to);
  const fates = own.flatMap((cell) => cell.fates);
  expect(fates.filter(({ fate }) => fate !== "kept")).toEqual([]);
  expect(fates.length).toBeGreaterThan(80);
});

describe.each(pairs)("a history of %s that %s writes", (fromTitle, toTitle) => {
  test("keeps every text, call, result and opaque token, or says which it could not", () => {
    const [from, to] = [dialect(fromTitle), dialect(toTitle)];
    const property = fc.property(soundHistory(fromTitle), fc.constantFrom(...policies), (messages, policy) => {
      const first = written(from, plainRequest("m", messages), "faithful");
      fc.pre(first.kind === "encoded");
      const { request } = readBack(from, first);
      const sent = written(to, request, policy);
      expect(vanishedFrom(request, sent)).toEqual([]);
      if (sent.kind === "refused") {
        expect(elementsOf(request).some(({ field }) => covers(sent.field, field))).toBe(true);
        return;
      }
      const back = readBack(to, sent);
      expect(callsOf(back.request)).toEqual(callsOf(request));
      expect(textsOf(back.request).filter(within(textsOf(request)))).toEqual(
        textsOf(request).filter(within(textsOf(back.request))),
      );
      expect(pairsOf(back.request)).toEqual(pairsOf(request));
      const idOf = (id: string | null) => (id === null ? null : (sent.aliases.toolCallIds.get(id) ?? id));
      expect(toolCalls(back.request).map(({ id }) => idOf(id))).toEqual(toolCalls(request).map(({ id }) => id));
      const read = new Set(tokensIn(back.request));
      const unread = tokensIn(sent.body).filter((one) => !read.has(one));
      expect(back.warnings.length === 0 ? unread : []).toEqual([]);
    });
    fc.assert(property, { numRuns: 60 });
  });

  test("says what it leaves out of a history that is not sound, or refuses it", () => {
    const [from, to] = [dialect(fromTitle), dialect(toTitle)];
    const property = fc.property(unsoundHistory(fromTitle), fc.constantFrom(...policies), (messages, policy) => {
      const first = written(from, plainRequest("m", messages), "faithful");
      fc.pre(first.kind === "encoded");
      const { request } = readBack(from, first);
      const sent = written(to, request, policy);
      expect(vanishedFrom(request, sent)).toEqual([]);
    });
    fc.assert(property, { numRuns: 40 });
  });
});

/** The places of a history of which something is neither in the body nor named by a warning. */
function vanishedFrom(request: ChatRequest, sent: Encoded | EncodeRefused): readonly string[] {
  const elements = elementsOf(request);
  const fates = fatesOf(elements, sent);
  return elements.filter((_, index) => fates[index] === "vanished").map(({ field }) => field);
}

function within(tokens: readonly string[]): (token: string) => boolean {
  const all = new Set(tokens);
  return (token) => all.has(token);
}
