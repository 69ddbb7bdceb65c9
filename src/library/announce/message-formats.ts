/** `auto`: Slack's form for Slack's hosts, else `json`. */
export const messageFormats = ["auto", "slack", "json"] as const;
export type MessageFormat = (typeof messageFormats)[number];
