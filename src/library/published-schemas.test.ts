import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commandSchemas } from "./published-schemas.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

test.each(Object.entries(commandSchemas()))(
  "schemas/%s is what the code says (npm run schemas writes it)",
  (name, text) => {
    expect(readFileSync(`${root}schemas/${name}`, "utf8")).toBe(text);
  },
);
