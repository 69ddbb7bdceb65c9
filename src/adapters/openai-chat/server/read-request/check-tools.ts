import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { isName, isNothing, keepNamed } from "./kept-members.js";
import { demand, RequestRefusal, shown } from "./refusal.js";

/** Checks the tools of a request and keeps the members that every route supports. Each other member is a warning. */
export function checkTools(tools: readonly JsonValue[], warnings: Warning[]): readonly JsonObject[] {
  return tools.map((tool, index) => checkTool(tool, `tools[${index}]`, warnings));
}

function checkTool(tool: JsonValue, at: string, warnings: Warning[]): JsonObject {
  demand(isJsonObject(tool), at, "an object");
  if (tool["type"] !== "function") {
    const message = `'${at}.type' is ${shown(tool["type"])}: only tools of the type "function" work with every provider. Tools that the service runs (search, fetch, MCP) are not a request's to choose.`;
    throw new RequestRefusal(`${at}.type`, message, "unsupported_value");
  }
  const called = tool["function"];
  demand(isJsonObject(called), `${at}.function`, "an object");
  checkFunction(called, `${at}.function`);
  const kept = keepNamed(called, ["name", "description", "parameters", "strict"], { at: `${at}.function`, warnings });
  return { ...keepNamed(tool, ["type"], { at, warnings, besides: "function" }), function: kept };
}

function checkFunction({ name, description, parameters, strict }: JsonObject, at: string): void {
  demand(isName(name), `${at}.name`, "a name");
  demand(isNothing(description) || typeof description === "string", `${at}.description`, "a string");
  demand(isNothing(parameters) || isJsonObject(parameters), `${at}.parameters`, "a JSON schema");
  demand(isNothing(strict) || typeof strict === "boolean", `${at}.strict`, "true or false");
}
