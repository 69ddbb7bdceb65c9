import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";

/**
 * A warning for each member that the SDK dropped from, or changed in, the body that it is about to send: it silently
 * drops members that its model does not have (client-bedrock-runtime 3.1162.0, run 2026).
 */
export function sdkDrops(expected: JsonObject, sent: JsonValue): readonly Warning[] {
  return differences(expected, sent, "").map((field) => ({
    id: "sdk-drops-member",
    field,
    message: "the AWS SDK does not know this member and sends the request without it; use the http client to send it",
  }));
}

function differences(expected: JsonValue, sent: JsonValue | undefined, path: string): readonly string[] {
  if (Array.isArray(expected) && Array.isArray(sent) && expected.length === sent.length) {
    return expected.flatMap((item, index) => differences(item, sent[index], `${path}[${index}]`));
  }
  if (isJsonObject(expected) && isJsonObject(sent)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(sent)]);
    return [...names].flatMap((name) => {
      const memberPath = path === "" ? name : `${path}.${name}`;
      const member = expected[name];
      return member === undefined ? [memberPath] : differences(member, sent[name], memberPath);
    });
  }
  return Object.is(expected, sent) ? [] : [path === "" ? "body" : path];
}
