type Environment = { readonly [name: string]: string | undefined };

/**
 * The address at which the CI service shows this run, from the variables that GitHub (docs.github.com, *Variables reference*) and
 * GitLab (docs.gitlab.com, *Predefined CI/CD variables*; both read 2026-11-29) set; null elsewhere.
 */
export function runLink(environment: Environment): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
  if (server && repository && run) {
    const attempt = environment["GITHUB_RUN_ATTEMPT"];
    return hrefOf(`${server}/${repository}/actions/runs/${run}${attempt ? `/attempts/${attempt}` : ""}`);
  }
  return hrefOf(environment["CI_PIPELINE_URL"] ?? "");
}

/** In the form in which it can stand in Markdown; null: no address. */
function hrefOf(text: string): string | null {
  return URL.canParse(text) ? new URL(text).href : null;
}
