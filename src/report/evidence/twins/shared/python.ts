import { quotedMarkLines } from "../call-marks.js";
import type { SharedFile } from "../twin.js";

/** The command line of Python's twin, and the count over its calls. Of a reply, only what `clean` has passed is printed. */
const countCalls: SharedFile = {
  file: "count_calls.py",
  text: `# What the Python script of this bundle needs beside its request: the command line, and the count. It asks nothing.
import re, sys
from pathlib import Path
from word_of import word_of

def leave(sentence):
    print(sentence, file=sys.stderr)
    sys.exit(2)

def command_line(usual):
    words, times = sys.argv[1:], str(usual)
    if "-n" in words:
        at = words.index("-n")
        times = (words[at + 1 : at + 2] or [""])[0]
        del words[at : at + 2]
    name = words[0] if words else "failing"
    if not re.fullmatch("[1-9][0-9]{0,3}", times) or name not in ("failing", "working") or len(words) > 1:
        leave("Usage: python3 SCRIPT [failing|working] [-n TIMES], at most 9999 times")
    file = Path(__file__).resolve().parents[2] / "requests" / (name + ".json")
    return name, int(times), file.read_bytes() if file.is_file() else leave("requests/%s.json is not there." % name)

def clean(value):
    return re.sub("[^A-Za-z0-9_.:-]", "", "-" if value is None else str(value))[:80] or "-"

def count_calls(symptom, times, is_stream, ask):
    seen = unasked = 0
    for _ in range(times):
        reply = dict(is_stream=is_stream, begun=False, text="", thought="", calls={}, stop=None, out=None)
        try:
            failure = ask(reply)
        except Exception as thrown:
            failure = thrown
        word, facts, is_counted = word_of(reply, failure)
        print(word, *[name + "=" + clean(value) for name, value in facts.items()], flush=True)
        unasked += not is_counted
        seen += is_counted and word == symptom
    if times > 1:
        print(symptom, "in", seen, "of", str(times - unasked) + (", %d not asked" % unasked if unasked else ""))
    sys.exit(1 if seen else 2 if unasked else 0)
`,
};

/** What a reply holds, for Python: the same names and the same order as Node's. */
const readReply: SharedFile = {
  file: "read_reply.py",
  text: `# What the Python script of this bundle needs beside its request: what a reply holds. It runs nothing of it.
import json, re

FINISHES = ("stopReason", "stop_reason", "finish_reason", "completionReason")
COUNTS = ("outputTokens", "completion_tokens", "output_tokens", "generation_token_count", "outputTokenCount")
THOUGHTS = ("reasoning", "reasoning_content", "thinking")
TEXTS = ("text", "content", "generation", "outputText", "completion")
CALLS = ("toolUse", "tool_calls", "function_call")

def read(reply, value, name="", at=0, thinks=False):
    if isinstance(value, list):
        for place, one in enumerate(value):
            read(reply, one, name, place, thinks)
    elif isinstance(value, dict):
        at = value.get("contentBlockIndex", value.get("index", at))
        thinks = thinks or name == "reasoningContent" or bool(re.search("thinking|reasoning", str(value.get("type"))))
        if name in CALLS or value.get("type") == "tool_use":
            return add_arguments(reply, at, value.get("function") or value)
        for key, one in value.items():
            if key not in ("ResponseMetadata", "annotations") and not (thinks and key == "type"):
                read(reply, one, key, at, thinks)
        if value.get("error") or value.get("__type"):
            reply["error"] = "error"
    elif value is not None and (thinks or name in THOUGHTS):
        reply["thought"] += str(value)
    elif name == "partial_json":
        add_arguments(reply, at, {"input": value})
    elif isinstance(value, str) and name in TEXTS:
        reply["text"] += value
    elif value is not None and name in FINISHES + COUNTS:
        reply["stop" if name in FINISHES else "out"] = value

def add_arguments(reply, at, call):
    given = call.get("input", call.get("arguments", call.get("parameters", "")))
    text = given if isinstance(given, str) else json.dumps(given)
    reply["calls"][at] = reply["calls"].get(at, "") + ("" if text in ("{}", "null") else text)
`,
};

