import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { fixtureOf, saveFixture } from "./save-fixture.js";

const origin = {
  source: "authored",
  recordedAt: null,
  after: "a test",
  note: null,
  endpoint: null,
  versions: {},
} as const;

test("a fixture that still holds a secret after redaction is not written, and the error does not repeat the secret", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "basic-chat.har");
  const fixture = fixtureOf(
    {
      scenario: { id: "basic-chat", version: 1 } as never,
      target: { id: "m/p/a", region: null } as never,
      client: "http",
    },
    [],
    origin,
  );
  const blind = {
    text: (text: string) => text,
    exchange: (recorded: never) => recorded,
    leaks: () => ["secret 1"],
    spelled: () => [],
  };
  await expect(saveFixture(file, fixture, blind as never)).rejects.toThrow(/not written, it would hold secret 1/);
  expect(existsSync(file)).toBe(false);
  await saveFixture(file, fixture, { ...blind, leaks: () => [] } as never);
  expect(existsSync(file)).toBe(true);
});
