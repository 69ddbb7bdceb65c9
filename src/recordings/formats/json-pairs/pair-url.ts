import type { Loss } from "../../interaction.js";
import { type Members, textOf } from "../../members.js";
import { addressNames, firstOf, hostNames, membersOf } from "./pair-names.js";

/** The address of a request: absolute, or only the path if the host was lost; `""` if neither was recorded. */
export function pairUrl(request: Members): { readonly url: string; readonly losses: readonly Loss[] } {
  const address = firstOf(request, addressNames);
  const parts = membersOf(address);
  const text = textOf(address) ?? (parts === null ? null : textOf(firstOf(parts, ["raw", "href", ...addressNames])));
  const host = textOf(firstOf(parts ?? request, hostNames));
  const url = joined(host, text ?? "");
  return { url, losses: /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? [] : ["host"] };
}

function joined(host: string | null, path: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return path;
  if (path.startsWith("//")) return `https:${path}`;
  // `openrouter.ai/api/v1/…`: a host without its scheme.
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\//i.test(path)) return `https://${path}`;
  if (host === null || host === "" || path === "") return path;
  const base = /^[a-z][a-z0-9+.-]*:\/\//i.test(host) ? host : `https://${host}`;
  return `${base.replace(/\/$/, "")}${path.startsWith("/") ? "" : "/"}${path}`;
}
