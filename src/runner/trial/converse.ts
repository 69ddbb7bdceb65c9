import type { Client } from "../../chat/api.js";
import type { ChatFailure } from "../../chat/failure.js";
import type { Message } from "../../chat/message.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import type { Reply, Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { withoutUpstream } from "../../scenario/change/other-upstream.js";
import { conversationsOf } from "../../scenario/in-flight/in-flight.js";
import { expectedRefusal, isAboutProbe } from "../../scenario/probe/refusal.js";
import type { Scenario, Step } from "../../scenario/scenario.js";
import type { CellIdentity, Provenance, Transcript, Turn } from "../../transcript/transcript.js";
import { buildRequest, openingMessages, samplingLeftOut } from "./build-request.js";
import { replayedReply, scriptedResults } from "./continue-history.js";
import { withNonce } from "./nonce.js";

/** Sends one request, with its retries, and resolves with the reply. Never rejects because of a provider. */
export type Ask = (
  step: string,
  request: ChatRequest,
  signal: AbortSignal,
) => Promise<Pick<Turn, "reply" | "attempts" | "otherReading">>;

export type Trial = {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly client: Client;
  readonly trial: number;
  readonly provenance: Provenance;
  /** Sent unchanged except for the model; absent: the scenario decides what is sent. */
  readonly request?: ChatRequest;
  /** Words that vary the prompt of this trial; absent: the scenario's prompt is sent unchanged. */
  readonly nonce?: string;
};

/**
 * Runs one trial: the steps of a scenario, in order, each one request and its reply; a fresh step begins the conversation again.
 * Stops a conversation after a step that failed or left nothing to continue from, and lists the steps that were not reached. A probe that was
 * refused did not fail. Several conversations are had one after the other. Nothing is judged.
 */
export async function converse(trial: Trial, ask: Ask, signal: AbortSignal): Promise<Transcript> {
  const turns: Turn[] = [];
  for (const steps of conversationsOf(trial.scenario)) turns.push(...(await talk(trial, steps, { ask, signal })));
  return closeTranscript(trial, turns);
}

/** The same with all conversations in flight at once, each asked by an `Ask` of its own; the turns are in the order of the scenario. */
export async function converseAtOnce(
  trial: Trial,
  asks: readonly Ask[],
  signal: AbortSignal,
): Promise<readonly (readonly Turn[])[]> {
  const conversations = conversationsOf(trial.scenario);
  return Promise.all(
    conversations.flatMap((steps, at) => {
      const ask = asks[at];
      return ask === undefined ? [] : [talk(trial, steps, { ask, signal })];
    }),
  );
}

type Talking = { readonly ask: Ask; readonly signal: AbortSignal };

/** The turns of one conversation. */
async function talk(trial: Trial, steps: readonly Step[], { ask, signal }: Talking): Promise<readonly Turn[]> {
  const turns: Turn[] = [];
  const opening: Conversation = { messages: openingMessages(trial.scenario), previous: null };
  let soFar = opening;
  for (const step of steps) {
    const next: Next | null = continueWith(step, step.fresh ? opening : soFar, trial);
    const routed = next === null ? null : routing(step, turns.at(-1)?.reply ?? null);
    if (next === null || routed === null) break;
    const sent = trial.nonce === undefined ? next.messages : withNonce(next.messages, trial.nonce);
    const plain = requestOf(trial, step, sent);
    const request = { ...plain, extra: { ...plain.extra, ...routed } };
    const answer: Awaited<ReturnType<Ask>> = await ask(step.id, request, signal);
    const unsent = trial.request === undefined ? samplingLeftOut({ ...trial, step }) : [];
    turns.push({ step: step.id, request, leftOut: [...next.leftOut, ...unsent], ...answer });
    if (answer.reply.failure !== null && !mayGoOn(step, request, answer.reply.failure)) break;
    soFar = { messages: next.messages, previous: answer.reply };
  }
  return turns;
}

/** What a step adds to be answered by another upstream than the last reply; null: that reply names none. */
function routing({ otherUpstream }: Step, last: Reply | null): ChatRequest["extra"] | null {
  if (!otherUpstream) return {};
  return last === null || last.upstream === null ? null : withoutUpstream(last.upstream);
}

/** A refusal of what a probe asks is its answer. The step after it begins again. */
function mayGoOn(step: Step, { change }: ChatRequest, failure: ChatFailure): boolean {
  const expected = expectedRefusal(step);
  return expected !== null && isAboutProbe({ failure, change }, expected);
}

function requestOf({ request, scenario, target }: Trial, step: Step, messages: readonly Message[]): ChatRequest {
  if (request === undefined) return buildRequest({ scenario, step, target, messages });
  return { ...request, messages, model: target.providerModelId };
}

/** The transcript of a trial that was not run: no turn, and the reason why. */
export function notRun(trial: Trial, why: NonNullable<Transcript["notRun"]>): Transcript {
  return { ...closeTranscript(trial, []), notRun: why };
}

export function cellOf({ scenario, target, client }: Pick<Trial, "scenario" | "target" | "client">): CellIdentity {
  return {
    target: target.id,
    model: target.model,
    provider: target.provider,
    api: target.api,
    providerModelId: target.providerModelId,
    region: target.region,
    upstreamPin: target.upstreamPin,
    scenario: scenario.id,
    scenarioVersion: scenario.version,
    client,
  };
}

type Next = { readonly messages: readonly Message[]; readonly leftOut: readonly Warning[] };

/** `previous`: the reply to the last request; null before the first. */
type Conversation = { readonly messages: readonly Message[]; readonly previous: Reply | null };

/** The messages of a step's request; null: the last reply left nothing to continue from. */
function continueWith(step: Step, { messages, previous }: Conversation, { scenario, target }: Trial): Next | null {
  const asked: Message[] = [...messages];
  const replayed = previous === null ? null : replayedReply(previous, target, scenario.replay);
  if (replayed !== null) {
    if (replayed.message === null) return null;
    asked.push(replayed.message);
  }
  if (step.answerCalls) {
    if (previous === null || toolCallsOf(previous).length === 0) return null;
    asked.push(...scriptedResults(previous, scenario));
  }
  if (step.say !== null) asked.push({ role: "user", parts: [{ kind: "text", text: step.say }], name: null });
  return { messages: asked, leftOut: replayed === null ? [] : replayed.leftOut };
}

/** The transcript of a trial with these turns. */
export function closeTranscript(trial: Trial, turns: readonly Turn[]): Transcript {
  return {
    formatVersion: 1,
    cell: cellOf(trial),
    trial: trial.trial,
    provenance: trial.provenance,
    turns,
    notReached: trial.scenario.steps.map(({ id }) => id).filter((id) => !turns.some(({ step }) => step === id)),
    notRun: null,
  };
}
