import { expect, test } from "vitest";
import { runLink } from "./run-link.js";

const github = {
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "octo-org/octo-repo",
  GITHUB_RUN_ID: "77",
};

test.each([
  ["GitHub", github, "https://github.com/octo-org/octo-repo/actions/runs/77"],
  [
    "GitHub, a second attempt",
    { ...github, GITHUB_RUN_ATTEMPT: "2" },
    "https://github.com/octo-org/octo-repo/actions/runs/77/attempts/2",
  ],
  ["GitLab", { CI_PIPELINE_URL: "https://gitlab.com/a/b/-/pipelines/5" }, "https://gitlab.com/a/b/-/pipelines/5"],
  ["neither", {}, null],
  ["an address that is none", { CI_PIPELINE_URL: "pipelines/5" }, null],
  ["characters that would end a link", { CI_PIPELINE_URL: "https://gitlab.com/a>b c" }, "https://gitlab.com/a%3Eb%20c"],
])("%s", (_, environment, link) => {
  expect(runLink(environment)).toBe(link);
});
