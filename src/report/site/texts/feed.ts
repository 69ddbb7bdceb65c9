import { xmlText } from "../../machine/xml.js";
import type { SiteData, SiteEvent } from "../data/site-data.js";
import { feedPath } from "../paths.js";

const most = 100;

/** What the gate reported, as an Atom feed (RFC 4287): at most the newest 100 events. Without an address of the site its links are relative. */
export function feedText(data: SiteData): string {
  const { config, events, nights, isSimulated } = data;
  const base = config.url ?? "";
  const title = `${isSimulated ? "SIMULATED: " : ""}${config.title}: regressions`;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<title>${text(title)}</title>`,
    `<id>${idOf(base, feedPath)}</id>`,
    `<updated>${moment(nights.at(-1) ?? "1970-01-01")}</updated>`,
    `<author><name>${text(config.claimedBy.name)}</name></author>`,
    `<link rel="self" href="${text(`${base}${feedPath}`)}"/>`,
    `<link href="${text(`${base}index.html`)}"/>`,
    ...events.slice(0, most).map((event) => entryText(event, base, isSimulated)),
    "</feed>",
    "",
  ].join("\n");
}

function entryText({ night, kind, name, path, text: says }: SiteEvent, base: string, isSimulated: boolean): string {
  const mark = isSimulated ? "SIMULATED: " : "";
  return [
    "<entry>",
    `<title>${text(`${mark}${kind}: ${name}`)}</title>`,
    `<id>${idOf(base, `${path}#${night}-${kind}-${encodeURIComponent(name.toWellFormed())}`)}</id>`,
    `<updated>${moment(night)}</updated>`,
    `<link href="${text(`${base}${path}`)}"/>`,
    `<summary>${text(`${mark}${says}`)}</summary>`,
    "</entry>",
  ].join("\n");
}

/** Ids of a feed are absolute: the address, or else a name below the program's. */
function idOf(base: string, path: string): string {
  return text(base === "" ? `urn:llm-parity:${path}` : `${base}${path}`);
}

function text(value: string): string {
  return xmlText(value, 2000);
}

function moment(night: string): string {
  return `${night}T00:00:00Z`;
}
