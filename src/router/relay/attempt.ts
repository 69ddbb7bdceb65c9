import { generationFailure } from "../../adapters/openai-chat/server/encode-reply/finish.js";
import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import { eventOf } from "../../chat/events.js";
import { fold } from "../../chat/fold.js";
import type { Reply, Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import { isBlank } from "../../verdict/compare-text.js";
import { isShownContent } from "../../verdict/shown-content.js";
import { visibleTextOf } from "../../verdict/visible-text.js";
import { type NoAnswer, noAnswerIn } from "./blank-text.js";
import type { GuardMode } from "./guard-mode.js";
import type { Meter } from "./meter.js";
import { endsByLimit, type Opened, Opening } from "./opening.js";

/** What an attempt gives next. `early`: events that can be sent before the answer begins. */
export type Found = Opened | { readonly kind: "early"; readonly events: readonly ChatEvent[] };

type Sent = { readonly events: ChatEvents; readonly meter: Meter };

/** `whole`: wait for the complete reply. */
type Asked = { readonly request: ChatRequest; readonly whole: boolean };

/** One reply of one model, until its answer begins. */
export class Attempt {
  private readonly events: ChatEvents;
  private readonly meter: Meter;
  private readonly guard: GuardMode;
  private readonly request: ChatRequest;
  /** Null: the reply is awaited whole. */
  private readonly opening: Opening | null;
  private all: readonly ChatEvent[] = [];
  private reply: Reply | null = null;

  constructor({ events, meter }: Sent, guard: GuardMode, { request, whole }: Asked) {
    this.events = events;
    this.meter = meter;
    this.guard = guard;
    this.request = request;
    this.opening = whole ? null : new Opening(guard, request);
  }

  get warnings(): readonly Warning[] {
    return this.opening?.warnings ?? this.reply?.warnings ?? [];
  }

  /** Takes events until some can be sent, or until it is known how the reply goes on. */
  read(): Promise<Found> {
    return this.opening === null ? this.readWhole() : this.readOpening(this.opening);
  }

  /** The reply once its answer has begun: the events that nobody has got yet, and those to come. */
  begun(): {
    readonly before: readonly ChatEvent[];
    readonly rest: ChatEvents;
    readonly meter: Meter;
    readonly reply: Reply | null;
    readonly warnings: readonly Warning[];
  } {
    const { events: rest, meter, reply, warnings } = this;
    return { before: this.opening?.waiting ?? this.all, rest, meter, reply, warnings };
  }

  /** Ends the reply. */
  async leave(): Promise<void> {
    this.meter.end();
    await this.events.return?.();
  }

  /** The events have ended without an end of the reply. */
  private endedSilently(): Opened {
    this.meter.end();
    return { kind: "empty", why: "nothing" };
  }

  private async readOpening(opening: Opening): Promise<Found> {
    const { events } = this;
    for (;;) {
      let event = events.ready();
      if (event === null) {
        const early = opening.takeEarly();
        if (early !== null) return { kind: "early", events: early };
        event = eventOf(await events.next());
      }
      if (event === null) return this.endedSilently();
      const found = opening.add(this.meter.seen(event));
      if (found !== null) return found;
    }
  }

  private async readWhole(): Promise<Opened> {
    const all: ChatEvent[] = [];
    this.all = all;
    for (;;) {
      const event = this.events.ready() ?? eventOf(await this.events.next());
      if (event === null) return this.endedSilently();
      all.push(this.meter.seen(event));
      if (event.kind === "reply-failed" || event.kind === "reply-end") break;
    }
    const reply = fold(all);
    this.reply = reply;
    const failure = reply.failure ?? generationFailure(reply.finish, reply);
    if (failure !== null) return { kind: "failed", failure };
    const why = this.guard === "off" ? null : whyEmpty(reply, this.request);
    return why === null ? { kind: "begun" } : { kind: "empty", why };
  }
}

/** Why a whole reply is no answer; null: it is one. */
function whyEmpty(reply: Reply, request: ChatRequest): NoAnswer | null {
  const isShown = reply.parts.some(
    (part) => part.kind === "tool-call" || (part.kind === "refusal" && !isBlank(part.text)) || isShownContent(part),
  );
  return isShown || endsByLimit(reply.finish) ? null : noAnswerIn(visibleTextOf(reply), request);
}
