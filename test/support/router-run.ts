import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadRouter } from "../../src/router/config/load-router.js";
import type { RoutedModel, RouterConfig } from "../../src/router/config/router-config.js";
import { createUpstreams } from "../../src/router/relay/upstreams.js";
import { type RouterServer, serveRouter } from "../../src/router/serve/http-server.js";
import { createRouter, type Router, type RouterParts } from "../../src/router/serve/router.js";
import { asProfile } from "../../src/simulator/profile.js";
import { createSimulator } from "../../src/simulator/simulator.js";
import type { Exchange } from "../../src/wire/exchange.js";
import type { Behaviour } from "../broken/seeded-run.js";
import { atEnd } from "./at-end.js";
import { catalog, scenarios } from "./repository.js";
import { withDeadlines } from "./with-deadlines.js";

/** Reads the text of a router's file, from a temporary folder. */
export function routerOf(text: string, environment: { readonly [name: string]: string } = {}): RouterConfig {
  const folder = mkdtempSync(join(tmpdir(), "llm-parity-router-"));
  try {
    const file = join(folder, "router.yaml");
    writeFileSync(file, text);
    return loadRouter(file, { catalog, environment });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The simulated services in this process, with the given behaviour of each model. */
export function simulated(models: readonly (Behaviour & { readonly models: readonly string[] })[], seed = 1): Exchange {
  const profile = asProfile({
    name: "router",
    title: "Router",
    models: models.map((one) => ({ ...one, models: [...one.models] })),
  });
  return createSimulator({ profiles: [profile], scenarios, seed, now: () => new Date("2026-02-10T00:00:00Z") })
    .exchange;
}

/**
 * Kimi on Converse and on OpenRouter. The short idle deadline makes a stall fail soon. It cannot fail anything else: in this process,
 * all bytes of a simulated service arrive before any timer.
 */
export const twoKimis = `
serve: { port: 0 }
router: { strategy: random, fallback_models: [openrouter] }
reliability: { retries: 0, idle_ms: 200, backoff_ms: 1 }
models:
  bedrock: { provider: bedrock, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }
  openrouter: { provider: openrouter, model: moonshotai/kimi-k2.5, api_key: simulated-key-0001 }
`;

export type Routed = RouterServer & { readonly router: Router };

/** Starts a router on a free port, in front of services in this process, until the test or hook that started it ends. */
export async function routed(
  config: RouterConfig,
  exchange: Exchange,
  parts: Partial<Omit<RouterParts, "config" | "askModel">> = {},
): Promise<Routed> {
  const keyed = (model: RoutedModel): RoutedModel => ({
    ...model,
    credentials: [{ kind: "bearer", token: "simulated-key-0001" }],
  });
  const [models, judge] = [config.models.map(keyed), config.judge === null ? null : keyed(config.judge)];
  const askModel = createUpstreams(withDeadlines(exchange, config.reliability.deadlines), ({ whole: { baseUrl } }) => {
    return `http://127.0.0.1${baseUrl === null ? "" : new URL(baseUrl).pathname}`;
  });
  const router = createRouter({ config: { ...config, models, judge }, askModel, measured: null, ...parts });
  const server = await serveRouter(() => router, { log: () => undefined });
  atEnd(() => server.drain(0));
  return { ...server, router };
}
