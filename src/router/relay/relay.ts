import { generationFailure as encodedFailure } from "../../adapters/openai-chat/server/encode-reply/finish.js";
import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import { eventOf } from "../../chat/events.js";
import type { ChatFailure } from "../../chat/failure.js";
import { fold } from "../../chat/fold.js";
import type { Reply, Warning } from "../../chat/reply.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import { isShownContent } from "../../verdict/shown-content.js";
import type { Reliability } from "../config/router-config.js";
import { isWorthRetrying, waitMs } from "./backoff.js";

/** One attempt at a model, for headers, metrics and logs. */
export type RelayAttempt = {
  readonly model: string;
  readonly outcome: "answered" | "empty" | "failed";
  /** The kind of failure; null for the other outcomes. */
  readonly failure: string | null;
};

/**
 * The result of asking the models. `begun`: a model has content to send; `before` are its events so far, `rest` those to come.
 * `failed` and `empty`: the last model's failure, or its reply without content.
 */
export type Relayed =
  | {
      readonly kind: "begun";
      readonly model: string;
      readonly before: readonly ChatEvent[];
      readonly rest: ChatEvents;
      /** The complete reply, if it has already ended; null: more events follow. */
      readonly reply: Reply | null;
      readonly warnings: readonly Warning[];
      readonly attempts: readonly RelayAttempt[];
    }
  | { readonly kind: "failed"; readonly failure: ChatFailure; readonly attempts: readonly RelayAttempt[] }
  | { readonly kind: "empty"; readonly attempts: readonly RelayAttempt[] };

export type RelayOptions = {
  /** The models to ask, first to last; at least one. */
  readonly order: readonly string[];
  readonly send: (model: string, signal: StopSignal) => ChatEvents;
  /** True: wait for the complete reply, since nothing is streamed to the client. */
  readonly whole: boolean;
  readonly reliability: Reliability;
  readonly onAttempt: (attempt: RelayAttempt) => void;
  readonly sleep: (ms: number, signal: StopSignal) => Promise<void>;
  readonly random: () => number;
};

/**
 * Asks the models in order until one has content. Nothing has been sent to the client until then, so the next model is asked after a
 * failure, a truncation, a stall, or (with the guard on) a reply with neither text nor a call. From its first content on, the reply
 * is that model's, even if it fails later. Throws RangeError if `order` is empty.
 */
export async function relay(options: RelayOptions, signal: StopSignal): Promise<Relayed> {
  const attempts: RelayAttempt[] = [];
  let last: Relayed | null = null;
  for (const model of options.order) {
    last = await askModel(model, { options, attempts, signal });
    if (last.kind === "begun" || signal.aborted) return last;
  }
  if (last === null) throw new RangeError("there is no model to ask");
  return last;
}

type Asking = { readonly options: RelayOptions; readonly attempts: RelayAttempt[]; readonly signal: StopSignal };

async function askModel(model: string, { options, attempts, signal }: Asking): Promise<Relayed> {
  const { reliability } = options;
  for (let attempt = 1; ; attempt += 1) {
    const result = await begin(options.send(model, signal), options);
    const record: RelayAttempt = {
      model,
      outcome: result.kind === "begun" ? "answered" : result.kind,
      failure: result.kind === "failed" ? result.failure.kind : null,
    };
    attempts.push(record);
    options.onAttempt(record);
    if (result.kind === "begun") {
      const { before, rest, reply, warnings } = result;
      return { kind: "begun", model, before, rest, reply, warnings, attempts };
    }
    if (result.kind === "empty") return { kind: "empty", attempts };
    const isLast = attempt > reliability.retries || !isWorthRetrying(result.failure) || signal.aborted;
    if (isLast) return { kind: "failed", failure: result.failure, attempts };
    const { retryAfterMs } = result.failure;
    await options.sleep(waitMs({ attempt, retryAfterMs }, reliability, options.random), signal);
  }
}

type Begun =
  | Pick<Extract<Relayed, { kind: "begun" }>, "kind" | "before" | "rest" | "reply" | "warnings">
  | { readonly kind: "failed"; readonly failure: ChatFailure }
  | { readonly kind: "empty" };

/** Takes events until there is content to send, or until the reply ends without any. */
async function begin(rest: ChatEvents, { whole, reliability }: RelayOptions): Promise<Begun> {
  const before: ChatEvent[] = [];
  for (;;) {
    const event = rest.ready() ?? eventOf(await rest.next());
    if (event === null) return { kind: "empty" };
    before.push(event);
    if (event.kind === "reply-failed") return { kind: "failed", failure: event.failure };
    if (event.kind === "reply-end") return classify(before, rest, reliability);
    if (!whole && isContent(event)) return { kind: "begun", before, rest, reply: null, warnings: warningsIn(before) };
  }
}

/** Whether a complete reply is an answer, empty, or a failure that the provider reports as its finish. */
function classify(before: readonly ChatEvent[], rest: ChatEvents, { emptyReplyGuard }: Reliability): Begun {
  const reply = fold(before);
  const failure = generationFailure(reply);
  if (failure !== null) return { kind: "failed", failure };
  if (emptyReplyGuard && !isAnswer(before, reply)) return { kind: "empty" };
  return { kind: "begun", before, rest, reply, warnings: reply.warnings };
}

/** The failure of a generation, reported as the finish of its reply; null: it did not fail. */
function generationFailure({ finish, status, requestId }: Reply): ChatFailure | null {
  return encodedFailure(finish, { status, requestId });
}

/** Whether an event adds content: text that is not blank, a call, a refusal, or other content that a user sees. */
function isContent(event: ChatEvent): boolean {
  switch (event.kind) {
    case "text-delta":
    case "refusal-delta":
      return event.text.trim() !== "";
    case "tool-call-start":
      return true;
    case "other-part":
      return isShownContent({ kind: "other", raw: event.raw });
    default:
      return false;
  }
}

/** A reply that hit its token limit or a content filter reports that in its finish, so it is not empty. */
function isAnswer(events: readonly ChatEvent[], { finish }: Reply): boolean {
  return events.some(isContent) || finish?.kind === "length" || finish?.kind === "content-filter";
}

function warningsIn(events: readonly ChatEvent[]): readonly Warning[] {
  return events.flatMap((event) => (event.kind === "warning" ? [event.warning] : []));
}
