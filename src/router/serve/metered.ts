import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import type { Usage } from "../../chat/reply.js";
import type { RoutedModel } from "../config/router-config.js";
import type { Meter } from "../relay/meter.js";
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

type Metering = {
  readonly model: Pick<RoutedModel, "name" | "prices">;
  readonly metrics: Metrics;
  /** Of the request that the attempt belongs to. */
  readonly spending: Spending;
};

/** The events of one attempt, with a meter of its own. */
export async function* metered(source: ChatEvents, metering: Metering): AsyncGenerator<ChatEvent, void> {
  const meter = new AttemptMeter(metering);
  try {
    for await (const event of source) yield meter.seen(event);
  } finally {
    meter.end();
  }
}

/**
 * Counts the tokens and the cost that an attempt reports: once, when it ends or is given up, whatever becomes of it. A cost that
 * follows from the file's prices is added to the usage, which carries it to the client as `usage.cost`.
 */
export class AttemptMeter implements Meter {
  private readonly metering: Metering;
  /** The last usage: a service may report a growing one several times. */
  private usage: Usage | null = null;
  private isSettled = false;

  constructor(metering: Metering) {
    this.metering = metering;
  }

  end(): void {
    this.settle(false);
  }

  seen(event: ChatEvent): ChatEvent {
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
    const costUsd = costOf(usage, this.metering.model.prices);
    return costUsd === null ? usage : { ...usage, costUsd };
  }

  private settle(isWhole: boolean): void {
    if (this.isSettled) return;
    this.isSettled = true;
    const { model, metrics, spending } = this.metering;
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

function hasPrice({ prices }: Metering["model"]): boolean {
  const { input, output, cachedInput, cacheWrite, reasoning } = prices;
  return (input ?? output ?? cachedInput ?? cacheWrite ?? reasoning) !== null;
}
