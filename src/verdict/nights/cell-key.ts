import type { CellSummary } from "../summary/summary-schema.js";

/** The cell of a line, the same text in every night: `<target>/<scenario>`, and the client where it is not the SDK. */
export function cellKey({ target, scenario, client }: Pick<CellSummary, "target" | "scenario" | "client">): string {
  return `${target}/${scenario}${clientText(client)}`;
}

/** The column of a line, whose cells have a night in common: provider, API, and the client where it is not the SDK. */
export function columnKey({ provider, api, client }: Pick<CellSummary, "provider" | "api" | "client">): string {
  return `${provider}/${api}${clientText(client)}`;
}

function clientText(client: CellSummary["client"]): string {
  return client === "sdk" ? "" : ` (${client})`;
}
