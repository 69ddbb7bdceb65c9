import type { WireHeaders } from "../../../wire/exchange.js";
import { headersOf } from "../../foreign-headers.js";

/** What curl's output, or the command before it, says about the request. `body` null: it does not show it. */
export type CurlRequest = {
  readonly method: string | null;
  readonly url: string;
  readonly headers: WireHeaders;
  readonly body: string | null;
  readonly notes: readonly string[];
};

/** The request in what comes before the response: the lines that `-v` marks with `> `, or the command. null: neither. */
export function curlRequestIn(text: string): CurlRequest | null {
  const lines = text.split(/\r?\n/);
  const marked = lines.flatMap((line) => (line.startsWith("> ") ? [line.slice(2)] : []));
  const command = commandIn(text);
  const asked = /^([A-Z]+) (\S+) HTTP\//.exec(marked[0] ?? "");
  if (asked === null) return command;
  const headers = headersOf(marked.slice(1).map(pairOf));
  const host = headers.find(([name]) => name === "host")?.[1] ?? null;
  const path = asked[2] ?? "";
  const scheme = /^\* Connected to \S+ \([^)]*\) port 80\b/m.test(text) ? "http" : "https";
  return {
    method: asked[1] ?? null,
    url: host === null || !path.startsWith("/") ? path : `${scheme}://${host}${path}`,
    headers,
    body: command?.body ?? null,
    notes: [],
  };
}

function pairOf(line: string): readonly [string, string] {
  const colon = Math.max(line.indexOf(":"), 0);
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/** A command as people paste it. Its body is read if it stands in single quotes. */
function commandIn(text: string): CurlRequest | null {
  const command = /^(?:[$#%>] ?)?curl\s[\s\S]*/m.exec(text)?.[0] ?? null;
  const url = /https?:\/\/[^\s'"\\]+/.exec(command ?? "")?.[0] ?? null;
  if (command === null || url === null) return null;
  const body = /(?:^|\s)(?:-d|--data(?:-raw|-binary)?|--json)[\s=]+\$?'([^']*)'/.exec(command)?.[1] ?? null;
  const method = /(?:^|\s)(?:-X|--request)[\s=]*([A-Z]+)/.exec(command)?.[1] ?? (body === null ? null : "POST");
  return { method, url, headers: [], body, notes: [] };
}
