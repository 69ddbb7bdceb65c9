import type { Source } from "../../../../chat/target.js";
import type { Arm } from "../../../../verdict/evidence/material.js";
import { modelIdKind, serverOfArm } from "./place.js";

/** A setting of an account that changes a reply and that no request or reply shows. `server`: whose account. */
type UnseenSetting = Source & {
  readonly server: string;
  readonly name: string;
  readonly effect: string;
  /** True: only where the model id is an inference profile. */
  readonly isOfProfiles?: true;
};

/** What cannot be seen from outside of the accounts that a call went through. */
export function unseenSettings(arm: Arm): readonly UnseenSetting[] {
  const servers = new Set([arm.target.provider, serverOfArm(arm)]);
  const isProfile = modelIdKind(arm.target.providerModelId) !== "a bare model id";
  return settings.filter(({ server, isOfProfiles }) => servers.has(server) && (isProfile || isOfProfiles !== true));
}

/** A new one is a line. */
const settings: readonly UnseenSetting[] = [
  {
    server: "bedrock",
    name: "guardrails that the account or the organisation enforces",
    effect: "they act on every call, even if the request names no guardrail",
    source:
      "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_PutEnforcedGuardrailConfiguration.html (and the Amazon Bedrock policies of AWS Organizations)",
    date: "2026-11-29",
  },
  {
    server: "bedrock",
    name: "model invocation logging",
    effect: "off unless the account switched it on; where it is on, the account's log has the request and the reply",
    source: "https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html",
    date: "2026-11-29",
  },
  {
    server: "bedrock",
    name: "which Region served a call to a cross-Region inference profile",
    effect: "Bedrock chooses among the profile's Regions; the caller names only the source Region",
    isOfProfiles: true,
    source: "https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html",
    date: "2026-11-29",
  },
  {
    server: "bedrock",
    name: "service quotas, and access to the model",
    effect: "they are per account and Region, and decide what is throttled or refused",
    source:
      "https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html (quotas of profiles)",
    date: "2026-11-29",
  },
  {
    server: "openrouter",
    name: "default plugins of the account or workspace",
    effect: "they change requests and replies that name no plugin (context compression, response healing)",
    source: "https://openrouter.ai/docs/guides/features/plugins",
    date: "2026-11-29",
  },
  {
    server: "openrouter",
    name: "privacy and guardrail settings of the account, workspace or key",
    effect:
      "they limit the models and providers that a request may reach (data policy, zero data retention, allow-lists)",
    source: "https://openrouter.ai/docs/guides/features/guardrails",
    date: "2026-11-29",
  },
  {
    server: "openrouter",
    name: "providers that the account allows or ignores",
    effect: "they are merged with the provider preferences of the request",
    source: "https://www.openrouter.ai/docs/client-sdks/typescript/models/batchproviderpreferences.md",
    date: "2026-11-29",
  },
  {
    server: "openrouter",
    name: "keys of one's own (BYOK)",
    effect: "a request may be served on the caller's own account at the provider, with that account's settings",
    source: "https://openrouter.ai/docs/features/byok",
    date: "2026-11-29",
  },
  {
    server: "openrouter",
    name: "routing defaults and presets of the workspace",
    effect: "they choose the upstream where the request does not",
    source: "https://openrouter.ai/docs/guides/features/llms-full.txt (Workspaces)",
    date: "2026-11-29",
  },
];
