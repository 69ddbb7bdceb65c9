/** The version of the API that both clients ask for (platform.claude.com/docs/en/api/versioning, read 2026-08). */
export const versionHeader = ["anthropic-version", "2023-06-01"] as const;

/** The route of Bedrock's runtime that serves the API (AWS user guide, "Anthropic Messages API", read 2026-11). */
export const bedrockRoute = "/anthropic/v1";
