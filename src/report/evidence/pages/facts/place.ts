import { isStreaming, wireApiOf } from "../../../../chat/api.js";
import type { Target } from "../../../../chat/target.js";
import { serverOf } from "../../../../verdict/attribution/places.js";
import type { Arm } from "../../../../verdict/evidence/material.js";
import { code } from "../../../markdown-text.js";

/** Names of servers as people write them; any other has its own id. */
const titles: { readonly [server: string]: string } = {
  bedrock: "Amazon Bedrock",
  openrouter: "OpenRouter",
  moonshot: "Moonshot AI",
};

/** Who ran the model of a call: the provider, or the one upstream that its gateway named; null: the gateway names none or several. */
export function serverOfArm({ target, verdict, turn }: Pick<Arm, "target" | "verdict" | "turn">): string | null {
  const named = turn.reply.upstream;
  const served = named === null ? Object.keys(verdict.upstreams) : [named];
  return serverOf({ ...verdict.cell, upstreamPin: target.upstreamPin, served });
}

/** Who runs the model of a target that was only planned or pinned; null: its gateway chooses. */
export function serverOfTarget({ model, provider, api, providerModelId, region, upstreamPin }: Target): string | null {
  const isOpen = provider === "openrouter" && upstreamPin === null;
  if (isOpen) return null;
  return serverOf({ model, provider, api, providerModelId, region, upstreamPin, served: [], client: "http" });
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
export function placeWords({ target, turn }: Pick<Arm, "target" | "turn">): string {
  const upstream = turn.reply.upstream ?? target.upstreamPin;
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
