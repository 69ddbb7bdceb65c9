import type { ClientFinding, ClientView, ClientViews } from "../../src/verdict/client-views/client-views.js";
import { sentence } from "./hostile-trials.js";

/** Client views in which a text stands wherever a client or a recording gives one. */
export function hostileViews(text: string, name: string): ClientViews {
  const finding: ClientFinding = { kind: "clients-disagree", party: "client", clients: [name], says: sentence(text) };
  const view: ClientView = {
    ...{ client: name, outcome: "ended", text, textLength: text.length, reasoningLength: 0 },
    ...{
      calls: [{ name, arguments: text }],
      finish: name,
      outputTokens: 0,
      error: { name, message: text },
      requests: 1,
    },
  };
  return {
    schemaVersion: 1,
    clients: [{ id: name, name, package: name, version: name, node: name, asksForNode: name }],
    missing: [{ id: name, package: name, command: sentence(text) }],
    streams: [
      {
        ...{
          name: text,
          api: "converse-stream",
          source: "recorded",
          status: 200,
          sizeBytes: 1,
          sha256: "0".repeat(64),
        },
        ...{ end: "eof", changed: [sentence(text)], views: [view], findings: [finding] },
        read: { completeness: "complete", finish: name, outputTokens: 0, isBlank: true },
      },
    ],
    findings: [finding],
    skipped: [{ name, reason: sentence(text) }],
  };
}
