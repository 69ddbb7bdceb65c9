import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readHar } from "../src/wire/har/har.js";
import { createRedactor } from "../src/wire/secrets/redact.js";
import { awsEventsOf } from "./support/aws-events.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "fixtures");
const files = harFiles(folder);

function harFiles(base: string): readonly string[] {
  return readdirSync(base, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".har"))
    .sort();
}

test("the comparison's 35 cells with evidence and the four blank replies are shipped", () => {
  expect(files).toHaveLength(39);
  expect(files.filter((name) => name.startsWith("blank-replies"))).toHaveLength(4);
});

test.each(files)("%s is authored, readable, and holds no secret", (name) => {
  const text = readFileSync(join(folder, name), "utf8");
  expect(readHar(text, name).meta).toMatchObject({
    source: "authored",
    after: "OpenRouter vs AWS Bedrock API Comparison, 2026-02-10",
    recordedAt: null,
  });
  expect(createRedactor([]).leaks(text)).toEqual([]);
});

type RawEntry = {
  readonly _events?: readonly { readonly type: string; readonly payload: unknown }[];
  readonly response: { readonly content: { readonly text?: string; readonly mimeType: string } };
};

const streams = files.flatMap((name) => {
  const { log } = JSON.parse(readFileSync(join(folder, name), "utf8")) as { log: { entries: readonly RawEntry[] } };
  return log.entries
    .filter(({ response }) => response.content.mimeType === "application/vnd.amazon.eventstream")
    .map((entry, index) => ({ name: `${name} #${index + 1}`, entry }));
});

test("event streams are among them", () => {
  expect(streams.length).toBeGreaterThan(10);
});

test.each(streams)("the _events of $name say what its bytes say, read by the AWS codec", ({ entry }) => {
  const bytes = Buffer.from(entry.response.content.text ?? "", "base64");
  expect(entry._events).toEqual(awsEventsOf(bytes));
});

test("authoring them again gives the same bytes, so a difference in git is a difference in the code", () => {
  const again = temporaryFolder();
  execFileSync(process.execPath, ["--import", "tsx", join(root, "scripts/author-fixtures.ts"), again], {
    cwd: root,
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
  expect(harFiles(again)).toEqual(files);
  const changed = files.filter(
    (name) => readFileSync(join(again, name), "utf8") !== readFileSync(join(folder, name), "utf8"),
  );
  expect(changed.map((name) => relative(folder, join(folder, name)))).toEqual([]);
});