/** Python warns of `[[]`, which may mean a set within a set one day. */
function inPython(line: string): string {
  return line.replaceAll("[[]", "\\[");
}

/** What a reply shows, in one word. `failure`: what boto3 threw; None: nothing. */
const wordOf: SharedFile = {
  file: "word_of.py",
  text: String.raw`# What the Python script of this bundle needs beside its request: what a reply shows, in one word.
import json, re
MARKS = [
${quotedMarkLines(inPython)}
]
VISIBLE = re.compile("[^\\s\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff]")

def word_of(reply, failure):
    answer = getattr(failure, "response", {})
    error, about = answer.get("Error", {}).get("Code"), answer.get("ResponseMetadata", {})
    status, identity = about.get("HTTPStatusCode"), reply.get("id", about.get("RequestId"))
    if failure is not None and not reply["begun"]:
        word = "ERROR" if status in (408, 424) else "REFUSED"
        facts = {"status": status, "type": error or type(failure).__name__, "id": identity}
        return word, facts, status in (400, 408, 413, 415, 422, 424)  # Not keys, access, quotas and outages.
    return shown_by(reply, failure, error), {"stop": reply["stop"], "out": reply["out"], "id": identity}, True

def shown_by(reply, failure, error):
    if error or reply.get("error") or "rror" in str(reply["stop"]):
        return "ERROR"
    if failure is not None or (reply["is_stream"] and reply["stop"] is None):
        return "CUT"
    if reply["calls"]:
        return "CALL" if all(is_object(text) for text in reply["calls"].values()) else "BAD-ARGUMENTS"
    closed = re.sub(r"(?is)<(think|thinking|reasoning)>.*?</\1>", "", reply["text"])
    answer = re.sub(r"(?is)^.*</(think|thinking|reasoning)>", "", closed)
    if VISIBLE.search(answer):
        return "CALL-AS-TEXT" if re.search("|".join(MARKS), answer) else "ANSWER"
    return "REASONING-ONLY" if VISIBLE.search(reply["thought"]) or answer != reply["text"] else "EMPTY"

def is_object(text):
    try:
        return text.strip() == "" or isinstance(json.loads(text), dict)
    except ValueError:
        return False
`,
};

/** boto3 with the exact body. */
const awsClient: SharedFile = {
  file: "aws_client.py",
  text: `# What the Python script of this bundle needs beside its request: boto3, which is given the exact body.
import os, sys
from count_calls import leave


def client_of(asked, body):
    if not any(os.environ.get(key) for key in ("AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID", "AWS_PROFILE")):
        leave("No key: set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.")
    elsewhere = os.environ.get("AWS_ENDPOINT_URL_BEDROCK_RUNTIME")
    if elsewhere:
        print("Asked at the address in the environment, not at that of the bundle.", file=sys.stderr)
    try:
        import boto3
        from botocore.config import Config
    except ImportError:
        leave("boto3 is not installed: pip install boto3")
    config = Config(retries={"total_max_attempts": 1}, read_timeout=300)
    address = {"region_name": asked["region"], "endpoint_url": elsewhere or asked["endpoint"]}
    try:
        client = boto3.client("bedrock-runtime", config=config, **address)
    except Exception as failure:
        leave("boto3 cannot ask Bedrock: " + type(failure).__name__)
    # boto3 would write the body anew, and refuse members that it does not know: it gets the bytes before it signs.
    client.meta.events.register("before-call.bedrock-runtime.*", lambda params, **_: params.update(body=body))
    return client
`,
};

/** The files that Python's twin reads. */
export const sharedPython: readonly SharedFile[] = [awsClient, countCalls, readReply, wordOf];
