import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Estimate } from "../estimate.js";
import { EvidenceError } from "./evidence-error.js";

/**
 * Measured over 2,520 trials of the suite `current` against the simulator, 2026-11-28: 16.2 KB a trial of 1.5 calls. What is sent stands in
 * the transcript and in the exchange, escaped.
 */
const [bytesOfACall, bytesOfASentToken] = [10_700, 9];

/** What must be free, in multiples of what is planned. */
const margin = 1.3;

/** The bytes that free blocks of a folder's file system have for us; null: it does not say. */
export type FreeBytes = (folder: string) => Promise<number | null>;

/** About how many bytes the evidence of these calls takes. */
export function plannedBytes({ calls, inputTokens }: Pick<Estimate, "calls" | "inputTokens">): number {
  return Math.ceil(calls * bytesOfACall + inputTokens * bytesOfASentToken);
}

/** How {@link plannedBytes} counts, in words. */
export const bytesRule = `${bytesOfACall / 1000} KB a call and ${bytesOfASentToken} bytes a token that is sent`;

/**
 * Throws EvidenceError where a file system has no room for `bytes` and 30 % more; `hint`: what to do. A folder that is not there counts as
 * its nearest parent. Passes where the file system does not say how much is free.
 */
export async function requireSpace(
  folder: string,
  bytes: number,
  { freeBytes, hint }: { readonly freeBytes: FreeBytes; readonly hint: string },
): Promise<void> {
  const needed = Math.ceil(bytes * margin);
  const free = needed === 0 ? null : await freeBytes(folder);
  if (free === null || free >= needed) return;
  const message = `${folder}: nothing was asked, since ${bytesText(free)} are free here and the evidence may take ${bytesText(needed)} (${bytesRule}, and 30 % more)`;
  throw new EvidenceError(message, hint);
}

/** What the file system of a folder has free, for anyone but root. */
export async function freeBytesOf(folder: string): Promise<number | null> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    try {
      const { bavail, bsize, blocks } = await statfs(path);
      // A file system without blocks does not count them.
      return blocks === 0 ? null : bavail * bsize;
    } catch {
      if (dirname(path) === path) return null;
    }
  }
}

/** `36.5 MB`, in decimal units. */
export function bytesText(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}
