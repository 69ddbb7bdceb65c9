import { createHash } from "node:crypto";
import { seededRandom } from "../../src/chat/seeded-random.js";

const bytesOf = (text: string) => new TextEncoder().encode(text);

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/** The list of files of a bundle, as `sha256sum` in the C locale and `sort` would write it; paths in ASCII. */
export function listOf(files: ReadonlyMap<string, Uint8Array>): string {
  const paths = [...files.keys()].filter((path) => path !== "SHA256SUMS").sort();
  return paths.map((path) => `${sha256(files.get(path) ?? "")}  ${path}\n`).join("");
}

/** A bundle with the shape of a real one: pages, bodies, frames, an empty file, two large ones and two rechecks. */
export function madeBundle(): ReadonlyMap<string, Uint8Array> {
  const random = seededRandom(14);
  const noise = (size: number) => Uint8Array.from({ length: size }, () => Math.floor(random() * 256));
  const files = new Map<string, Uint8Array>([
    ["report.md", bytesOf("# The reply is empty\n\n| failing | 10 of 10 |\n")],
    ["vendor/aws-case.md", bytesOf("Request id: 0b5c\n")],
    ["requests/failing.json", bytesOf('{"messages":[{"toolUseId":"callSF001"}]}\n')],
    ["requests/working.json", bytesOf('{"messages":[{"toolUseId":"functions.w:0"}]}\n')],
    ["wire/failing.reply.bin", noise(700)],
    ["wire/failing.har", noise(5000)],
    ["wire/working.har", noise(9000)],
    ["experiment/calls.jsonl", bytesOf('{"arm":"failing"}\n')],
    ["client-views.json", new Uint8Array()],
    ["twins/curl.sh", bytesOf("#!/bin/sh\nexit 0\n")],
  ]);
  for (const stamp of ["2026-11-29T01-33-08-123Z", "2026-12-01T00-00-00-000Z"]) {
    const list = listOf(files);
    files.set(`rechecks/${stamp}.json`, bytesOf(`${JSON.stringify({ previous: sha256(list), outcome: "still" })}\n`));
    files.set(`rechecks/${stamp}.har`, noise(60));
  }
  return withList(files);
}

/** The same files with a list that is right for them. */
export function withList(files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  return new Map([...files, ["SHA256SUMS", bytesOf(listOf(files))]]);
}
