import { type Api, wholeOf } from "../../chat/api.js";
import type { Source } from "../../chat/target.js";

type OfficialSdk = {
  /** The id of the client, as client views have it. */
  readonly client: string;
  /** Without streaming in the name. */
  readonly apis: readonly string[];
} & Source;

/**
 * SDKs that the owner of a wire API publishes for it, and that read its content. AWS's SDK hands over the bytes of InvokeModel as they are:
 * it is none for that.
 */
const officialSdks: readonly OfficialSdk[] = [
  { client: "openai", apis: ["chat-completions"], source: "openai/openai-node README.md", date: "2026-11-29" },
  {
    client: "aws-sdk",
    apis: ["converse"],
    source: "aws/aws-sdk-js-v3 clients/client-bedrock-runtime/README.md",
    date: "2026-11-29",
  },
];

/** True for the SDK that the owner of an API publishes. */
export function isOfficialFor(client: string, api: Api): boolean {
  return officialSdks.some((one) => one.client === client && one.apis.includes(wholeOf(api)));
}
