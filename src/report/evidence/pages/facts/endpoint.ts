import { builtInProviders } from "../../../../scenario/provider.js";
import type { Arm } from "../../../../verdict/evidence/material.js";

/** Bedrock's own runtime hosts. Source: AWS General Reference, Amazon Bedrock endpoints and quotas, 2026-11-29. */
const bedrockHost = /^bedrock-runtime(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;

/** True where the call went to another host than the provider's own: a private endpoint, a proxy, a simulator. */
export function isOverride({ target, wire }: Pick<Arm, "target" | "wire">): boolean {
  const provider = builtInProviders().find(({ name }) => name === target.provider);
  if (provider === undefined) return false;
  const own = provider.apiBaseUrls[target.api] ?? provider.baseUrl;
  if (own === null) return provider.auth === "bedrock" && !bedrockHost.test(wire.host);
  return wire.host !== hostOf(own.replaceAll("{region}", target.region ?? ""));
}

/** True for a provider whose address every user gives: an engine that somebody runs, behind the OpenAI-compatible API. */
export function isSelfServed(name: string): boolean {
  return builtInProviders().some((one) => one.name === name && one.baseUrl === null && one.auth !== "bedrock");
}

function hostOf(url: string): string {
  return url.replace(/^[a-z]+:\/\//, "").replace(/\/.*$/, "");
}
