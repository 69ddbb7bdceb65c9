import type { Bundle } from "../bundle.js";
import { clientViewsMarkdown } from "./markdown.js";

/** What real clients show of replies of this run; empty where they were not asked. */
export function clientViewsSection({ clientViews }: Bundle): string {
  if (clientViews === undefined) return "";
  return [
    "## What clients show",
    "",
    "The recorded bytes, served to each client on a loopback port, and what it made of them (docs/client-views.md).",
    "",
    clientViewsMarkdown(clientViews),
  ].join("\n");
}
