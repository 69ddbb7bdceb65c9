import { expect, test } from "vitest";
import { bedrockBaseUrl, bedrockModelPath, isModelId, readBedrockModelPath } from "./bedrock-url.js";

test.each([
  ["us-east-1", "https://bedrock-runtime.us-east-1.amazonaws.com"],
  ["us-gov-west-1", "https://bedrock-runtime.us-gov-west-1.amazonaws.com"],
  ["cn-north-1", "https://bedrock-runtime.cn-north-1.amazonaws.com.cn"],
  ["US-EAST-1", "https://bedrock-runtime.US-EAST-1.amazonaws.com"],
  ["CN-north-1", "https://bedrock-runtime.CN-north-1.amazonaws.com.cn"],
  ["us-iso-east-1", "https://bedrock-runtime.us-iso-east-1.c2s.ic.gov"],
  ["us-isob-east-1", "https://bedrock-runtime.us-isob-east-1.sc2s.sgov.gov"],
  ["us-isof-south-1", "https://bedrock-runtime.us-isof-south-1.csp.hci.ic.gov"],
  ["eu-isoe-west-1", "https://bedrock-runtime.eu-isoe-west-1.cloud.adc-e.uk"],
  ["eusc-de-east-1", "https://bedrock-runtime.eusc-de-east-1.amazonaws.eu"],
  ["eu-west-1", "https://bedrock-runtime.eu-west-1.amazonaws.com"],
  ["a", "https://bedrock-runtime.a.amazonaws.com"],
  ["a".repeat(63), `https://bedrock-runtime.${"a".repeat(63)}.amazonaws.com`],
  ["-a", null],
  ["a-", null],
  ["evil.com#", null],
  ["x@evil.com", null],
  ["../../x", null],
  ["us_east_1", null],
  ["169.254.169.254", null],
  ["", null],
  ["a".repeat(64), null],
])("the region %j has the base URL %s", (region, url) => {
  expect(bedrockBaseUrl(region)).toBe(url);
});

test.each([
  ["anthropic.claude-3-5-sonnet-20240620-v1:0", true],
  ["moonshotai.kimi-k2.5", true],
  ["arn:aws:bedrock:us-east-1:1:inference-profile/us.m-v1:0", true],
  ["A", true],
  ["a".repeat(2048), true],
  ["_a", false],
  [" a", false],
  ["a/./b", false],
  ["a/.b", true],
  ["..", false],
  [".", false],
  ["a/../b", false],
  ["a//b", false],
  ["a/", false],
  ["a%2Fb", false],
  ["a b", false],
  ["a\n", false],
  ["", false],
  ["a".repeat(2049), false],
])("%j as a model id: %s", (id, valid) => {
  expect(isModelId(id)).toBe(valid);
});

test("R39 a path is written and read back", () => {
  const id = "arn:aws:bedrock:us-east-1:1:inference-profile/us.m-v1:0";
  const path = bedrockModelPath(id, "invoke-with-response-stream");
  expect(path).toBe(
    "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.m-v1%3A0/invoke-with-response-stream",
  );
  expect(readBedrockModelPath(`https://h:1${path}?a=/model/x/converse`)).toEqual({
    modelId: id,
    action: "invoke-with-response-stream",
  });
  expect(readBedrockModelPath("https://h/model/%E0%A4%A/converse")).toBeNull();
  expect(readBedrockModelPath("https://h/v1/chat/completions")).toBeNull();
});

test.each([
  ["/model/m/converse", { modelId: "m", action: "converse" }],
  ["HTTPS://h/model/m/converse-stream#x", { modelId: "m", action: "converse-stream" }],
  ["https://h/prefix/model/a/b/invoke", { modelId: "a/b", action: "invoke" }],
  ["/model/m/converse/more", { modelId: "m/converse", action: "more" }],
  ["/model/m/Converse", null],
  ["/model//converse", null],
  ["/model/converse", null],
  ["/models/m/converse", null],
])("the path %s is read as %j", (path, found) => {
  expect(readBedrockModelPath(path)).toEqual(found);
});

test("an id that cannot stand in a path has none, and its signs are encoded", () => {
  expect(bedrockModelPath("..", "converse")).toBeNull();
  expect(bedrockModelPath("a:b/c", "converse")).toBe("/model/a%3Ab%2Fc/converse");
});
