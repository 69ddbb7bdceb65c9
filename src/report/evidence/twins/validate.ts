import { wholeOf, wireApiOf } from "../../../chat/api.js";
import { isModelId, isRegionName } from "../../../chat/bedrock-url.js";
import { betaNames, isAwsOperation } from "./asked-by.js";
import type { TwinOrder, TwinRequest } from "./twin.js";

/**
 * Why nothing of this request may stand in a script; null: everything may. Only texts that these patterns take are ever written into
 * one, and none of them has a character that sh, JavaScript, Python or curl reads as more than itself.
 */
export function unsafeIn(request: TwinRequest): string | null {
  const { api, baseUrl, region, modelId, auth, signingName, keyVariable } = request;
  if (!scripted.has(wholeOf(api))) return `its API is ${wireApiOf(api)?.title ?? api}, for which no script is written`;
  const isAws = isAwsOperation(api);
  if (!(isAws ? isModelId(modelId) : isOpenModelId(modelId))) return "its model id has characters that no model id has";
  if (baseUrl !== null && !isBaseUrl(baseUrl)) return "its base URL is not a plain http or https address";
  if (region !== null && !isRegionName(region)) return "its region is not the name of a region";
  if (signingName !== null && !/^[a-z][a-z0-9-]{0,39}$/.test(signingName)) return "its signing name is not one of AWS";
  if (keyVariable !== null && !isKeyVariable(keyVariable)) return "its key's variable is not one that holds a key";
  if (isAws && auth !== "bedrock") return "it is of Bedrock's API and not asked with Bedrock's credentials";
  if (request.betas !== undefined && !isBetaHeader(request.betas)) return "its betas are not a list of plain names";
  if (auth === "bedrock" && region === null) return "its region is not known";
  if (!isAws && baseUrl === null) return "its base URL is not known";
  return (auth === "bearer" || auth === "api-key") && keyVariable === null
    ? "the variable of its key is not known"
    : null;
}

/** The APIs that the scripts ask. */
const scripted: ReadonlySet<string> = new Set([
  "chat-completions",
  "responses",
  "messages",
  "converse",
  "invoke-model",
]);

/** Why no script may be written; null: every member may stand in one. */
export function unsafeOrder({ demo, repeat }: TwinOrder): string | null {
  if (!Number.isInteger(repeat) || repeat < 1 || repeat > 9999) return "the number of calls is not between 1 and 9999";
  if (demo !== null && !/^[A-Za-z0-9][A-Za-z0-9 .,:()-]{0,99}$/.test(demo)) return "its first line is not plain words";
  return null;
}

/** Presets (`@preset/x`) and OpenRouter's `~` among them. */
function isOpenModelId(text: string): boolean {
  if (!/^(?:@preset\/|~)?[A-Za-z0-9][A-Za-z0-9._:/@-]{0,255}$/.test(text)) return false;
  return text.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
}

function isBaseUrl(text: string): boolean {
  if (
    !/^https?:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})(?::[1-9]\d{0,4})?(?:\/[A-Za-z0-9._~-]{1,80}){0,8}\/?$/.test(text)
  )
    return false;
  return text.split("/").every((segment) => segment !== "." && segment !== "..");
}

function isBetaHeader([name, value]: readonly [string, string]): boolean {
  return (
    betaNames.has(name) && /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:, ?[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,40}$/.test(value)
  );
}

/** Not a secret of AWS either, which such a request would send to another host. */
function isKeyVariable(text: string): boolean {
  return /^[A-Z][A-Z0-9_]{0,63}$/.test(text) && (!text.startsWith("AWS_") || text === "AWS_BEARER_TOKEN_BEDROCK");
}
