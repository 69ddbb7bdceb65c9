import type { ClientViews, ViewedStream, ViewingClient } from "../../verdict/client-views/client-views.js";
import { viewWords } from "../../verdict/client-views/ending.js";

/** The views of the replies of one wire format: a row for each reply, a column for each client that reads them. */
export type ViewsTable = {
  readonly clients: readonly ViewingClient[];
  readonly rows: readonly { readonly stream: ViewedStream; readonly words: readonly string[] }[];
};

/** A table for each wire format, in the order in which the formats first occur. */
export function viewsTables({ clients, streams }: Pick<ClientViews, "clients" | "streams">): readonly ViewsTable[] {
  const formats = [...new Set(streams.map(formatOf))];
  return formats.map((format) => {
    const own = streams.filter((stream) => formatOf(stream) === format);
    const asked = clients.filter(({ id }) => own.some(({ views }) => views.some(({ client }) => client === id)));
    return {
      clients: asked,
      rows: own.map((stream) => ({ stream, words: asked.map(({ id }) => wordsOf(stream, id)) })),
    };
  });
}

function formatOf({ api }: ViewedStream): string {
  return api.replace(/-stream$/, "");
}

function wordsOf(stream: ViewedStream, id: string): string {
  const view = stream.views.find(({ client }) => client === id);
  return view === undefined ? "–" : viewWords(view, stream);
}

/** How a reply that is not a recorded one is marked; null: it is. */
export function markOf({ source }: ViewedStream): string | null {
  return source === "simulated" ? "SIMULATED" : source === "authored" ? "DEMO" : null;
}

/** The name of a client with its version, and Node's where its package asks for another one. */
export function clientTitle({ name, version }: ViewingClient): string {
  return `${name} ${version}`;
}
