import type { DocumentPart } from "../../../chat/message.js";
import type { Warn } from "../../blocks/warning-log.js";

/**
 * Gives each document a unique name that Bedrock accepts: 1 to 200 letters, digits, single spaces, `-`, `(`, `)`, `[`,
 * `]` (botocore 0e6e240 of 2026-08-07). A name without any of them becomes `document`.
 */
export function createDocumentNames(warn: Warn): (part: DocumentPart, field: string) => string {
  const used = new Set<string>();
  return ({ name }, field) => {
    const base = cleanName(name);
    const free = used.has(base) ? nextFree(base, used) : base;
    used.add(free);
    if (free !== name) warn("document-renamed", field, `${JSON.stringify(name)} is sent as ${JSON.stringify(free)}`);
    return free;
  };
}

function cleanName(name: string | null): string {
  const clean = (name ?? "")
    .replace(/[^a-zA-Z0-9\s\-()[\]]+/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200)
    .trim();
  return clean === "" ? "document" : clean;
}

function nextFree(base: string, used: ReadonlySet<string>): string {
  for (let count = 2; ; count += 1) {
    const tail = ` (${count})`;
    const candidate = `${base.slice(0, 200 - tail.length).trim()}${tail}`;
    if (!used.has(candidate)) return candidate;
  }
}
