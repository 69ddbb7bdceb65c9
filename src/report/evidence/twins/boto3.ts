import { isStreaming } from "../../../chat/api.js";
import { isAwsOperation } from "./asked-by.js";
import { exitCodes } from "./opening.js";
import { sharedPython } from "./shared/python.js";
import { bytesOnly, type Twin, type TwinRequest, type TwinScript } from "./twin.js";

/** AWS's SDK for Python. The exact body is put in before it is signed, since the SDK would write it anew (1.43.11, 2026-11-28). */
export const boto3Twin: Twin = {
  file: "boto3.py",
  interpreter: "python3",
  shares: sharedPython,
  cannot: ({ api }, symptom) => {
    if (!isAwsOperation(api)) return "boto3 can only ask Converse and InvokeModel";
    return symptom === "other" ? bytesOnly : null;
  },
  write,
};

function write({ asked, word, repeat, demo, file }: TwinScript): string {
  return `# Asks one request of this bundle again: python3 ${file} [failing|working] [-n TIMES], where boto3 is installed.
# ${exitCodes(word)} Keys come from the environment.
import json, os, sys
# This file may bear the name of the package that it needs. No compiled file is left in the bundle.
sys.path[0], sys.dont_write_bytecode = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shared"), True
from aws_client import client_of
from count_calls import command_line, count_calls, leave
from read_reply import read

${demo === null ? "" : `print(${JSON.stringify(demo)}, flush=True)\n`}name, times, body = command_line(${repeat})
asked = {
${asked.map(requestLine).join("\n")}
}.get(name) or leave("This script does not ask the " + name + " request.")
client = client_of(asked, body)
operation = getattr(client, asked["operation"], None) or leave("This boto3 is too old: pip install --upgrade boto3")
given = {"body": body, "contentType": "application/json"} if "invoke" in asked["operation"] else {}


def ask(reply):
    answer = operation(modelId=asked["model"], **given)
    about = answer["ResponseMetadata"]
    reply.update(begun=True, id=about.get("RequestId"))
    is_stream = "eventstream" in about["HTTPHeaders"].get("content-type", "")
    if not (is_stream if asked["is_stream"] else "body" in answer or "stopReason" in answer):
        reply["error"] = "an error in a 200"  # boto3 shows nothing of it
    if not asked["is_stream"]:
        return read(reply, json.loads(answer["body"].read()) if "body" in answer else answer)
    for event in answer.get("stream") or answer["body"]:
        read(reply, json.loads(event["chunk"]["bytes"]) if "chunk" in event else event)


count_calls("${word}", times, asked["is_stream"], ask)
`;
}

function requestLine({ name, api, region, modelId, baseUrl }: TwinRequest): string {
  const text = (value: string | null) => (value === null ? "None" : JSON.stringify(value));
  const call = `"operation": ${text(operations[api] ?? null)}, "is_stream": ${isStreaming(api) ? "True" : "False"}`;
  return [
    `    "${name}": {${call}, "region": ${text(region)},`,
    `        "model": ${text(modelId)}, "endpoint": ${text(baseUrl)}},`,
  ].join("\n");
}

const operations: { readonly [api: string]: string } = {
  converse: "converse",
  "converse-stream": "converse_stream",
  "invoke-model": "invoke_model",
  "invoke-model-stream": "invoke_model_with_response_stream",
};
