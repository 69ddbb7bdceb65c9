import { betasInHeader } from "../../../betas/beta-names.js";
import type { IncomingHeaders } from "../../../door.js";

/** The names in the header `anthropic-beta`, of one or several lines, each once. */
export function betasIn(headers: IncomingHeaders): readonly string[] {
  const given = headers["anthropic-beta"];
  const value = typeof given === "string" ? given : (given?.join(",") ?? null);
  return [...new Set(betasInHeader(value))];
}

/** What a model's `allow` has in order to let a beta through. */
export function betaMember(name: string): string {
  return `anthropic-beta:${name}`;
}
