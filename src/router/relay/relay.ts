import { generationFailure as encodedFailure } from "../../adapters/openai-chat/server/encode-reply/finish.js";
import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import { eventOf } from "../../chat/events.js";
import type { ChatFailure } from "../../chat/failure.js";
import { fold } from "../../chat/fold.js";
import type { Reply, Warning } from "../../chat/reply.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import type { Reliability } from "../config/router-config.js";
import { isWorthRetrying, waitMs } from "./backoff.js";

/** One attempt at a model, for headers, metrics and logs. */
export type RelayAttempt = {
  readonly model: string;
  readonly outcome: "answered" | "empty" | "failed";
  /** The kind of failure; null for the other outcomes. */
  readonly failure: string | null;
};

/** What came of asking. `begun`: there is something to send; `before` are its events so far, `rest` those to come. */
export type Relayed =
  | {
      readonly kind: "begun";
      readonly model: string;
      readonly before: readonly ChatEvent[];
      readonly rest: ChatEvents;
      /** All of it, where it has come to its end; null: there is more to come. */
      readonly reply: Reply | null;
      readonly warnings: readonly Warning[];
      readonly attempts: readonly RelayAttempt[];
    }
  | { readonly kind: "failed"; readonly failure: ChatFailure; readonly attempts: readonly RelayAttempt[] }
  | { readonly kind: "empty"; readonly attempts: readonly RelayAttempt[] };

export type RelayOptions = {
  readonly order: readonly string[];
  readonly send: (model: string, signal: StopSignal) => ChatEvents;
  /** The whole reply is awaited before it counts as one: nothing is sent in pieces. */
  readonly whole: boolean;
  readonly reliability: Reliability;
  readonly onAttempt: (attempt: RelayAttempt) => void;
  readonly sleep: (ms: number, signal: StopSignal) => Promise<void>;
  readonly random: () => number;
};

/**
 * Asks the models in their order until one has something to say. Nothing has been sent to the client so far, so a failure, a cut, a
 * stall and a reply without text and call are all asked of the next model (the last only with the guard on). Once something
 * is there, the reply is that model's, whatever comes after.
 */
export async function relay(options: RelayOptions, signal: StopSignal): Promise<Relayed> {
  const attempts: RelayAttempt[] = [];
  let last: Relayed | null = null;
  for (const model of options.order) {
    last = await askModel(model, { options, attempts, signal });
    if (last.kind === "begun" || signal.aborted) return last;
  }
  if (last === null) throw new RangeError("nobody is to be asked");
  return last;
}

type Asking = { readonly options: RelayOptions; readonly attempts: RelayAttempt[]; readonly signal: StopSignal };

async function askModel(model: string, { options, attempts, signal }: Asking): Promise<Relayed> {
  const { reliability } = options;
  for (let attempt = 1; ; attempt += 1) {
    const came = await begin(options.send(model, signal), options);
    const told: RelayAttempt = {
      model,
      outcome: came.kind === "begun" ? "answered" : came.kind,
      failure: came.kind === "failed" ? came.failure.kind : null,
    };
    attempts.push(told);
    options.onAttempt(told);
    if (came.kind === "begun") {
      const { before, rest, reply, warnings } = came;
      return { kind: "begun", model, before, rest, reply, warnings, attempts };
    }
    if (came.kind === "empty") return { kind: "empty", attempts };
    const isLast = attempt > reliability.retries || !isWorthRetrying(came.failure) || signal.aborted;
    if (isLast) return { kind: "failed", failure: came.failure, attempts };
    const { retryAfterMs } = came.failure;
    await options.sleep(waitMs({ attempt, retryAfterMs }, reliability, options.random), signal);
  }
}

type Begun =
  | Pick<Extract<Relayed, { kind: "begun" }>, "kind" | "before" | "rest" | "reply" | "warnings">
  | { readonly kind: "failed"; readonly failure: ChatFailure }
  | { readonly kind: "empty" };

/** Takes events until there is something to send, or until it is known that nothing comes. */
async function begin(rest: ChatEvents, { whole, reliability }: RelayOptions): Promise<Begun> {
  const before: ChatEvent[] = [];
  for (;;) {
    const event = rest.ready() ?? eventOf(await rest.next());
    if (event === null) return { kind: "empty" };
    before.push(event);
    if (event.kind === "reply-failed") return { kind: "failed", failure: event.failure };
    if (event.kind === "reply-end") return judged(before, rest, reliability);
    if (!whole && shows(event)) return { kind: "begun", before, rest, reply: null, warnings: warningsIn(before) };
  }
}

/** What a reply that has come to its end is: an answer, none, or a failure that the provider told as its finish. */
function judged(before: readonly ChatEvent[], rest: ChatEvents, { emptyReplyGuard }: Reliability): Begun {
  const reply = fold(before);
  const failure = generationFailure(reply);
  if (failure !== null) return { kind: "failed", failure };
  if (emptyReplyGuard && !saysSomething(before, reply)) return { kind: "empty" };
  return { kind: "begun", before, rest, reply, warnings: reply.warnings };
}

/** A provider that says that its own generation failed has not answered. */
function generationFailure({ finish, status, requestId }: Reply): ChatFailure | null {
  return encodedFailure(finish, { status, requestId });
}

/** Is it what a reader waits for: text that is not blank, a call, a refusal, or content that we have no word for? */
function shows(event: ChatEvent): boolean {
  switch (event.kind) {
    case "text-delta":
    case "refusal-delta":
      return event.text.trim() !== "";
    case "tool-call-start":
    case "other-part":
      return true;
    default:
      return false;
  }
}

/** A reply that was cut by its limit or taken by a filter has said so: it is no empty one. */
function saysSomething(events: readonly ChatEvent[], { finish }: Reply): boolean {
  return events.some(shows) || finish?.kind === "length" || finish?.kind === "content-filter";
}

function warningsIn(events: readonly ChatEvent[]): readonly Warning[] {
  return events.flatMap((event) => (event.kind === "warning" ? [event.warning] : []));
}
