import { passError } from "../../library/passed-error.js";
import { loadAhead } from "../../library/router/load-ahead.js";
import type { Live } from "../../library/router/make-router.js";
import { type RouterServer, serveRouter } from "../../router/serve/http-server.js";
import type { Router } from "../../router/serve/router.js";
import { type SharedCooldown, Shares } from "../../router/workers/shares.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import { routerOf } from "../router/open-router.js";
import { logWhole, sanitise } from "../shell/print.js";
import type { Order, Report, Serving } from "./orders.js";

/** A process of `llm-parity serve --workers`: it serves as the primary says, and ends with it. Started by path. */

/** How often a worker reports its counts to the primary, in milliseconds: what a crash loses at most. */
const tellingMs = 1_000;

/** A router with what it shares. */
type Ready = { readonly router: Router; readonly cooldown: SharedCooldown | null };

/** A worker that serves. */
type Running = {
  readonly serving: Serving;
  readonly live: Live & { readonly close: () => Promise<void> };
  readonly server: RouterServer;
  router: Router;
  /** The router of a text that is not in use yet. */
  next: Ready | null;
};

const shares = new Shares(say);
let running: Running | null = null;

function say(report: Report): void {
  if (process.connected) process.send?.(report);
}

function make(serving: Serving, text: string, live: Live): Ready {
  let cooldown: SharedCooldown | null = null;
  const router = routerOf(
    {
      ...serving,
      text,
      metrics: shares.metrics,
      cooldownOf: (reliability) => {
        cooldown = shares.cooldownOf(reliability);
        return cooldown;
      },
      onWarning: (sentence) => say({ kind: "warning", sentence }),
    },
    live,
  );
  return { router, cooldown };
}

async function start(serving: Serving, text: string): Promise<void> {
  const live = createLiveTransport({ environment: process.env });
  const { router, cooldown } = make(serving, text, live);
  cooldown?.use();
  await loadAhead(router.config.models);
  const log = (line: string) => logWhole(sanitise(line));
  const current = () => running?.router ?? router;
  const server = await serveRouter(current, { log, limits: shares.limits });
  running = { serving, live, server, router, next: null };
  setInterval(() => shares.tellCounts(), tellingMs).unref();
  say({ kind: "listening", url: server.url });
}

function prepare(text: string): string | null {
  if (running === null) return "it has not started yet";
  try {
    running.next = make(running.serving, text, running.live);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function commit(): void {
  if (running === null || running.next === null) return;
  const { router, cooldown } = running.next;
  running.router = router;
  cooldown?.use();
  running.next = null;
}

async function drain(graceMs: number): Promise<void> {
  await running?.server.drain(graceMs);
  await running?.live.close();
  process.disconnect();
}

function obey(order: Order): void {
  switch (order.kind) {
    case "start":
      start(order.serving, order.text).catch((error: unknown) => {
        say({ kind: "not-started", fault: passError(error) });
      });
      break;
    case "prepare":
      say({ kind: "prepared", problem: prepare(order.text) });
      break;
    case "commit":
      commit();
      break;
    case "drain":
      void drain(order.graceMs);
      break;
    default:
      shares.hear(order);
  }
}

// A terminal signals every process of its group; what is to be done says the primary alone.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("message", obey);
say({ kind: "here" });
