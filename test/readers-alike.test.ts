import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { spokenApis } from "../src/adapters/registry.js";

const adapters = fileURLToPath(new URL("../src/adapters", import.meta.url));

/** Every reader has these files, and each exports this name; they have the names of an adapter's. */
const entries: { readonly [file: string]: string } = {
  "decode.ts": "decode",
  "decode-stream.ts": "step",
  "decode-request.ts": "decodeRequest",
  "read-response.ts": "readResponse",
};

const names = readdirSync(adapters).filter((name) => listing(name).includes("reader.ts"));

test("a reader is a folder with a reader.ts, and every API that is not asked has one", () => {
  expect(names.toSorted()).toEqual(["cohere-chat", "gemini-generate"]);
  expect(spokenApis.filter(({ speaks }) => !speaks.asks)).toHaveLength(names.length);
});

test("no provider serves an API that is not asked, and every other one has a provider", () => {
  for (const { api, speaks } of spokenApis) {
    expect([api.name, Object.keys(api.servedBy).length > 0]).toEqual([api.name, speaks.asks]);
  }
});

describe.each(names)("%s", (name) => {
  test("has the files that every reader has, under the same names", () => {
    const exported = Object.fromEntries(
      Object.entries(entries).map(([file, entry]) => [file, exportsOf(join(adapters, name, file)).includes(entry)]),
    );
    expect(exported).toEqual(Object.fromEntries(Object.keys(entries).map((file) => [file, true])));
  });

  test("has the folders that every reader has, and none that asks", () => {
    const found = listing(name).filter((entry) => statSync(join(adapters, name, entry)).isDirectory());
    expect(found.toSorted()).toEqual(["decode", "decode-request"]);
  });

  test("has no other file of its own", () => {
    const known = ["reader.ts", "spoken.ts", "wire.ts", ...Object.keys(entries)];
    const found = listing(name).filter((entry) => entry.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(entry));
    expect(found.filter((entry) => !known.includes(entry))).toEqual([]);
  });
});

function listing(name: string): readonly string[] {
  const folder = join(adapters, name);
  return statSync(folder).isDirectory() ? readdirSync(folder) : [];
}

function exportsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^export (?:async )?(?:function\*?|const) (\w+)/gm)].map(([, name]) => name ?? "");
}
