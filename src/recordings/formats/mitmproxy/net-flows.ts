import { objectOf } from "../../members.js";
import { type NetValue, readNetstring } from "./tnetstring.js";

/** One flow of a file; `fault`: why it cannot be read. */
export type NetFlow = { readonly value: NetValue } | { readonly fault: string };

/** A mapping begins with its first name: that of a flow's last member, since mitmproxy writes backwards. */
const start =
  /(?:0|[1-9]\d{0,9}):\d{1,2}:(?:websocket|response|request|backup|timestamp_created|comment|metadata|marked|is_replay|intercepted|server_conn|client_conn|error|id|type|version|mode|messages)[;,]/;
const atStart = new RegExp(`^${start.source}`);

/** True for bytes that begin as a flow does. */
export function beginsFlow(bytes: Uint8Array): boolean {
  return atStart.test(Buffer.from(bytes.subarray(0, 64)).toString("latin1"));
}

/** The flows of a file. Behind a damaged one, reading goes on with the next flow whose length leads to its end. */
export function netFlows(bytes: Uint8Array): readonly NetFlow[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flows: NetFlow[] = [];
  let text: string | null = null;
  for (let at = 0; at < buffer.length; ) {
    const end = endOfFlow(buffer, at);
    const flow = readNetstring(end === null ? buffer : buffer.subarray(0, end), at);
    const isFlow = !("fault" in flow) && objectOf(flow.value) !== null;
    if (isFlow) flows.push({ value: flow.value });
    else flows.push("fault" in flow ? flow : { fault: "its length does not lead to the end of a flow" });
    if (isFlow) at = flow.end;
    else if (end !== null) at = end;
    else {
      text ??= buffer.toString("latin1");
      at = nextFlow(buffer, text, at + 1);
    }
  }
  return flows;
}

/** Where the mapping at an offset ends, by its length; null: its length leads to no end of a mapping. */
function endOfFlow(buffer: Buffer, at: number): number | null {
  const head = /^(\d{1,10}):/.exec(buffer.toString("latin1", at, at + 12))?.[1];
  if (head === undefined) return null;
  const end = at + head.length + 1 + Number(head);
  const isMapping = buffer[end] === 0x7d;
  return isMapping && (end + 1 === buffer.length || beginsFlow(buffer.subarray(end + 1))) ? end + 1 : null;
}

/** The offset of the next flow whose length leads to its end. `text`: the buffer as Latin-1. */
function nextFlow(buffer: Buffer, text: string, from: number): number {
  const pattern = new RegExp(start.source, "g");
  pattern.lastIndex = from;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    if (endOfFlow(buffer, found.index) !== null) return found.index;
    pattern.lastIndex = found.index + 1;
  }
  return buffer.length;
}
