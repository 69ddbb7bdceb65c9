import type { Adapter, Credentials, Policy } from "../../adapters/adapter.js";
import { adapterFor } from "../../adapters/registry.js";
import type { Client } from "../../chat/api.js";
import type { Send } from "../../chat/event.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { createTrialScope, type MakeTransport, type TrialScope } from "./trial-scope.js";

/** A target with its client, which serves all its trials: SDK clients are costly to make. */
export type OpenTarget = {
  readonly target: Target;
  readonly client: Client;
  readonly adapter: Adapter;
  readonly send: Send<ChatRequest>;
  readonly scope: TrialScope;
};

/** Opens a target. Rejects for a mistake in the configuration (no region, no key), never because of a provider. */
export async function openTarget({
  target,
  client,
  credentials,
  makeTransport,
  baseUrl,
  policy = "faithful",
  scope = createTrialScope(),
}: {
  readonly target: Target;
  readonly client: Client;
  readonly credentials: Credentials;
  readonly makeTransport: MakeTransport;
  /** Overrides the target's own base URL (a simulator, a proxy); null: use the target's own. */
  readonly baseUrl: string | null;
  readonly policy?: Policy;
  /** Default: one for trials that run at the same time. */
  readonly scope?: TrialScope;
}): Promise<OpenTarget> {
  const adapter = await adapterFor(target.api);
  const transport = makeTransport(scope.exchange);
  const send = await adapter.open(client, { target, transport, credentials, policy, baseUrl });
  return { target, client, adapter, send, scope };
}
