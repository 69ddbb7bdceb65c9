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
export async function* relaySteps(options: RelayOptions, signal: StopSignal): AsyncGenerator<RelayStep, void> {
  const { order, reliability } = options;
  if (order.length === 0) throw new RangeError("there is no model to ask");
  const attempts: RelayAttempt[] = [];
  for (const [at, model] of order.entries()) {
    for (let attempt = 1; ; attempt += 1) {
      const asked = new Attempt(options.send(model, signal), options.guardOf(model), options);
      let found = await asked.read();
      try {
        for (; found.kind === "early"; found = await asked.read()) {
          yield { kind: "early", model, events: found.events, warnings: [...asked.warnings], attempts: [...attempts] };
        }
      } finally {
        if (found.kind === "early") {
          options.onAttempt({ model, outcome: "failed", failure: "aborted" });
          await asked.leave();
        }
      }
      const record = recordOf(model, found);
      attempts.push(record);
      if (found.kind !== "begun" || options.whole) options.onAttempt(record);
      if (found.kind === "begun") {
        yield { kind: "begun", model, ...asked.begun(), attempts };
        return;
      }
      const failure = found.kind === "failed" && isWorthRetrying(found.failure) ? found.failure : null;
      const again = attempt <= reliability.retries ? failure : null;
      const next = again === null ? order[at + 1] : model;
      if (next === undefined || signal.aborted) {
        yield { ...found, attempts };
        return;
      }
      yield { kind: "changed", next, attempts: [...attempts] };
      if (again === null) break;
      await options.sleep(waitMs({ ...again, attempt }, reliability, options.random), signal);
    }
  }
}

/** {@link relaySteps} for a client that gets nothing before the answer begins. */
export async function relay(options: RelayOptions, signal: StopSignal): Promise<Relayed> {
  const steps = relaySteps(options, signal);
  for (;;) {
    const { value: step } = await steps.next();
    if (step === undefined) throw new RangeError("no model was asked");
    if (step.kind !== "early" && step.kind !== "changed") return step;
  }
}

function recordOf(model: string, found: Opened): RelayAttempt {
  const outcome = found.kind === "begun" ? "answered" : found.kind;
  return { model, outcome, failure: found.kind === "failed" ? found.failure.kind : null };
}
