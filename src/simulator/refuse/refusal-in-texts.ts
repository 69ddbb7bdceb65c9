import { isJsonObject } from "../../chat/json.js";
import type { Dialect, Service } from "../request/door.js";
import { type ResponsesStyleName, responsesStyles } from "../write/responses/style.js";
import { jsonRefusal, type Refusal } from "./refusal.js";

/** The request that is refused. `style` null: the one of the endpoint that was asked, none of which has errors of two texts. */
type Refused = {
  readonly service: Service;
  readonly dialect: Dialect;
  readonly style: ResponsesStyleName | null;
};

/**
 * A refusal of Responses as xAI says it: `{code, error}` with two texts, and 400 for a wrong key too (crmne/ruby_llm, 2026-08-10). Other
 * statuses, a missing key among them, are not recorded, and are left as OpenAI says them; so is the refusal of any other service.
 */
export function refusalInTexts(refusal: Refusal, { service, dialect, style }: Refused): Refusal {
  if (dialect !== "responses" || service !== "openai" || style === null) return refusal;
  if (responsesStyles[style].errors !== "texts") return refusal;
  const { code, message } = errorIn(refusal);
  if (code === "invalid_api_key") return jsonRefusal(400, { code: invalid, error: wrongKey });
  return refusal.status === 400 ? jsonRefusal(400, { code: invalid, error: String(message) }) : refusal;
}

const invalid = "invalid-argument";
const wrongKey = "Incorrect API key provided. You can obtain an API key from https://console.x.ai.";

function errorIn({ body }: Refusal) {
  const value = JSON.parse(body);
  const error = isJsonObject(value) ? value["error"] : null;
  return isJsonObject(error) ? error : {};
}
