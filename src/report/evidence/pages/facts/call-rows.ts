import type { Arm } from "../../../../verdict/evidence/material.js";
import { code } from "../../../markdown-text.js";
import { isOverride } from "./endpoint.js";
import { endingText } from "./frames.js";
import { apiWords, modelIdKind, serverOfArm, upstreamOf } from "./place.js";
import type { Print } from "./print.js";
import { stopText, usageText } from "./reply.js";

/** A line of a table of facts, already safe in Markdown. */
export type FactRow = readonly [what: string, value: string];

/** Which call it was and when: what a vendor searches its logs for. */
export function identityRows({ target, turn, wire }: Arm): readonly FactRow[] {
  const id = requestIdOf({ turn, wire });
  return [
    ["request id", id === null ? "none arrived" : code(id)],
    ...(turn.reply.id === null ? [] : [["id of the reply", code(turn.reply.id)] as const]),
    ["sent (UTC)", code(wire.startedAt)],
    ["last byte (UTC)", wire.endedAt === null ? "nothing arrived" : code(wire.endedAt)],
    ["region", target.region === null ? "the API names none" : code(target.region)],
    [
      "endpoint host",
      `${code(wire.host)}${isOverride({ target, wire }) ? " (an endpoint override: not the provider's own host)" : ""}`,
    ],
    ["request line", code(`${wire.method} ${pathOf(wire.url)}`)],
  ];
}

/** What was asked: model, API, streamed or not, by which client. */
export function requestRows(arm: Arm, print: Print): readonly FactRow[] {
  const { target, verdict, wire, name } = arm;
  const server = serverOfArm(arm);
  const kind =
    server === "bedrock" && target.provider !== "openrouter" ? `, ${modelIdKind(target.providerModelId)}` : "";
  const upstream = upstreamOf(arm);
  return [
    ["model id", `${code(target.providerModelId)}${kind}`],
    ["API", apiWords(target)],
    ...(upstream === null
      ? []
      : [["served by", `${code(upstream)}${target.upstreamPin === null ? ", not pinned" : ", pinned"}`] as const]),
    ["asked by", verdict.cell.client === "sdk" ? "the official SDK" : "signed HTTP of llm-parity, no SDK"],
    [
      "request body",
      `${print.file(`requests/${name}.json`)}, ${wire.request.sizeBytes} bytes, SHA-256 ${code(wire.request.sha256)}`,
    ],
  ];
}

/** What came back. */
export function replyRows(arm: Arm, print: Print): readonly FactRow[] {
  const { name, wire } = arm;
  return [
    ["HTTP status", wire.status === null ? "none arrived" : String(wire.status)],
    ["terminal event", endingText(arm)],
    ["stop reason", stopText(arm)],
    ["usage", usageText(arm)],
    [
      "reply body",
      `${print.file(`wire/${name}.reply.bin`)}, ${wire.reply.sizeBytes} bytes, SHA-256 ${code(wire.reply.sha256)}`,
    ],
  ];
}

/** The id under which the provider logs the call: of the reply's headers, or of its body; null: neither has one. */
export function requestIdOf({ turn, wire }: Pick<Arm, "turn" | "wire">): string | null {
  const sent = wire.headers.find(([name]) => /^x-(?:amzn-)?request-?id$/i.test(name))?.[1];
  return turn.reply.requestId ?? sent ?? null;
}

function pathOf(url: string): string {
  return url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, "");
}
