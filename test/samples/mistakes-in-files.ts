import type { WorkFolder } from "../support/work-folder.js";
import type { Mistake } from "./mistake.js";

const gpt4oChat = "fixtures/openrouter/chat-completions/gpt-4o/basic-chat.har";

const copied = (spoil: (folder: WorkFolder) => void) => (folder: WorkFolder) => {
  folder.copy("scenarios");
  spoil(folder);
};

export const mistakesInFiles: readonly Mistake[] = [
  {
    title: "a scenarios folder that is not there",
    args: ["run", "--scenarios", "nowhere"],
    code: 2,
    says: ["llm-parity: nowhere: does not exist", "→ give the path of the folder that holds the scenarios"],
  },
  {
    title: "a models file that is not there",
    args: ["run", "--models", "nowhere.yaml"],
    code: 2,
    says: ["llm-parity: nowhere.yaml: does not exist", "→ check the path"],
  },
  {
    title: "a known file that is not there",
    args: ["run", "--known", "nowhere.yaml"],
    code: 2,
    says: ["llm-parity: nowhere.yaml: does not exist", "→ check the path"],
  },
  {
    title: "a fixtures folder that is not there",
    args: ["run", "--fixtures", "nowhere"],
    code: 2,
    says: ["llm-parity: --fixtures nowhere: there is no such folder", "→ Give the folder of the recordings"],
  },
  {
    title: "an empty scenario file",
    args: ["run"],
    spoil: copied((folder) => folder.write("scenarios/basic-chat.yaml", "")),
    code: 2,
    says: ["llm-parity: scenarios/basic-chat.yaml:1:1: the file is empty", "→ "],
  },
  {
    title: "malformed YAML in a scenario",
    args: ["run"],
    spoil: copied((folder) => folder.edit("scenarios/basic-chat.yaml", "tags: [seed, core]", "tags: [seed, core")),
    code: 2,
    says: ["llm-parity: scenarios/basic-chat.yaml:", ": not valid YAML: ", "→ "],
  },
  {
    title: "an unknown key in a scenario",
    args: ["run"],
    spoil: copied((folder) => folder.edit("scenarios/basic-chat.yaml", "title:", "titel:")),
    code: 2,
    says: ['llm-parity: scenarios/basic-chat.yaml:4:1: unknown key "titel"', '→ did you mean "title"?'],
  },
  {
    title: "an unknown key in models.yaml",
    args: ["run"],
    spoil: copied((folder) => folder.edit("scenarios/models.yaml", "  replay: seed", "  replay: seed\n  lives: x")),
    code: 2,
    says: ["llm-parity: scenarios/models.yaml:15:3: ", 'unknown key "lives"', '→ did you mean "live"?'],
  },
  {
    title: "a divergence of a model that does not exist in known.yaml",
    args: ["run"],
    spoil: copied((folder) => folder.edit("scenarios/known.yaml", "model: kimi-k2.5", "model: kimi-k3")),
    code: 2,
    says: ['llm-parity: scenarios/known.yaml:7:12: there is no model "kimi-k3" here', "→ "],
  },
  {
    title: "a divergence with a finding that does not exist in known.yaml",
    args: ["run"],
    spoil: copied((folder) => folder.edit("scenarios/known.yaml", "finding: empty-reply", "finding: empty-rply")),
    code: 2,
    says: ["llm-parity: scenarios/known.yaml:10:14: ", '"empty-rply"', '→ did you mean "empty-reply"?'],
  },
  {
    title: "a second scenario of the same id",
    args: ["run"],
    spoil: copied((folder) => folder.write("scenarios/other.yaml", folder.read("scenarios/basic-chat.yaml"))),
    code: 2,
    says: ['llm-parity: scenarios/other.yaml:2:5: the id "basic-chat" is not the file\'s name', "→ write id: other"],
  },
  {
    title: "a second scenario of the same id under another ending",
    args: ["run"],
    spoil: copied((folder) => folder.write("scenarios/basic-chat.yml", folder.read("scenarios/basic-chat.yaml"))),
    code: 2,
    says: [
      'llm-parity: scenarios/basic-chat.yml: has the id "basic-chat", like scenarios/basic-chat.yaml',
      "→ give one of them another id",
    ],
  },
  {
    title: "a fixture whose request is another one",
    args: ["run", "--model", "gpt-4o", "--reports", "reports"],
    spoil: (folder) => {
      folder.copy("fixtures");
      folder.edit(gpt4oChat, "15 + 27", "15 + 28");
    },
    code: 2,
    says: [
      `replay has no answer for POST /api/v1/chat/completions in ${gpt4oChat}`,
      "nearest is recording 1 of 1 (POST /api/v1/chat/completions)",
      'messages[0].content: "What is 15 + 27? Reply with just the number." ≠ recorded "What is 15 + 28?',
      `${gpt4oChat}: trial 1, step answer: recorded but never requested.`,
      "record it again",
      "reports: reports is unchanged",
    ],
  },
  {
    title: "a fixture that is no JSON",
    args: ["run", "--model", "gpt-4o"],
    spoil: (folder) => {
      folder.copy("fixtures");
      folder.write(gpt4oChat, '{"log": {\n"entries": [1,,2]}}');
    },
    code: 2,
    says: [`llm-parity: ${gpt4oChat}: line 2: not JSON: unexpected ","`],
  },
  {
    title: "a fixture that is JSON, but no HAR",
    args: ["run", "--model", "gpt-4o"],
    spoil: (folder) => {
      folder.copy("fixtures");
      folder.write(gpt4oChat, '{"log": {}}');
    },
    code: 2,
    says: [`llm-parity: ${gpt4oChat}: `],
  },
  {
    title: "a reports folder that is a file",
    args: ["run", "--reports", "taken"],
    spoil: (folder) => folder.write("taken", "a file"),
    code: 2,
    says: [
      "llm-parity: --reports taken: cannot be written (ENOTDIR); earlier reports are untouched",
      "→ Give a folder that can be written, or --no-reports.",
    ],
  },
  {
    title: "a reports folder below a file",
    args: ["run", "--reports", "taken/below"],
    spoil: (folder) => folder.write("taken", "a file"),
    code: 2,
    says: ["llm-parity: --reports taken/below: cannot be written (ENOTDIR); earlier reports are untouched", "→ "],
  },
];
