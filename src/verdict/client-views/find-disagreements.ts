import type { ClientFinding, ClientView, ViewedStream } from "./client-views.js";
import { type Ending, endingOf, isBlankText, isUnfinished, viewWords } from "./ending.js";

type Names = (client: string) => string;

/** What the views of one stream say about the clients. `nameOf`: from a client's id to the name that people know. */
export function findingsOfStream(stream: Omit<ViewedStream, "findings">, nameOf: Names): readonly ClientFinding[] {
  return [...disagreement(stream, nameOf), ...normalEnds(stream, nameOf)];
}

const endingWords: { readonly [Name in Ending]: string } = {
  normal: "a normal end",
  unknown: "an end without a known reason",
  none: "no finish",
  error: "an error",
  waits: "nothing yet",
  broken: "no view at all",
};

function disagreement({ views }: Pick<ViewedStream, "views">, nameOf: Names): readonly ClientFinding[] {
  const endings = [...new Set(views.map(endingOf))];
  const isBlank = new Set(views.filter((view) => endingOf(view) !== "error").map(isBlankView));
  if (endings.length < 2 && isBlank.size < 2) return [];
  const ends = endings.map((ending) => {
    const shown = views.filter((view) => endingOf(view) === ending);
    return `${shown.length} ${shown.length === 1 ? "shows" : "show"} ${endingWords[ending]} (${named(shown, nameOf)})`;
  });
  const blank = views.filter(isBlankView);
  const contents = isBlank.size < 2 ? [] : [`${blank.length} of them no text and no call (${named(blank, nameOf)})`];
  return [
    {
      kind: "clients-disagree",
      party: "client",
      clients: views.map(({ client }) => client),
      says: `${views.length} clients, one stream: ${[...ends, ...contents].join("; ")}.`,
    },
  ];
}

function isBlankView(view: ClientView): boolean {
  return isBlankText(view) && view.calls.length === 0;
}

function normalEnds({ read, views, end }: Omit<ViewedStream, "findings">, nameOf: Names): readonly ClientFinding[] {
  const fooled = views.filter((view) => endingOf(view) === "normal");
  if (!isUnfinished(read) || end === "stall" || fooled.length === 0) return [];
  const words = [...new Set(fooled.map(({ finish }) => JSON.stringify(finish)))].join(", ");
  return [
    {
      kind: "cut-as-normal-end",
      party: "client",
      clients: fooled.map(({ client }) => client),
      says: `The reply has no terminal event, and ${named(fooled, nameOf)} ${fooled.length === 1 ? "calls" : "call"} that a normal end (${words}).`,
    },
  ];
}

/** Clients that show a cut reply with the same words as a model that ended its turn without a word. */
export function findingsOverStreams(streams: readonly ViewedStream[], nameOf: Names): readonly ClientFinding[] {
  const clients = [...new Set(streams.flatMap(({ views }) => views.map(({ client }) => client)))];
  return clients.flatMap((client) => {
    const shown = streams.flatMap((stream) =>
      stream.views.filter((view) => view.client === client).map((view) => ({ stream, words: viewWords(view, stream) })),
    );
    const silent = shown.filter(({ stream: { read } }) => read.completeness === "complete" && read.isBlank);
    const cut = shown.filter(({ stream: { read } }) => isUnfinished(read));
    return [...new Set(silent.map(({ words }) => words))].flatMap((words): readonly ClientFinding[] => {
      const alike = cut.filter((one) => one.words === words);
      if (alike.length === 0) return [];
      const names = [...silent.filter((one) => one.words === words), ...alike].map(({ stream }) => stream.name);
      const says = `${nameOf(client)} shows a reply that ended without a word and ${alike.length === 1 ? "a cut one" : `${alike.length} cut ones`} alike, as "${words}": ${names.join(", ")}.`;
      return [{ kind: "cut-like-silence", party: "client", clients: [client], says }];
    });
  });
}

function named(views: readonly ClientView[], nameOf: Names): string {
  return views.map(({ client }) => nameOf(client)).join(", ");
}
