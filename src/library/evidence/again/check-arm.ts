import { adapterFor } from "../../../adapters/registry.js";
import { wireApiOf } from "../../../chat/api.js";
import { isJsonObject } from "../../../chat/json.js";
import type { ChatRequest } from "../../../chat/request.js";
import { parseJson } from "../../../wire/json.js";
import { mostCostUsd } from "../../most-cost.js";
import { UsageError } from "../../usage-error.js";
import type { AgainArm } from "./again-arm.js";
import { vehicle } from "./open-arm.js";
import { withoutAccount } from "./without-account.js";

/**
 * Holds the recorded request against its target, and resolves with the most that it can cost, in US dollars; null: its target has no
 * dated price. A bundle may be made by a stranger: a body that asks for
 * another model, or that went to another path, is not a request of this target. Throws a UsageError.
 */
export async function checkArm(arm: AgainArm): Promise<number | null> {
  const { target, exchange } = arm;
  const { method, url, body } = exchange.request;
  if (body === null || method !== "POST") throw refused(arm, "it is not a request with a body");
  const adapter = await adapterFor(target.api);
  const encoded = adapter.encode(vehicle(target), { target, policy: "faithful" });
  if (encoded.kind === "refused") throw refused(arm, encoded.message);
  const asked = URL.canParse(url) ? new URL(url) : null;
  const own = decoded(encoded.path);
  const paths = [own, withoutAccount(own, target)];
  if (asked === null || asked.search !== "" || !paths.some((path) => decoded(asked.pathname).endsWith(path)))
    throw refused(arm, `it was sent to ${pathOf(asked, url)}, and its target takes ${encoded.path}`);
  const request = await readBody(arm, body);
  const isInBody = wireApiOf(target.api)?.paths.modelIn === "body";
  if (isInBody && request.model !== target.providerModelId)
    throw refused(arm, `its body asks for the model ${JSON.stringify(request.model)}, not ${target.providerModelId}`);
  return mostCostUsd(target.price, { size: body.byteLength, maxOutputTokens: request.maxOutputTokens });
}

async function readBody(arm: AgainArm, body: Uint8Array): Promise<ChatRequest> {
  const parsed = parseJson(Buffer.from(body).toString());
  if (!parsed.ok || !isJsonObject(parsed.value)) throw refused(arm, "its body is not a JSON object");
  const adapter = await adapterFor(arm.target.api);
  return adapter.decodeRequest(arm.exchange.request).request;
}

function pathOf(url: URL | null, text: string): string {
  return url === null ? JSON.stringify(text.slice(0, 80)) : `${url.pathname}${url.search}`.slice(0, 200);
}

/** The SDKs and other tools encode a model id in a path each in their way. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function refused({ name, target }: AgainArm, why: string): UsageError {
  return new UsageError(`the ${name} request is not asked again: ${why}`, {
    hint: `It would be sent to ${target.id} with your key. Ask who made the bundle.`,
  });
}
