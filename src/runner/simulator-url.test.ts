import { expect, test } from "vitest";
import { simulatorUrl } from "./simulator-url.js";

test.each([
  ["http://127.0.0.1:8787", "https://openrouter.ai/api/v1", "http://127.0.0.1:8787/api/v1"],
  ["http://127.0.0.1:8787/", "https://api.moonshot.ai/v1/", "http://127.0.0.1:8787/v1"],
  ["http://127.0.0.1:8787", "https://host.example/", "http://127.0.0.1:8787"],
  ["http://127.0.0.1:8787", "https://bedrock-mantle.us-west-2.api.aws/v1", "http://127.0.0.1:8787/bedrock-mantle/v1"],
  [
    "http://127.0.0.1:8787",
    "https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1",
    "http://127.0.0.1:8787/openai/v1",
  ],
  ["http://127.0.0.1:8787", null, "http://127.0.0.1:8787"],
])("the simulator at %s answers for %s at %s", (simulator, baseUrl, url) => {
  expect(simulatorUrl(simulator, baseUrl)).toBe(url);
});
