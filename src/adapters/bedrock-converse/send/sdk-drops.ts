import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";

/**
 * What the SDK left out of, or changed in, the body that it is about to send: it writes the members that its model
 * knows and drops the others without a word (client-bedrock-runtime 3.1162.0, run 2026).
 */
export function sdkDrops(meant: JsonObject, sent: JsonValue): readonly Warning[] {
  return differences(meant, sent, "").map((field) => ({
    id: "sdk-drops-member",
    field,
    message: "the AWS SDK does not know this member and sends the request without it; use the http client to send it",
  }));
}

function differences(meant: JsonValue, sent: JsonValue | undefined, path: string): readonly string[] {
  if (Array.isArray(meant) && Array.isArray(sent) && meant.length === sent.length) {
    return meant.flatMap((item, index) => differences(item, sent[index], `${path}[${index}]`));
  }
  if (isJsonObject(meant) && isJsonObject(sent)) {
    const names = new Set([...Object.keys(meant), ...Object.keys(sent)]);
    return [...names].flatMap((name) => {
      const at = path === "" ? name : `${path}.${name}`;
      const member = meant[name];
      return member === undefined ? [at] : differences(member, sent[name], at);
    });
  }
  return Object.is(meant, sent) ? [] : [path === "" ? "body" : path];
}
