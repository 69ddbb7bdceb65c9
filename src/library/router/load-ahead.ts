import { adapterFor } from "../../adapters/registry.js";
import type { RoutedModel } from "../../router/config/router-config.js";

/**
 * Loads what the first requests to these models would load: the adapters, the HTTP client and, for AWS, the chain of credentials. Without it, the first
 * request waits some 100 ms for modules (Node 20.20, 2026-11-28).
 */
export async function loadAhead(models: readonly Pick<RoutedModel, "whole" | "streaming">[]): Promise<void> {
  const targets = models.flatMap(({ whole, streaming }) => [whole, streaming]);
  const apis = new Set(targets.map(({ api }) => api));
  const needsAws = targets.some(({ auth }) => auth === "bedrock");
  await Promise.all([
    import("undici"),
    ...[...apis].map((api) => adapterFor(api)),
    ...(needsAws ? [import("@aws-sdk/credential-provider-node")] : []),
  ]);
}
