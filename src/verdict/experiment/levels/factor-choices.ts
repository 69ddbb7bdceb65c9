import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { hasReference } from "../../attribution/question.js";
import { sameJson } from "../../checks/same-json.js";
import { containsWord } from "../../compare-text.js";
import type { FactorChoice } from "../space.js";
import { resultsOf } from "./edit-messages.js";
import type { FailingCall, Flip, Level, Unasked, Written } from "./flip.js";
import { flips } from "./flips/registry.js";
import { historyProblem } from "./history-problem.js";

/** A value of a factor that is not asked, with the words for "not asked: …". */
export type NotAsked = { readonly factor: string; readonly level: string; readonly why: string };

/** What can be changed in a request, and what cannot. A factor of which the request has nothing is in neither. */
export type FactorChoices = { readonly factors: readonly FactorChoice[]; readonly notAsked: readonly NotAsked[] };

/**
 * `mostTokens`: levels that can cost more than that beyond the failing request are not asked; null: no limit. `write`: the adapter's
 * body of a request, unrepaired.
 */
export type ChoiceOptions = {
  readonly mostTokens: number | null;
  readonly write: (request: ChatRequest, target: Target) => Written;
};

/**
 * The factors of a failing call with their levels. A level is left out, with the reason, where it changes nothing that is sent, where
 * it takes out the reference or a word that the answer must use, and where its history is one that every service refuses.
 */
export function factorChoices(call: FailingCall, { mostTokens, write }: ChoiceOptions): FactorChoices {
  const failing = write(call.request, call.target);
  const sends = (request: ChatRequest) => sentProblem(failing, write(request, call.target));
  const offers = flips.map((flip) => ({
    flip,
    offered: flip.offer(call).map((one) => judged(one, { flip, call, sends })),
  }));
  const asked = offers.flatMap(({ flip, offered }) => {
    const levels = offered.filter(isLevel).filter((one) => !isDear(one, mostTokens));
    return levels.length === 0 ? [] : [{ flip, levels }];
  });
  return {
    factors: asked.map((one) => ({
      ...{ id: one.flip.id, name: one.flip.name },
      levels: one.levels.map((own) => ({ ...own, contains: containedIn({ ...one, level: own.id }, asked, call) })),
    })),
    notAsked: offers.flatMap(({ flip, offered }) =>
      offered.flatMap((one) => notAsked(one, mostTokens).map((why) => ({ factor: flip.id, level: one.id, why }))),
    ),
  };
}

function isLevel(one: Level | Unasked): one is Level {
  return !("why" in one);
}

function isDear({ costTokens }: Level, mostTokens: number | null): boolean {
  return mostTokens !== null && costTokens > mostTokens;
}

function notAsked(one: Level | Unasked, mostTokens: number | null): readonly string[] {
  if (!isLevel(one)) return [one.why];
  return isDear(one, mostTokens)
    ? [`it can cost ${one.costTokens} more tokens a call; the limit is ${mostTokens}`]
    : [];
}

type Judging = {
  readonly flip: Flip;
  readonly call: FailingCall;
  readonly sends: (request: ChatRequest) => string | null;
};

function judged(one: Level | Unasked, { flip, call, sends }: Judging): Level | Unasked {
  if (!isLevel(one)) return one;
  const after = flip.apply(call.request, one.id, call.sentinels);
  const why = problemOf(call.request, after, call.sentinels) ?? sends(after);
  return why === null ? one : { id: one.id, why };
}

function sentProblem(failing: Written, changed: Written): string | null {
  if (changed.kind === "refused")
    return failing.kind === "refused" ? null : `it cannot be written here: ${changed.why}`;
  const isSent = failing.kind === "refused" || !sameJson(failing.body, changed.body);
  return isSent ? null : "it changes nothing that this API sends";
}

function problemOf(before: ChatRequest, after: ChatRequest, sentinels: readonly string[]): string | null {
  if (hasReference(before) && !hasReference(after)) return "it would take out the reference that keeps caches away";
  const lost = sentinels.find((word) => !isIn(after, word) && isIn(before, word));
  if (lost !== undefined) return `it would take out ${JSON.stringify(lost)}, which the answer must use`;
  const problem = historyProblem(after.messages);
  return problem === null || historyProblem(before.messages) !== null ? null : `the history would be wrong: ${problem}`;
}

function isIn(request: ChatRequest, word: string): boolean {
  const texts = resultsOf(request).flatMap(({ parts }) =>
    parts.map((part) => (part.kind === "text" ? part.text : part.kind === "json" ? JSON.stringify(part.value) : "")),
  );
  return containsWord(texts.join("\n"), word);
}

type Asked = { readonly flip: Flip; readonly levels: readonly Level[] };

/** The factors that have nothing left to change once this one has this level. */
function containedIn(
  { flip: own, level: id }: { readonly flip: Flip; readonly level: string },
  all: readonly Asked[],
  { request, sentinels }: FailingCall,
): readonly string[] {
  if (own.takesAway !== true) return [];
  const after = own.apply(request, id, sentinels);
  const isIdle = ({ flip, levels }: Asked) =>
    levels.every((level) => isSame(after, flip.apply(after, level.id, sentinels)));
  return all.filter((other) => other.flip !== own && isIdle(other)).map(({ flip }) => flip.id);
}

function isSame(before: ChatRequest, after: ChatRequest): boolean {
  return sameJson(jsonOf(changedMembers(before, after)), jsonOf(changedMembers(after, before)));
}

/** The members that are not the very same in another request: a change keeps most of them, and a history can be long. */
function changedMembers(request: ChatRequest, other: ChatRequest): Partial<ChatRequest> {
  const kept = new Map<string, unknown>(Object.entries(other));
  return Object.fromEntries(Object.entries(request).filter(([name, value]) => kept.get(name) !== value));
}

function jsonOf(request: Partial<ChatRequest>) {
  return JSON.parse(JSON.stringify(request));
}
