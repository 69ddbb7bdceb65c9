/** An operation of Bedrock's runtime, as the last segment of its path. */
export type BedrockAction = "converse" | "converse-stream" | "invoke" | "invoke-with-response-stream" | "count-tokens";

/**
 * The base URL of Bedrock's runtime in a region, without a trailing slash; null when the region is not a valid host name
 * label, so that text from a file can never choose the host. A region that does not exist fails later, in DNS.
 * Suffixes: AWS partitions as in the SDK's endpoint rules (client-bedrock-runtime 3.1162.0, read 2026-11).
 */
export function bedrockBaseUrl(region: string): string | null {
  if (!isRegionName(region)) return null;
  return `https://bedrock-runtime.${region}.${dnsSuffix(region)}`;
}

/** True for a text that is one label of a host name: the AWS SDK's own rule for a region (3.1162.0, run 2026). */
export function isRegionName(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(text);
}

/**
 * `/model/<id>/<action>`, with the id percent-encoded as the AWS SDK does it (ARNs too: `arn%3Aaws%3A…%2F…`); null when
 * the id is not safe in a path. The SDK itself sends `..` as `/model/../converse` (3.1162.0, run 2026).
 */
export function bedrockModelPath(modelId: string, action: BedrockAction): string | null {
  return isModelId(modelId) ? `/model/${encodeSegment(modelId)}/${action}` : null;
}

/** True for a model id, inference profile or ARN that has no empty, `.` or `..` segment and nothing that ends a path. */
export function isModelId(text: string): boolean {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,2047}$/.test(text)) return false;
  return text.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
}

/** A model id without the geography of an inference profile (`us.anthropic.…`), which leaves the foundation model's own id. */
export function foundationModelId(modelId: string): string {
  return modelId.replace(/^(?:us-gov|us|eu|apac|au|jp|ca|global)\./, "");
}

/** The decoded model id and action of a URL or path; null when it is not a model path. */
export function readBedrockModelPath(url: string): { readonly modelId: string; readonly action: string } | null {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/[?#].*$/, "");
  const found = /\/model\/(.+)\/([a-z-]+)$/.exec(path);
  if (found?.[1] === undefined || found[2] === undefined) return null;
  try {
    return { modelId: decodeURIComponent(found[1]), action: found[2] };
  } catch {
    return null;
  }
}

function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function dnsSuffix(region: string): string {
  const lower = region.toLowerCase();
  return suffixes.find(([prefix]) => lower.startsWith(prefix))?.[1] ?? "amazonaws.com";
}

const suffixes: readonly (readonly [prefix: string, suffix: string])[] = [
  ["cn-", "amazonaws.com.cn"],
  ["us-isob-", "sc2s.sgov.gov"],
  ["us-isof-", "csp.hci.ic.gov"],
  ["us-iso-", "c2s.ic.gov"],
  ["eu-isoe-", "cloud.adc-e.uk"],
  ["eusc-", "amazonaws.eu"],
];
