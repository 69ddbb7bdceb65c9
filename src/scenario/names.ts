import { z } from "zod";

/** File names that Windows reserves for devices. */
const deviceNames = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** A name of this program's files, which may become a file name: kebab case, ASCII, at most 64 characters. */
export const kebabName = z
  .string()
  .max(64, "a name has at most 64 characters")
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "use lower-case letters, digits and single hyphens (kebab-case)")
  .refine((name) => !deviceNames.test(name), "some systems reserve this name for a device");

/** A model of the catalog: a kebab name that may also have dots inside: `kimi-k2.5`. */
export const modelName = z
  .string()
  .max(64, "a name has at most 64 characters")
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, "use lower-case letters, digits, and single hyphens or dots inside")
  .refine((name) => !deviceNames.test(name), "some systems reserve this name for a device");

/** A tool's name, as Bedrock and OpenAI accept it (Bedrock ToolName: 1–64 of these; service model, read 2026-08-07). */
export const toolName = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, "use 1 to 64 letters, digits, _ and -");

/** A day, `YYYY-MM-DD`. */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "write a day as YYYY-MM-DD")
  .refine(isDay, "there is no such day");

/** A web address: https or http, without user or password. */
export const webAddress = z
  .string()
  .regex(/^https?:\/\/[^\s@]+$/, "write an address that begins with https:// (or http://), without user or password");

/** Does not use toISOString: its first use loads the time zone, which takes 11 ms (Node 20.20, 2026-11). */
function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  const parts = [moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate()];
  return text.split("-").every((part, index) => Number(part) === parts[index]);
}
