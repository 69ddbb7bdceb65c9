import type { IncomingHeaders } from "../../../door.js";

/** The names in the header `anthropic-beta`, of one or several lines, each once. */
export function betasIn(headers: IncomingHeaders): readonly string[] {
  const given = headers["anthropic-beta"] ?? [];
  const lines = typeof given === "string" ? [given] : given;
  const names = lines.flatMap((line) => line.split(",")).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}

/** What a model's `allow` has in order to let a beta through. */
export function betaMember(name: string): string {
  return `anthropic-beta:${name}`;
}
