import { unreachable } from "../../chat/unreachable.js";
import type { RouterConfig } from "../config/router-config.js";
import { createCooldown, type SharedState } from "../relay/cooldown.js";
import type { FromWorker, LimitName, ToWorker } from "./messages.js";
import { Quota } from "./quota.js";
import { Totals } from "./totals.js";

/** What a router's file says about what is shared. */
type Shared = {
  readonly serve: Pick<RouterConfig["serve"], "maxRequests" | "maxConnections">;
  readonly reliability: Pick<RouterConfig["reliability"], "cooldownFailures" | "cooldownMs">;
};

/** Sends a worker a message. */
type Send<Worker> = (worker: Worker, message: ToWorker) => void;

/** How long a worker may take to answer, in milliseconds: one whose loop is blocked must not hold up the others. */
const patienceMs = 1_000;

/** What all workers share, held by the primary: limits, resting models and counts. It does no I/O of its own. */
export class Board<Worker> {
  private readonly send: Send<Worker>;
  private readonly workers = new Set<Worker>();
  private readonly quotas: { readonly [Name in LimitName]: Quota<Worker> };
  private readonly totals: Totals<Worker>;
  private cooldown: SharedState;

  constructor({ serve, reliability }: Shared, send: Send<Worker>) {
    this.send = send;
    this.quotas = {
      requests: this.quotaOf("requests", serve.maxRequests),
      connections: this.quotaOf("connections", serve.maxConnections),
    };
    this.cooldown = cooldownOf(reliability);
    this.totals = new Totals({
      ask: (worker, round) => send(worker, { kind: "count", round }),
      answer: (worker, counts) => send(worker, { kind: "totals", counts }),
      afterPatience,
    });
  }

  join(worker: Worker): void {
    this.workers.add(worker);
    for (const quota of Object.values(this.quotas)) quota.join(worker);
    for (const model of this.cooldown.failing()) this.sayModel(model, [worker]);
  }

  /** A worker has ended: what it held is free, what it counted stays counted. */
  leave(worker: Worker): void {
    this.workers.delete(worker);
    for (const quota of Object.values(this.quotas)) quota.leave(worker);
    this.totals.leave(worker);
  }

  /** The file was read again: its limits hold, and no model rests. Connections keep the limit that they were opened with. */
  configure({ serve, reliability }: Shared): void {
    this.quotas.requests.setMax(serve.maxRequests);
    this.cooldown = cooldownOf(reliability);
  }

  hear(worker: Worker, message: FromWorker): void {
    switch (message.kind) {
      case "ask":
        this.quotas[message.limit].ask(worker);
        break;
      case "give-back":
        this.quotas[message.limit].takeBack(worker, message.count);
        break;
      case "spare":
        this.quotas[message.limit].answer(worker, message.count, message.round);
        break;
      case "failure":
        this.cooldown.recordFailure(message.model, message.atMs);
        this.sayModel(message.model, this.workers);
        break;
      case "answer":
        this.cooldown.recordAnswer(message.model);
        this.sayModel(message.model, this.workers);
        break;
      case "counts":
        this.totals.take(worker, message.counts, message.round);
        break;
      case "want-totals":
        this.totals.want(worker, this.workers);
        break;
      default:
        unreachable(message);
    }
  }

  private sayModel(model: string, workers: Iterable<Worker>): void {
    const state = this.cooldown.stateOf(model);
    for (const worker of workers) this.send(worker, { kind: "model", model, state });
  }

  private quotaOf(limit: LimitName, max: number): Quota<Worker> {
    return new Quota(max, {
      grant: (worker, count) => this.send(worker, { kind: "grant", limit, count }),
      recall: (worker, round) => this.send(worker, { kind: "recall", limit, round }),
      owe: (worker, isOwed) => this.send(worker, { kind: "owe", limit, isOwed }),
      afterPatience,
    });
  }
}

function cooldownOf({ cooldownFailures: failures, cooldownMs: restMs }: Shared["reliability"]): SharedState {
  return createCooldown({ failures, restMs });
}

function afterPatience(run: () => void): void {
  setTimeout(run, patienceMs).unref();
}
