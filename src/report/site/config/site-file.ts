import { z } from "zod";
import { day, webAddress } from "../../../scenario/names.js";

const words = (says: string, most = 2000) => z.string().trim().min(1, "write some words").max(most).describe(says);
const cell = words(
  "A cell, as its page names it: <target>/<scenario>, and ` (http)` where the client is not the SDK.",
  400,
);
const source = webAddress.nullable().default(null).describe("Where it can be read in full; null: nowhere.");

/** How a dispute of a cell stands. `ours`: the failure was a bug of the measurement; `stands`: it was examined, and the measurement holds. */
export const disputeStates = ["open", "examined", "ours", "stands", "withdrawn"] as const;

const claimedBy = z.strictObject({
  name: words("Who publishes the site and answers for it.", 200),
  url: webAddress.nullable().default(null),
  relation: words("What ties the publisher to the measured services: a customer, a competitor, paid by one.")
    .nullable()
    .default(null),
});

const reply = z.strictObject({
  cell,
  by: words("Who replies, such as the provider.", 200),
  date: day,
  text: words("The reply, as it was sent. It is printed beside the cell."),
  source,
});

const dispute = z
  .strictObject({
    cell,
    state: z.enum(disputeStates),
    by: words("Who disputes it.", 200),
    opened: day,
    closed: day.nullable().default(null).describe("The day on which it was decided; null: it is not."),
    note: words("What is disputed, and what was found.").nullable().default(null),
    source,
  })
  .refine(
    ({ state, closed }) => (state === "open" || state === "examined") === (closed === null),
    "write closed for a dispute that is decided (ours, stands, withdrawn), and leave it out for one that is not",
  )
  .refine(({ opened, closed }) => closed === null || opened <= closed, "closed must not be before opened");

const correction = z.strictObject({
  date: day,
  text: words("What was wrong, since when, and what is right."),
  cells: z.array(cell).default([]),
  source,
});

const informed = z.strictObject({
  provider: words("A provider, as models.yaml names it.", 64),
  date: day.describe("The day on which it was given the results."),
  source,
});

const badge = z.strictObject({
  name: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "use lower-case letters, digits and single hyphens (kebab-case)")
    .describe("Its files are badges/<name>.svg and badges/<name>.json."),
  label: words("Its left half.", 60),
  model: words("Only cells of this model.", 64).nullable().default(null),
  provider: words("Only cells of this provider.", 64).nullable().default(null),
});

/** The schema of the file of a site. */
export function siteFile() {
  return z
    .strictObject({
      title: words("The name of the site.", 120),
      about: words("What a reader must know first: what is compared, and why.").nullable().default(null),
      url: webAddress
        .refine((address) => address.endsWith("/"), "end the address with a slash")
        .nullable()
        .default(null)
        .describe("Where the site will be. The feed, the 404 page and the endpoints of badges need it."),
      claimedBy,
      dispute: z
        .string()
        .max(500)
        .regex(
          /^(?:https:\/\/[^\s@]+|mailto:[^\s@]+@[^\s@]+)$/,
          "write an address that begins with https://, or mailto: and an address of mail",
        )
        .describe("Where a vendor, or anyone, disputes a cell."),
      noticeDays: z.int().min(0).max(365).default(14).describe("Days between informing a provider and publication."),
      informed: z.array(informed).default([]),
      replies: z.array(reply).default([]),
      disputes: z.array(dispute).default([]),
      corrections: z.array(correction).default([]),
      badges: z.array(badge).default([]),
      statements: z
        .array(words("A statement that `llm-parity attest` wrote: its file, from the folder of this file.", 400))
        .default([]),
    })
    .refine(({ badges }) => new Set(badges.map(({ name }) => name)).size === badges.length, "two badges have one name")
    .meta({
      id: "site",
      title: "llm-parity site",
      description: "Who publishes a matrix, where it is disputed, and what was replied, disputed and corrected.",
    });
}

/** What the file of a site says. */
export type SiteConfig = z.output<ReturnType<typeof siteFile>>;
export type SiteDispute = SiteConfig["disputes"][number];
