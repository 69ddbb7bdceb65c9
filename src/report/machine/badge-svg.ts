import type { Badge } from "./badge.js";
import { attribute, xmlText } from "./xml.js";

/** A badge as a picture of its own: it loads nothing, and its title is what a screen reader says. */
export function badgeSvg({ label, message, colour }: Badge): string {
  const [left, right] = [widthOf(label), widthOf(message)];
  const width = left + right;
  const title = `${label}: ${message}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img"${attribute("aria-label", title)}>`,
    `<title>${xmlText(title, 200)}</title>`,
    `<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>`,
    '<g clip-path="url(#r)">',
    `<rect width="${left}" height="20" fill="#444"/>`,
    `<rect x="${left}" width="${right}" height="20" fill="${fills[colour]}"/>`,
    "</g>",
    '<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">',
    text(label, left / 2, left - margin),
    text(message, left + right / 2, right - margin),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** White text has a contrast of at least 4.5 on each (WCAG 2.2, 1.4.3). */
const fills: { readonly [colour in Badge["colour"]]: string } = {
  brightgreen: "#1a7f37",
  red: "#b62324",
  orange: "#9a5b00",
  lightgrey: "#6a737d",
};

const margin = 10;

/** `textLength` fits the text into its place, whichever font there is. */
function text(words: string, x: number, length: number): string {
  return `<text x="${x}" y="14" textLength="${length}">${xmlText(words, 200)}</text>`;
}

function widthOf(words: string): number {
  const units = [...words].reduce((sum, character) => sum + (advances.get(character) ?? 7), 0);
  return Math.round(units) + margin;
}

/** How wide characters are in Verdana at 11 px, in px, of those that a badge has. */
const advances: ReadonlyMap<string, number> = new Map(
  (
    [
      [3.02, "ijl"],
      [3.87, " "],
      [4, ",.:"],
      [4.34, "ft"],
      [4.69, "r"],
      [4.99, "-"],
      [5.73, "cs"],
      [6.51, "kvxyz"],
      [6.61, "a"],
      [6.85, "bdeghnopqu0123456789"],
      [9, "w"],
      [10.7, "m"],
    ] as const
  ).flatMap(([width, characters]) => [...characters].map((character) => [character, width] as const)),
);
