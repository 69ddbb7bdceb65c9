import { isStreaming, wireApiOf } from "../../../../chat/api.js";
import type { Target } from "../../../../chat/target.js";
import { serverOf } from "../../../../verdict/attribution/places.js";
import type { Arm, Material } from "../../../../verdict/evidence/material.js";
import { code } from "../../../markdown-text.js";

/** Names of servers as people write them; any other has its own id. */
const titles: { readonly [server: string]: string } = {
  bedrock: "Amazon Bedrock",
  openrouter: "OpenRouter",
  moonshot: "Moonshot AI",
};

/** The upstream that the gateway names in the reply, else the one that was pinned; null: none. Those in authored bytes are invented. */
export function upstreamOf({ target, verdict, turn }: Pick<Arm, "target" | "verdict" | "turn">): string | null {
  const named = verdict.provenance?.source === "authored" ? null : turn.reply.upstream;
  return named ?? target.upstreamPin;
}

/** Who ran the model of a call: the provider, or the one upstream that its gateway named; null: the gateway names none or several. */
export function serverOfArm(arm: Pick<Arm, "target" | "verdict" | "turn">): string | null {
  const { target, verdict } = arm;
  const named = upstreamOf(arm);
  const served = named === null ? Object.keys(verdict.upstreams) : [named];
  return serverOf({ ...verdict.cell, upstreamPin: target.upstreamPin, served });
}

/** True where any call of this evidence was answered by a server, directly or behind a gateway that named it. */
export function wasServedBy(server: string, { facts, failing, working, calls }: Material): boolean {
  // Upstreams in authored bytes are invented.
  const upstreams = facts.mark === "DEMO" ? [] : calls.flatMap(({ upstream }) => upstream ?? []);
  const gateway = { ...failing.verdict.cell, provider: "openrouter" };
  return (
    [failing, ...(working === null ? [] : [working])].some((arm) => serverOfArm(arm) === server) ||
    facts.targets.some(
      ({ provider, upstreamPin }) => serverOf({ ...gateway, provider, upstreamPin, served: [] }) === server,
    ) ||
    upstreams.some((name) => serverOf({ ...gateway, upstreamPin: null, served: [name] }) === server)
  );
}

/** `Amazon Bedrock`, or the id of a provider without another name, as a code span. */
export function serverTitle(server: string): string {
  return titles[server] ?? code(server);
}

/** `Converse, streamed`: an API in words. */
export function apiWords({ api }: Pick<Target, "api">): string {
  return `${wireApiOf(api)?.title ?? code(api)}, ${isStreaming(api) ? "streamed" : "not streamed"}`;
}

/** `Amazon Bedrock (Converse, streamed, us-east-1)`: where a call went, and through whom. */
export function placeWords(arm: Pick<Arm, "target" | "verdict" | "turn">): string {
  const { target } = arm;
  const upstream = upstreamOf(arm);
  const inside = [
    apiWords(target),
    ...(target.region === null ? [] : [code(target.region)]),
    ...(upstream === null ? [] : [`served by ${code(upstream)}`]),
  ];
  return `${serverTitle(serverOf({ ...target, served: [], upstreamPin: null, client: "http" }) ?? target.provider)} (${inside.join(", ")})`;
}

/** How an id of Bedrock names a model. Source: Bedrock's user guide, "Supported Regions and models for inference profiles", 2026-11-29. */
export function modelIdKind(id: string): string {
  if (id.startsWith("arn:")) return "an ARN";
  return /^(?:us|us-gov|eu|apac|jp|au|ca|global)\./.test(id) ? "a cross-Region inference profile" : "a bare model id";
}
