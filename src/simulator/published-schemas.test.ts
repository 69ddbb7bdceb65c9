import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { profileSchemas } from "./published-schemas.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

test.each(Object.entries(profileSchemas()))(
  "schemas/%s is what the code says (npm run schemas writes it)",
  (name, text) => {
    expect(readFileSync(`${root}schemas/${name}`, "utf8")).toBe(text);
  },
);

test.each(readdirSync(`${root}scenarios/profiles`))("the profile %s names the schema that is there", (file) => {
  const [first] = readFileSync(`${root}scenarios/profiles/${file}`, "utf8").split("\n");
  expect(first).toBe("# yaml-language-server: $schema=../../schemas/profile.schema.json");
});
