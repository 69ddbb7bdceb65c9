import { privateFormats } from "./format-ids.js";

/**
 * True for a recording that holds what customers wrote: a production log or trace by its format, and the bodies beside a log of
 * Bedrock by their path (AWS user guide, "Model invocation logging": `BedrockModelInvocationLogs/…/data/`; read 2026-11-28).
 */
export function isPrivateSource(file: string, format: string): boolean {
  return privateFormats.has(format) || /(?:^|[/\\+])BedrockModelInvocationLogs(?:[/\\+]|$)/.test(file);
}
