import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const adapters = fileURLToPath(new URL("../src/adapters", import.meta.url));

/** Every adapter has these files, and each exports this name. */
const entries: { readonly [file: string]: string } = {
  "encode.ts": "encode",
  "decode.ts": "decode",
  "decode-stream.ts": "step",
  "decode-request.ts": "decodeRequest",
  "read-response.ts": "readResponse",
  "send-http.ts": "sendHttp",
  "send-sdk.ts": "sendSdk",
  "send/encode-or-fail.ts": "encodeOrFail",
};

/** Every adapter has these folders. */
const folders = ["decode", "decode-request", "encode", "repair", "send"];

/** What an adapter may have beside them, with the reason. */
const more: { readonly [adapter: string]: readonly string[] } = {
  "anthropic-messages": ["server"], // the router's door
  "openai-chat": ["server"], // the router's door speaks this API
  "openai-responses": ["server"], // and this one
  "bedrock-invoke": ["families"], // one file a body family
  "bedrock-converse": [],
};

const names = readdirSync(adapters).filter((name) => listing(name).includes("adapter.ts"));

test("an adapter is a folder with an adapter.ts", () => {
  expect(names.toSorted()).toEqual(Object.keys(more).toSorted());
});

describe.each(names)("%s", (name) => {
  test("has the files that every adapter has, under the same names", () => {
    const exported = Object.fromEntries(
      Object.entries(entries).map(([file, entry]) => [file, exportsOf(join(adapters, name, file)).includes(entry)]),
    );
    expect(exported).toEqual(Object.fromEntries(Object.keys(entries).map((file) => [file, true])));
  });

  test("has the folders that every adapter has", () => {
    const found = listing(name).filter((entry) => statSync(join(adapters, name, entry)).isDirectory());
    expect(found.toSorted()).toEqual([...folders, ...(more[name] ?? [])].toSorted());
  });

  test("has no other file of its own", () => {
    const known = ["adapter.ts", "spoken.ts", "wire.ts", "repair.ts", ...Object.keys(entries)];
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
