import type { Message } from "../chat/message.js";
import type { ChatRequest } from "../chat/request.js";
import type { Target } from "../chat/target.js";
import type { Scenario, Step } from "../scenario/scenario.js";
import { settingsOf } from "../scenario/settings-of.js";
import { openingMessages } from "./trial/build-request.js";

/**
 * The cost of a case: one call per step and trial, the prompt and the replies before it at four characters per token. `costUsd` null: the
 * target has no dated price.
 */
export type Estimate = {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
};

/** What is estimated. `replies`: each as long as the scenario's token limit allows, or as long as one usually is. */
export type Estimated = {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly trials: number;
  readonly replies: "longest" | "usual";
};

/** Characters per token, for estimates only. */
const charactersPerToken = 4;

/** Tokens assumed for the longest reply when the scenario sends no limit. */
const tokensWithoutLimit = 4096;

/** Tokens of a usual reply: the shipped scenarios ask for an answer of some sentences, or for a call. */
export const usualReplyTokens = 200;

/** The tokens of a request, about. */
export function inputTokensOf({ messages, tools }: Pick<ChatRequest, "messages" | "tools">): number {
  const characters = charactersOf(messages) + (tools === null ? 0 : JSON.stringify(tools).length);
  return Math.ceil(characters / charactersPerToken);
}

/** The longest reply that a request allows, in tokens. Without a limit of its own, that of the target; 4,096 where none is known. */
export function replyTokensOf({ maxOutputTokens }: Pick<ChatRequest, "maxOutputTokens">, target: Target): number {
  return maxOutputTokens ?? target.capabilities.maxOutputTokens ?? tokensWithoutLimit;
}

/** Estimates a case. Retries are not counted, and a probe is counted as if it were answered. */
export function estimateCase({ scenario, target: { price }, trials, replies }: Estimated): Estimate {
  const { steps } = scenario;
  const longest = steps.map((step) => settingsOf(scenario, step).maxOutputTokens ?? tokensWithoutLimit);
  const lengths = longest.map((limit, at) =>
    replies === "longest" ? limit : Math.min(limit, Math.max(usualReplyTokens, exampleTokens(steps[at]))),
  );
  const opening = openingOf(scenario);
  const prompts = sumOf(steps.map(({ change }, at) => opening + saidBefore(steps, at) + (change?.fill ?? 0)));
  const repeatedReplies = sumOf(steps.map((_, at) => sumOf(lengths.slice(beginOf(steps, at), at))));
  const calls = steps.length * trials;
  const inputTokens = Math.ceil((prompts / charactersPerToken + repeatedReplies) * trials);
  const outputTokens = sumOf(lengths) * trials;
  const costUsd =
    price === null ? null : (inputTokens * price.inputPerMillion + outputTokens * price.outputPerMillion) / 1_000_000;
  return { calls, inputTokens, outputTokens, costUsd };
}

/** The estimates of several cases as one. `costUsd`: of those that have a price; null: none has. */
export function sumOfEstimates(estimates: readonly Estimate[]): Estimate {
  const priced = estimates.flatMap(({ costUsd }) => (costUsd === null ? [] : [costUsd]));
  return {
    calls: sumOf(estimates.map(({ calls }) => calls)),
    inputTokens: sumOf(estimates.map(({ inputTokens }) => inputTokens)),
    outputTokens: sumOf(estimates.map(({ outputTokens }) => outputTokens)),
    costUsd: priced.length === 0 ? null : sumOf(priced),
  };
}

/** The tokens of a step's example, about: some scenarios ask for a long output. */
function exampleTokens(step: Step | undefined): number {
  const texts = step?.example.map((part) => (part.kind === "text" ? part.text.length : 0)) ?? [];
  return Math.ceil(sumOf(texts) / charactersPerToken);
}

/** The step at which the conversation of a step began. */
function beginOf(steps: readonly Step[], at: number): number {
  return Math.max(
    0,
    steps.findLastIndex(({ fresh }, index) => fresh && index <= at),
  );
}

/** Characters of what the user says up to a step, its own words included. */
function saidBefore(steps: readonly Step[], at: number): number {
  return sumOf(steps.slice(beginOf(steps, at), at + 1).map(({ say }) => say?.length ?? 0));
}

const openings = new WeakMap<Scenario, number>();

/** Characters of what a conversation begins with. Kept for each scenario: a plan asks for it once a target. */
function openingOf(scenario: Scenario): number {
  const known = openings.get(scenario);
  if (known !== undefined) return known;
  const found = charactersOf(openingMessages(scenario)) + JSON.stringify(scenario.tools).length;
  openings.set(scenario, found);
  return found;
}

function charactersOf(messages: readonly Message[]): number {
  return JSON.stringify(messages).length;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
