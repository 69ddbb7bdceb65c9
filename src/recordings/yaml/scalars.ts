import { Scalar, type ScalarTag } from "yaml";

/**
 * The meaning of unquoted scalars by PyYAML's rules (6.0, `resolver.py`, read 2026-11). They fit other writers too, which
 * quote every text that a reader could take for something else. So `y`, `.`, `1e3` and `1.5e10` are text, `yes` is true and
 * `017` is 15. Unlike in PyYAML, times of day, dates and `<<` are text. Only binary tags have a meaning.
 */
const plainScalars = [
  {
    tag: "tag:yaml.org,2002:null",
    default: true,
    test: /^(?:~|null|Null|NULL)?$/,
    meaning: () => null,
  },
  {
    tag: "tag:yaml.org,2002:bool",
    default: true,
    test: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
    meaning: (text: string) => /^(?:yes|true|on)$/i.test(text),
  },
  {
    tag: "tag:yaml.org,2002:int",
    default: true,
    test: /^[-+]?(?:0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$/,
    meaning: wholeNumber,
  },
  {
    tag: "tag:yaml.org,2002:float",
    default: true,
    test: /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    meaning: floatingNumber,
  },
] as const;

/** The same, and binary tags, for the library. */
export const foreignScalars: ScalarTag[] = [
  ...plainScalars.map(({ tag, test, meaning }): ScalarTag => {
    if (tag !== "tag:yaml.org,2002:null") return { tag, default: true, test, resolve: meaning };
    return { tag, default: true, test, createNode: () => new Scalar(null), resolve: () => new Scalar(null) };
  }),
  { tag: "tag:yaml.org,2002:binary", default: false, resolve: bytes },
  { tag: "!binary", default: false, resolve: bytes },
];

/** What an unquoted scalar means by these rules. */
export function plainValue(text: string): string | number | bigint | boolean | null {
  if (!mayMean.test(text)) return text;
  const found = plainScalars.find(({ test }) => test.test(text));
  return found === undefined ? text : found.meaning(text);
}

/** How every scalar begins that is more than text. */
const mayMean = /^(?:[~nNyYtTfFoO0-9.+-]|$)/;

/** Returns a bigint if a number would not be exact. */
function wholeNumber(text: string): number | bigint {
  const plain = text.replaceAll("_", "").replace(/^[-+]/, "");
  const value = BigInt(/^0[0-7]/.test(plain) ? `0o${plain.slice(1)}` : plain);
  const signed = text.startsWith("-") ? -value : value;
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
}

function floatingNumber(text: string): number {
  const plain = text.replaceAll("_", "").toLowerCase();
  if (plain === ".nan") return Number.NaN;
  if (plain.endsWith(".inf")) return plain.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(plain);
}

function bytes(text: string, onError: (message: string) => void): Uint8Array {
  const decoded = binaryOf(text);
  if (decoded === null) onError("these bytes are not valid base64");
  return decoded ?? new Uint8Array();
}

/** Decodes strictly, so that text that is cut or not base64 never gives other bytes; null: it is not base64. */
export function binaryOf(text: string): Uint8Array | null {
  const plain = text.replace(/\s+/g, "");
  const decoded = new Uint8Array(Buffer.from(plain, "base64"));
  return Buffer.from(decoded.buffer).toString("base64") === plain ? decoded : null;
}
