import { expect, test } from "vitest";
import { apis, askedApiNames, wireApis } from "../chat/api.js";
import { adapterFor, readerFor, spokenApis } from "./registry.js";

test("every row of the table is spoken, in its order", () => {
  expect(spokenApis.map(({ api }) => api)).toEqual(wireApis);
});

test.each(apis)("%s has the reader of its twin", async (api) => {
  expect(await readerFor(api)).toBe(await readerFor(api.replace("-stream", "") as typeof api));
});

test.each(apis)("%s has an adapter where a provider serves it", async (api) => {
  const isAsked = (askedApiNames() as readonly string[]).includes(api);
  if (isAsked) expect(await adapterFor(api)).toBe(await readerFor(api));
  else await expect(adapterFor(api)).rejects.toThrow(`${api} is read from recordings, and not asked`);
});
