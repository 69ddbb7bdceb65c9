import { clientViewsMarkdown } from "../../src/report/client-views/markdown.js";
import { type ClientViews, clientViewsSchema } from "../../src/verdict/client-views/client-views.js";
import { streamTitle } from "./streams.js";

/** The part of docs/client-views.md that is made, from what `clients --json` prints of the simulated streams. */
export function viewsPage(json: string): string {
  const named = json.replace(/[^"\s]*\/(converse|chat|invoke)\/(\d+)\.har#0/g, (_, format: string, number: string) => {
    return `${titles[format] ?? format}: ${streamTitle(`${number}.har`)}`;
  });
  const views = clientViewsSchema().parse(JSON.parse(named));
  const streams = views.streams.map((stream) => ({ ...stream, source: "simulated" as const }));
  return `${versionsLine(views)}\n\n${clientViewsMarkdown({ ...views, streams })}`;
}

const titles: { readonly [format: string]: string } = { chat: "Chat", converse: "Converse", invoke: "InvokeModel" };

/** The major version of Node decides some of the messages. */
export const nodeMajor = process.versions.node.split(".")[0] ?? "";

function versionsLine({ clients }: ClientViews): string {
  const packages = clients.map(({ package: name, version }) => `\`${name}\` ${version}`);
  return `Under Node ${nodeMajor}: ${[...new Set(packages)].join(", ")}.`;
}

const begin = "<!-- made by npm run client-views -->";
const end = "<!-- end of what is made -->";

/** The made part of the page; null: the page has none. */
export function madePart(page: string): string | null {
  const [, made] = new RegExp(`${begin}\n\n(.*)\n\n${end}`, "s").exec(page) ?? [];
  return made ?? null;
}

/** The page with another made part. */
export function withMadePart(page: string, made: string): string {
  return page.replace(new RegExp(`${begin}.*${end}`, "s"), () => `${begin}\n\n${made}\n\n${end}`);
}
