import { unreachable } from "../../chat/unreachable.js";
import type { RouterConfig } from "../config/router-config.js";
import { type Cooldown, createCooldown, type SharedState } from "../relay/cooldown.js";
import type { Counts } from "../serve/metrics/counts.js";
import { createMetrics, type Metrics } from "../serve/metrics.js";
import { Lease } from "./lease.js";
import type { FromWorker, LimitName, ToWorker } from "./messages.js";

/** A cooldown of one reading of the file. `use`: the router with it takes requests from now on. */
export type SharedCooldown = Cooldown & { readonly use: () => void };

/** What a worker shares with the others, as its router and its server use it. */
export class Shares {
  readonly limits: { readonly [Name in LimitName]: Lease };
  readonly metrics: Metrics;
  private readonly say: (message: FromWorker) => void;
  private readonly own = createMetrics();
  private mirror: SharedState | null = null;
  /** Who waits for the counts of all workers. */
  private readonly wanting: ((counts: Counts) => void)[] = [];

  /** `say` sends the primary a message. */
  constructor(say: (message: FromWorker) => void) {
    this.say = say;
    this.limits = { requests: this.leaseOf("requests"), connections: this.leaseOf("connections") };
    const { count, observe, counts, text } = this.own;
    this.metrics = { count, observe, counts, text, totals: () => this.totals() };
  }

  /**
   * A cooldown that knows, a message later, what happened to the models in the other workers; from the time that `use` is called.
   */
  cooldownOf({ cooldownFailures: failures, cooldownMs: restMs }: RouterConfig["reliability"]): SharedCooldown {
    const mirror = createCooldown({ failures, restMs });
    return {
      use: () => {
        this.mirror = mirror;
      },
      isResting: mirror.isResting,
      recordFailure: (model, nowMs) => {
        mirror.recordFailure(model, nowMs);
        this.say({ kind: "failure", model, atMs: nowMs });
      },
      recordAnswer: (model) => {
        // Where all is well, an answer changes nothing, and costs no message.
        if (mirror.stateOf(model).failuresInRow === 0) return;
        mirror.recordAnswer(model);
        this.say({ kind: "answer", model });
      },
    };
  }

  /** Tells the primary what was counted, so that it is not lost where this worker ends. */
  tellCounts(): void {
    this.say({ kind: "counts", counts: this.own.counts(), round: 0 });
  }

  hear(message: ToWorker): void {
    switch (message.kind) {
      case "grant":
        this.limits[message.limit].take(message.count);
        break;
      case "recall":
        this.limits[message.limit].recall(message.round);
        break;
      case "owe":
        this.limits[message.limit].owe(message.isOwed);
        break;
      case "model":
        this.mirror?.set(message.model, message.state);
        break;
      case "count":
        this.say({ kind: "counts", counts: this.own.counts(), round: message.round });
        break;
      case "totals":
        this.wanting.shift()?.(message.counts);
        break;
      default:
        unreachable(message);
    }
  }

  private totals(): Promise<Counts> {
    return new Promise((resolve) => {
      this.wanting.push(resolve);
      this.say({ kind: "want-totals" });
    });
  }

  private leaseOf(limit: LimitName): Lease {
    return new Lease({
      ask: () => this.say({ kind: "ask", limit }),
      giveBack: (count) => this.say({ kind: "give-back", limit, count }),
      spare: (count, round) => this.say({ kind: "spare", limit, count, round }),
    });
  }
}
