import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import type { Usage } from "../../chat/reply.js";
import type { RoutedModel } from "../config/router-config.js";
import { costOf } from "./cost.js";
import type { Metrics } from "./metrics.js";

/** What the attempts of one request cost together. */
export class Spending {
  private usd = 0;
  private priced = 0;
  private isPartly = false;

  /** Adds an attempt; null: what it cost is not known. */
  add(usd: number | null): void {
    if (usd === null) this.isPartly = true;
    else {
      this.usd += usd;
      this.priced += 1;
    }
  }

  /** In US dollars; null: no attempt has a cost, or that of one is not known. */
  total(): number | null {
    return this.isPartly || this.priced === 0 ? null : this.usd;
  }
}

type Meter = {
  readonly model: Pick<RoutedModel, "name" | "prices">;
  readonly metrics: Metrics;
  /** Of the request that the attempt belongs to. */
  readonly spending: Spending;
};

/**
 * The events of one attempt, which counts the tokens and the cost that it reports: once, when it ends or is given up, whatever
 * becomes of it. A cost that follows from the file's prices is added to the usage, which carries it to the client as `usage.cost`.
 */
export function metered(source: ChatEvents, meter: Meter): ChatEvents {
  return new Metered(source, meter);
}

class Metered implements ChatEvents {
  private readonly source: ChatEvents;
  private readonly meter: Meter;
  /** The last usage: a service may report a growing one several times. */
  private usage: Usage | null = null;
  private isSettled = false;

  constructor(source: ChatEvents, meter: Meter) {
    this.source = source;
    this.meter = meter;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  ready(): ChatEvent | null {
    const event = this.source.ready();
    return event === null ? null : this.seen(event);
  }

  next(): Promise<IteratorResult<ChatEvent, undefined>> {
    return this.source.next().then(this.step);
  }

  /** A bare function: an async method would make two more objects for every event that is awaited. */
  private readonly step = (step: IteratorResult<ChatEvent, undefined>): IteratorResult<ChatEvent, undefined> => {
    if (step.done === true) {
      this.settle(false);
      return step;
    }
    const event = this.seen(step.value);
    return event === step.value ? step : { done: false, value: event };
  };

  return(): Promise<IteratorResult<ChatEvent, undefined>> {
    this.settle(false);
    return this.source.return?.() ?? Promise.resolve({ done: true, value: undefined });
  }

  private seen(event: ChatEvent): ChatEvent {
    switch (event.kind) {
      case "usage":
        return { kind: "usage", usage: this.withCost(event.usage) };
      case "reply-end":
        this.settle(true);
        return event;
      case "reply-failed":
        this.settle(false);
        return event;
      default:
        return event;
    }
  }

  private withCost(usage: Usage): Usage {
    this.usage = usage;
    if (usage.costUsd !== null) return usage;
    const costUsd = costOf(usage, this.meter.model.prices);
    return costUsd === null ? usage : { ...usage, costUsd };
  }

  private settle(isWhole: boolean): void {
    if (this.isSettled) return;
    this.isSettled = true;
    const { model, metrics, spending } = this.meter;
    const { usage } = this;
    if (usage !== null) countTokens(metrics, model.name, usage);
    // A failed attempt that reports nothing is not billed, as far as is known; a whole reply is.
    if (usage === null && !isWhole) return;
    const usd = usage === null ? null : costOf(usage, model.prices);
    spending.add(usd);
    if (usd !== null) metrics.count("cost", { model: model.name }, usd);
    else if (hasPrice(model)) metrics.count("unpriced", { model: model.name });
  }
}

function countTokens(metrics: Metrics, model: string, { inputTokens, outputTokens }: Usage): void {
  if (inputTokens !== null) metrics.count("tokens", { model, direction: "input" }, inputTokens);
  if (outputTokens !== null) metrics.count("tokens", { model, direction: "output" }, outputTokens);
}

function hasPrice({ prices }: Meter["model"]): boolean {
  return Object.values(prices).some((price) => price !== null);
}
