import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { routerSchemas } from "./published-schemas.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

test.each(Object.entries(routerSchemas()))(
  "schemas/%s is what the code says (npm run schemas writes it)",
  (name, text) => {
    expect(readFileSync(`${root}schemas/${name}`, "utf8")).toBe(text);
  },
);
