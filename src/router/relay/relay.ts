import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import type { Reply, Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import type { Reliability } from "../config/router-config.js";
import { Attempt } from "./attempt.js";
import { isWorthRetrying, waitMs } from "./backoff.js";
import type { NoAnswer } from "./blank-text.js";
import type { GuardMode } from "./guard-mode.js";
import { type Meter, noMeter } from "./meter.js";
import type { Opened } from "./opening.js";

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
      /** Without the events of the reply that were handed out early. */
      readonly before: readonly ChatEvent[];
      readonly rest: ChatEvents;
      /** Of the attempt; it has seen the events before. */
      readonly meter: Meter;
      /** The complete reply, if it was asked for whole; else null. */
      readonly reply: Reply | null;
      readonly warnings: readonly Warning[];
      /** The last one is this reply's: it counts as answered until its end shows something else. */
      readonly attempts: readonly RelayAttempt[];
    }
  | { readonly kind: "failed"; readonly failure: ChatFailure; readonly attempts: readonly RelayAttempt[] }
  | { readonly kind: "empty"; readonly why: NoAnswer; readonly attempts: readonly RelayAttempt[] };

/**
 * What happens while models are asked. `early`: reasoning of a reply whose answer has not begun, in events that can be sent now.
 * `changed`: the reply of the last attempt is abandoned, whatever was sent of it, and `next` is asked.
 */
export type RelayStep =
  | Relayed
  | {
      readonly kind: "early";
      readonly model: string;
      readonly events: readonly ChatEvent[];
      readonly warnings: readonly Warning[];
      /** Those that have ended. */
      readonly attempts: readonly RelayAttempt[];
    }
  | { readonly kind: "changed"; readonly next: string; readonly attempts: readonly RelayAttempt[] };

export type RelayOptions = {
  /** The models to ask, first to last; at least one. */
  readonly order: readonly string[];
  readonly request: ChatRequest;
  readonly send: (model: string, signal: StopSignal) => ChatEvents;
  /** A meter for one attempt at the model. Absent: none is needed. */
  readonly meterOf?: (model: string) => Meter;
  readonly guardOf: (model: string) => GuardMode;
  /** True: wait for the complete reply, since nothing is streamed to the client. */
  readonly whole: boolean;
  readonly reliability: Reliability;
  /** Gets each attempt that ended without an answer, and each whole reply; not a stream whose answer has begun. */
  readonly onAttempt: (attempt: RelayAttempt) => void;
  readonly sleep: (ms: number, signal: StopSignal) => Promise<void>;
  readonly random: () => number;
};

/**
 * Asks the models in order until one answers. Until then the next model is asked after a failure, a truncation, a stall, or (with the
 * guard on) a reply without an answer, also where reasoning of it was sent. From the beginning of its answer on, the reply is that
 * model's, even if it fails later. The last step is a {@link Relayed}. A reader that leaves before it ends the reply that is under
 * way. Throws RangeError if `order` is empty.
 */
export function relaySteps(options: RelayOptions, signal: StopSignal): RelaySteps {
  return new RelaySteps(options, signal);
}

/** Not a generator: each step of one costs a promise more, and most streams have but one step. */
export class RelaySteps implements AsyncIterableIterator<RelayStep, void> {
  private readonly asking: Asking;
  private readonly options: RelayOptions;
  private readonly signal: StopSignal;
  /** The reply that is under way; null: none. */
  private asked: Attempt | null = null;
  private pending: Promise<unknown> = Promise.resolve();
  private isOver = false;

