import { badgeOf } from "../machine/badge.js";
import { badgeSvg } from "../machine/badge-svg.js";
import type { Reporter } from "./reporter.js";

/** A badge as a picture. */
export const badgeReporter: Reporter = {
  name: "badge",
  file: "badge.svg",
  about: "a badge (SVG): how many cells pass, fail or were not measured",
  render: ({ sheet }) => badgeSvg(badgeOf(sheet)),
};
