import type { ClientView, ClientViews, ViewedStream } from "../../verdict/client-views/client-views.js";
import { findingsOfStream, findingsOverStreams } from "../../verdict/client-views/find-disagreements.js";
import { withholdView } from "../private/withhold-view.js";
import type { Shown } from "./ask/asked.js";
import { chooseNode } from "./choose-node.js";
import { clientFacts, installCommand } from "./client-facts.js";
import { type ClientProcess, clientProcess, type Done } from "./client-process.js";
import type { findClients, InstalledClient } from "./find-clients.js";
import type { RecordedStream } from "./recorded-stream.js";
import { serveStream } from "./serve-stream.js";

export type ViewOptions = {
  readonly found: ReturnType<typeof findClients>;
  /** How long a client may take for one reply, its start included. */
  readonly timeLimitMs: number;
  /** How long a client is left waiting where the recorded reply stalls. */
  readonly stallMs: number;
  /** Called before a client is given its first reply. */
  readonly onClient?: (client: InstalledClient) => void;
};

/** Gives each recorded reply to each installed client that reads its API, two clients at a time, and compares what they show. */
export async function viewStreams(
  streams: readonly RecordedStream[],
  options: ViewOptions,
): Promise<Omit<ClientViews, "skipped">> {
  const { installed, missing } = options.found;
  const reads = ({ facts }: InstalledClient): boolean => streams.some((one) => facts.apis.includes(one.facts.api));
  const asked = installed.filter(reads);
  const waiting = asked.map((client, at) => ({ client, at }));
  const views: (readonly (ClientView | null)[])[] = [];
  const clients: ClientViews["clients"][number][] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { client, at } = next;
      options.onClient?.(client);
      const node = chooseNode(client);
      const { facts, version, asksForNode } = client;
      clients[at] = {
        id: facts.id,
        name: facts.name,
        package: facts.package,
        version,
        node: node.version,
        asksForNode,
      };
      views[at] = await viewsOfClient(client, streams, { ...options, process: clientProcess(client, node) });
    }
  };
  await Promise.all([work(), work()]);
  const nameOf = (id: string): string => clientFacts.find((one) => one.id === id)?.name ?? id;
  const viewed = streams.map(({ facts }, number): ViewedStream => {
    const stream = { ...facts, views: views.flatMap((ofClient) => ofClient[number] ?? []) };
    return { ...stream, findings: [...findingsOfStream(stream, nameOf)] };
  });
  return {
    schemaVersion: 1,
    clients,
    missing: missing.map((facts) => ({ id: facts.id, package: facts.package, command: installCommand(facts) })),
    streams: viewed,
    findings: [...findingsOverStreams(viewed, nameOf)],
  };
}

type Asking = ViewOptions & { readonly process: ClientProcess };

/** null: the client does not read the API of that reply. */
async function viewsOfClient(
  { facts }: InstalledClient,
  streams: readonly RecordedStream[],
  asking: Asking,
): Promise<readonly (ClientView | null)[]> {
  const views: (ClientView | null)[] = [];
  try {
    for (const stream of streams) {
      const isRead = facts.apis.includes(stream.facts.api);
      views.push(isRead ? await viewOf(facts.id, stream, asking) : null);
    }
  } finally {
    asking.process.close();
  }
  return views;
}

async function viewOf(client: string, stream: RecordedStream, asking: Asking): Promise<ClientView> {
  const served = await serveStream(stream);
  let patience: NodeJS.Timeout | undefined;
  const stop = new Promise<void>((resolve) => {
    if (stream.facts.end !== "stall") return;
    void served.sent.then(() => {
      patience = setTimeout(resolve, asking.stallMs);
    });
  });
  try {
    const task = { client, address: served.url, api: stream.facts.api, tools: stream.tools };
    const done = await asking.process.ask(task, { timeLimitMs: asking.timeLimitMs, stop });
    const view = { client, ...shownOf(done), requests: served.requests() };
    return stream.isPrivate ? withholdView(view) : view;
  } finally {
    clearTimeout(patience);
    await served.close();
  }
}

const nothing: Shown = {
  text: "",
  reasoning: "",
  calls: [],
  finish: null,
  outputTokens: null,
  error: null,
  ended: true,
};

function shownOf(done: Done): Omit<ClientView, "client" | "requests"> {
  const shown = done.kind === "shown" ? done.shown : nothing;
  const { text, reasoning, calls, finish, outputTokens } = shown;
  const error = done.kind === "crashed" ? { name: null, message: done.message } : shown.error;
  return {
    outcome: done.kind !== "shown" ? done.kind : shown.ended ? "ended" : "waits",
    text,
    textLength: text.length,
    reasoningLength: reasoning.length,
    calls,
    ...{ finish, outputTokens, error },
  };
}