  constructor(options: RelayOptions, signal: StopSignal) {
    this.asking = new Asking(options, signal);
    this.options = options;
    this.signal = signal;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next step that matters to a client that has got nothing yet. */
  first(): Promise<RelayStep> {
    const step = this.step({ skipsChanges: true });
    this.pending = step;
    return step;
  }

  async next(): Promise<IteratorResult<RelayStep, void>> {
    if (this.isOver) return { done: true, value: undefined };
    const step = this.step({ skipsChanges: false });
    this.pending = step;
    return { done: false, value: await step };
  }

  async return(): Promise<IteratorResult<RelayStep, void>> {
    this.isOver = true;
    await this.pending.catch(() => undefined);
    const { asked, asking, options } = this;
    this.asked = null;
    if (asked !== null) {
      options.onAttempt({ model: asking.model, outcome: "failed", failure: "aborted" });
      await asked.leave();
    }
    return { done: true, value: undefined };
  }

  private async step({ skipsChanges }: { readonly skipsChanges: boolean }): Promise<RelayStep> {
    const { asking, options, signal } = this;
    const { attempts } = asking;
    for (;;) {
      if (this.asked === null && asking.pauseMs !== null) await options.sleep(asking.pauseMs, signal);
      const { model } = asking;
      this.asked ??= asking.ask();
      const { asked } = this;
      const found = await asked.read();
      if (found.kind === "early") {
        return { kind: "early", model, events: found.events, warnings: [...asked.warnings], attempts: [...attempts] };
      }
      this.asked = null;
      const relayed = asking.settle(asked, found);
      if (relayed !== null) {
        this.isOver = true;
        return relayed;
      }
      if (!skipsChanges || this.isOver) return { kind: "changed", next: asking.model, attempts: [...attempts] };
    }
  }
}

/** {@link relaySteps} for a client that gets nothing before the answer begins. Steps that it would skip are not made. */
export async function relay(options: RelayOptions, signal: StopSignal): Promise<Relayed> {
  const asking = new Asking(options, signal);
  for (;;) {
    const asked = asking.ask();
    let found = await asked.read();
    while (found.kind === "early") found = await asked.read();
    const relayed = asking.settle(asked, found);
    if (relayed !== null) return relayed;
    if (asking.pauseMs !== null) await options.sleep(asking.pauseMs, signal);
  }
}

/** Which model is asked when, and what became of it. */
class Asking {
  /** Those that have ended. */
  readonly attempts: RelayAttempt[] = [];
  /** The model to ask. */
  model: string;
  /** How long to wait before it is asked, in milliseconds; null: it is asked at once. */
  pauseMs: number | null = null;
  private readonly options: RelayOptions;
  private readonly signal: StopSignal;
  /** The place of the model in the order. */
  private at = 0;
  /** How many times the model has been asked. */
  private times = 0;

  constructor(options: RelayOptions, signal: StopSignal) {
    this.options = options;
    this.signal = signal;
    this.model = firstOf(options.order);
  }

  ask(): Attempt {
    const { options, model } = this;
    this.times += 1;
    const meter = options.meterOf?.(model) ?? noMeter;
    return new Attempt({ events: options.send(model, this.signal), meter }, options.guardOf(model), options);
  }

  /** Notes how an attempt has ended. Null: another one follows. */
  settle(asked: Attempt, found: Opened): Relayed | null {
    const { attempts, model, options } = this;
    const { order, reliability, random } = options;
    const record = recordOf(model, found);
    attempts.push(record);
    if (found.kind !== "begun" || options.whole) options.onAttempt(record);
    if (found.kind === "begun") {
      const { before, rest, meter, reply, warnings } = asked.begun();
      return { kind: "begun", model, before, rest, meter, reply, warnings, attempts };
    }
    const failure = found.kind === "failed" && isWorthRetrying(found.failure) ? found.failure : null;
    const again = this.times <= reliability.retries ? failure : null;
    const next = again === null ? order[this.at + 1] : model;
    if (next === undefined || this.signal.aborted) return { ...found, attempts };
    this.pauseMs = again === null ? null : waitMs({ ...again, attempt: this.times }, reliability, random);
    if (again === null) {
      this.at += 1;
      this.times = 0;
      this.model = next;
    }
    return null;
  }
}

function firstOf(order: readonly string[]): string {
  const first = order[0];
  if (first === undefined) throw new RangeError("there is no model to ask");
  return first;
}

function recordOf(model: string, found: Opened): RelayAttempt {
  const outcome = found.kind === "begun" ? "answered" : found.kind;
  return { model, outcome, failure: found.kind === "failed" ? found.failure.kind : null };
}
