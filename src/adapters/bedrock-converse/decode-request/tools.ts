import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { ChatRequest, Tool, ToolChoice } from "../../../chat/request.js";
import type { Warn } from "../../blocks/warning-log.js";
import { listOf, memberOf, objectOf, textOf } from "../wire.js";
import { decodeCachePoint } from "./assistant-parts.js";
import { warnUnread } from "./unread.js";

/** Decodes `toolConfig`; each setting is null when absent. What a chat request cannot hold is a warning. */
export function decodeToolConfig(toolConfig: JsonObject, warn: Warn): Pick<ChatRequest, "tools" | "toolChoice"> {
  const tools = listOf(toolConfig, "tools");
  const choice = objectOf(toolConfig, "toolChoice");
  return {
    tools: tools === null ? null : decodeTools(tools, warn),
    toolChoice: choice === null ? null : decodeChoice(choice, warn),
  };
}

/** A cache point in the list belongs to the tool before it. */
function decodeTools(list: readonly JsonValue[], warn: Warn): readonly Tool[] {
  const tools: Tool[] = [];
  list.forEach((entry, index) => {
    const point = isJsonObject(entry) ? objectOf(entry, "cachePoint") : null;
    const before = tools.at(-1);
    if (point === null || before === undefined || before.cachePoint !== undefined) {
      tools.push(...decodeTool(entry, `toolConfig.tools[${index}]`, warn));
    } else tools[tools.length - 1] = { ...before, cachePoint: { ttl: decodeCachePoint(point).ttl } };
  });
  return tools;
}

function decodeTool(tool: JsonValue, field: string, warn: Warn): readonly Tool[] {
  const spec = isJsonObject(tool) ? objectOf(tool, "toolSpec") : null;
  const name = spec === null ? null : textOf(spec, "name");
  if (spec === null || name === null) {
    warn("unread-block", field, "a tool without a toolSpec and a name is not read");
    return [];
  }
  warnUnread(spec, { known: ["name", "description", "inputSchema", "strict"], field: `${field}.toolSpec` }, warn);
  const schema = objectOf(spec, "inputSchema");
  const strict = memberOf(spec, "strict");
  return [
    {
      name,
      description: textOf(spec, "description"),
      parameters: schema === null ? null : objectOf(schema, "json"),
      strict: typeof strict === "boolean" ? strict : null,
    },
  ];
}

function decodeChoice(choice: JsonObject, warn: Warn): ToolChoice | null {
  if (objectOf(choice, "auto") !== null) return { kind: "auto" };
  if (objectOf(choice, "any") !== null) return { kind: "required" };
  const tool = objectOf(choice, "tool");
  const name = tool === null ? null : textOf(tool, "name");
  if (name !== null) return { kind: "tool", name };
  warn("unread-member", "toolConfig.toolChoice", `a choice of ${Object.keys(choice).join(", ")} is not read`);
  return null;
}
