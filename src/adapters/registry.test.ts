import { expect, test } from "vitest";
import { askedApiNames, wireApis } from "../chat/api.js";
import { adapterFor, spokenApis } from "./registry.js";

test("every row of the table is spoken, in its order", () => {
  expect(spokenApis.map(({ api }) => api)).toEqual(wireApis);
});

test.each(askedApiNames())("%s has the adapter of its twin", async (api) => {
  expect(await adapterFor(api)).toBe(await adapterFor(api.replace("-stream", "") as typeof api));
});
