import { badgeOf } from "../machine/badge.js";
import type { Reporter } from "./reporter.js";

/** The same badge for an endpoint of shields.io (badges/shields, "Endpoint Badge", 2026-11-29). */
export const badgeJsonReporter: Reporter = {
  name: "badge-json",
  file: "badge.json",
  about: "the same badge for an endpoint of shields.io",
  render: ({ sheet }) => {
    const { label, message, colour } = badgeOf(sheet);
    return `${JSON.stringify({ schemaVersion: 1, label, message, color: colour }, null, 2)}\n`;
  },
};
