import { Scalar, type ScalarTag } from "yaml";

/**
 * The meaning of unquoted scalars by PyYAML's rules (6.0, `resolver.py`, read 2026-11). They fit other writers too, which
 * quote every text that a reader could take for something else. So `y`, `.`, `1e3` and `1.5e10` are text, `yes` is true and
 * `017` is 15. Unlike in PyYAML, times of day, dates and `<<` are text. Only binary tags have a meaning.
 */
export const foreignScalars: ScalarTag[] = [
  {
    tag: "tag:yaml.org,2002:null",
    default: true,
    test: /^(?:~|null|Null|NULL)?$/,
    createNode: () => new Scalar(null),
    resolve: () => new Scalar(null),
  },
  {
    tag: "tag:yaml.org,2002:bool",
    default: true,
    test: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
    resolve: (text) => /^(?:yes|true|on)$/i.test(text),
  },
  {
    tag: "tag:yaml.org,2002:int",
    default: true,
    test: /^[-+]?(?:0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$/,
    resolve: wholeNumber,
  },
  {
    tag: "tag:yaml.org,2002:float",
    default: true,
    test: /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    resolve: floatingNumber,
  },
  { tag: "tag:yaml.org,2002:binary", default: false, resolve: bytes },
  { tag: "!binary", default: false, resolve: bytes },
];

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

/** Decodes strictly, so that text that is cut or not base64 never gives other bytes. */
function bytes(text: string, onError: (message: string) => void): Uint8Array {
  const plain = text.replace(/\s+/g, "");
  const decoded = new Uint8Array(Buffer.from(plain, "base64"));
  if (Buffer.from(decoded.buffer).toString("base64") !== plain) onError("these bytes are not valid base64");
  return decoded;
}
