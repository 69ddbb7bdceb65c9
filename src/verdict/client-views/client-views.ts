import { z } from "zod";
import { type ApiTable, apiNames, wireApis } from "../../chat/api.js";

const text = z.string();
const count = z.number().int().min(0);

/** What one client showed of one recorded reply. */
const clientView = z.strictObject({
  client: text.describe("The id of a client; `clients` has its package and versions."),
  outcome: z
    .enum(["ended", "waits", "crashed", "hung"])
    .describe(
      "`ended`: it handed back control, with or without an error. `waits`: the recorded reply stalls, and the client still waited when it was stopped. `crashed`: its process ended. `hung`: the reply had ended, and the client had not when its time was over.",
    ),
  text: text.nullable().describe("The text that it showed; null: withheld, since the recording is private."),
  textLength: count.describe("UTF-16 units."),
  reasoningLength: count.describe("Of the reasoning that it showed, in UTF-16 units."),
  calls: z
    .array(z.strictObject({ name: text, arguments: text.nullable().describe("null: withheld.") }))
    .describe("The tool calls that it handed on."),
  finish: text.nullable().describe("Its own word for why the reply ended; null: it has none."),
  outputTokens: count.nullable().describe("null: it shows no number, which is not zero."),
  error: z
    .strictObject({ name: text.nullable(), message: text })
    .nullable()
    .describe("What it threw or reported; null: no error."),
  requests: count.describe("How often it asked for this one reply."),
});
export type ClientView = z.infer<typeof clientView>;

const finding = z.strictObject({
  kind: z.enum(["clients-disagree", "cut-as-normal-end", "cut-like-silence"]),
  party: z.literal("client"),
  clients: z.array(text).describe("For the last two kinds: the clients at fault. Else all that differ."),
  says: text,
});
export type ClientFinding = z.infer<typeof finding>;

const viewedStream = (table: ApiTable) =>
  z.strictObject({
    name: text.describe("The file and the number of the interaction, or the cell with trial and step."),
    api: z.enum(apiNames(table)),
    source: z.enum(["live", "recorded", "authored", "simulated"]),
    status: count,
    sizeBytes: count,
    sha256: text.describe("Of the bytes of the reply's body that every client received."),
    end: z.enum(["eof", "reset", "stall"]).describe("How the server ended the reply. `stall`: it kept the connection."),
    changed: z.array(text).describe("What the recording has lost of the original reply, so that it is ours here."),
    read: z
      .strictObject({
        completeness: z.enum(["complete", "truncated", "truncated-after-finish", "failed"]),
        finish: text.nullable(),
        outputTokens: count.nullable(),
        isBlank: z.boolean().describe("No visible text and no call."),
      })
      .describe("What our own decoder reads in the same bytes."),
    views: z.array(clientView),
    findings: z.array(finding),
  });
export type ViewedStream = z.infer<ReturnType<typeof viewedStream>>;

const viewingClient = z.strictObject({
  id: text,
  name: text,
  package: text,
  version: text,
  node: text.describe("The version of Node that it ran under."),
  asksForNode: text.nullable().describe("The range that its package names; null: none."),
});
export type ViewingClient = z.infer<typeof viewingClient>;

/** The schema of what `clients --json` prints, and of `client-views.json` in a run's folder. */
export function clientViewsSchema(table: ApiTable = wireApis) {
  return z.strictObject({
    schemaVersion: z.literal(1),
    clients: z.array(viewingClient),
    missing: z.array(z.strictObject({ id: text, package: text, command: text.describe("Installs it.") })),
    streams: z.array(viewedStream(table)),
    findings: z.array(finding).describe("Over several streams."),
    skipped: z.array(z.strictObject({ name: text, reason: text })).describe("Recordings that no client was given."),
  });
}
export type ClientViews = z.infer<ReturnType<typeof clientViewsSchema>>;
