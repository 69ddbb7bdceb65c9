import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findClients } from "../src/library/clients/find-clients.js";
import { streamsOfFiles } from "../src/library/clients/streams-of-files.js";
import { viewStreams } from "../src/library/clients/view-streams.js";
import { viewsPage, withMadePart } from "./client-views/page.js";
import { clientViewStreams } from "./client-views/streams.js";

/** Writes the tables of docs/client-views.md: the installed clients of `test/clients` are given simulated streams. */
const root = fileURLToPath(new URL("..", import.meta.url));
const page = join(root, "docs/client-views.md");
const folder = mkdtempSync(join(tmpdir(), "client-views-"));

try {
  for (const [name, text] of await clientViewStreams(join(root, "scenarios"))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { streams } = await streamsOfFiles([folder], undefined);
  const found = findClients([join(root, "test/clients")]);
  const views = await viewStreams(streams, { found, timeLimitMs: 60_000, stallMs: 1_000 });
  const made = viewsPage(JSON.stringify({ ...views, skipped: [] }));
  writeFileSync(page, withMadePart(readFileSync(page, "utf8"), made));
} finally {
  rmSync(folder, { recursive: true });
}
