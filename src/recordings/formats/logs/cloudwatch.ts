import { gunzipSync } from "node:zlib";
import { parseJson } from "../../../wire/json.js";
import { maxBodyBytes } from "../../compressed/limits.js";
import { listOf, memberOf, objectOf, textOf } from "../../members.js";

/** The members of CloudWatch's objects that hold an event's text: `message` of an event, `@message` of Logs Insights. */
const messageNames = ["@message", "message"] as const;

/** The members that hold a list of events: a subscription or Lambda event, FilterLogEvents, Logs Insights, other shippers. */
const listNames = ["logEvents", "events", "results", "records", "Records"] as const;

/** The wrappers around a record: at most a subscription inside a shipper's event. */
const maxDepth = 4;

/**
 * The records in one value of a log, whichever way CloudWatch handed it out: bare, as text or object in `message` or `@message`,
 * in `logEvents` of a subscription, in the rows of Logs Insights, or compressed in a Lambda's `awslogs.data`. A value that
 * holds none is given back unchanged. Messages that are not JSON are left out.
 */
export function invocationLogsIn(row: unknown, depth = 0): readonly unknown[] {
  if (depth > maxDepth || isCutLog(row) || textOf(memberOf(row, "modelId")) !== null) return [row];
  const fields = listOf(row);
  if (fields !== null) return fieldsOf(fields).flatMap((one) => invocationLogsIn(one, depth + 1));
  const packed = textOf(memberOf(memberOf(row, "awslogs"), "data"));
  if (packed !== null) return unpacked(packed).flatMap((one) => invocationLogsIn(one, depth + 1));
  for (const name of listNames) {
    const list = listOf(memberOf(row, name));
    if (list !== null) return list.flatMap((one) => invocationLogsIn(one, depth + 1));
  }
  for (const name of messageNames) {
    const message = memberOf(row, name);
    if (message !== undefined) return messageOf(message).flatMap((one) => invocationLogsIn(one, depth + 1));
  }
  const event = objectOf(memberOf(row, "event"));
  return event === null ? [row] : invocationLogsIn(event, depth + 1);
}

/** A row of Logs Insights: a list of `{field, value}`. */
function fieldsOf(fields: readonly unknown[]): readonly unknown[] {
  return fields.flatMap((one) => (memberOf(one, "field") === "@message" ? messageOf(memberOf(one, "value")) : [one]));
}

function messageOf(message: unknown): readonly unknown[] {
  const text = textOf(message);
  if (text === null) return [message];
  const parsed = parseJson(text);
  if (parsed.ok) return [parsed.value];
  return isCutLog(text) ? [text] : [];
}

/** CloudWatch cuts an event that is too large. The text of a log that was cut is a record that cannot be read. */
export function isCutLog(record: unknown): record is string {
  return typeof record === "string" && /^\s*\{[\s\S]*"modelId"/.test(record);
}

function unpacked(base64: string): readonly unknown[] {
  try {
    return messageOf(gunzipSync(Buffer.from(base64, "base64"), { maxOutputLength: maxBodyBytes }).toString());
  } catch {
    return [];
  }
}
