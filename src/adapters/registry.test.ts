import { expect, test } from "vitest";
import { apis } from "../chat/api.js";
import { adapterFor } from "./registry.js";

test.each(apis)("%s has an adapter that names it", async (api) => {
  expect((await adapterFor(api)).apis).toContain(api);
});
