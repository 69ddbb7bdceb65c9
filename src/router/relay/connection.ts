import type { Connection } from "../../adapters/adapter.js";
import type { Exchange } from "../../wire/exchange.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { RoutedModel } from "../config/router-config.js";

/** What reaches services. `baseUrl`: the address to use in place of a model's own, for a simulator or a test; null: its own. */
export type Reach = {
  readonly exchange: Exchange;
  readonly baseUrl: ((model: RoutedModel) => string | null) | null;
};

/** Which of a model's targets is asked, and with which of its keys. */
type Chosen = { readonly streaming: boolean; readonly key: number };

/** How a model's service is reached. */
export function connectionOf(model: RoutedModel, { streaming, key }: Chosen, { exchange, baseUrl }: Reach): Connection {
  return {
    target: streaming ? model.streaming : model.whole,
    transport: transportOf(exchange),
    credentials: model.credentials[key] ?? { kind: "none" },
    policy: "repair",
    baseUrl: baseUrl?.(model) ?? null,
  };
}
