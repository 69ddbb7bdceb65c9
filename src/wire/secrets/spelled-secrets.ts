import { backslashView, type EscapedView } from "./escaped-view.js";
import { type JsonString, jsonStringsOf } from "./json-strings.js";
import { applyEdits, type SecretEdit, type SecretSearch } from "./secret-search.js";

/**
 * Finds secrets that several texts spell out together, piece by piece: the events of a stream, or the strings of one
 * JSON document. The pieces of one streamed text are the strings at the same place of their documents (`delta.text` of
 * block 0), also in a document that is base64 inside another. Texts that are not JSON are pieces themselves. Returns
 * the edits of each text, in order. The piece in which a secret begins gets the redaction mark; the other pieces lose
 * their part. A second call finds secrets that another find covered.
 */
export function findSpelledSecrets(texts: readonly string[], search: SecretSearch): readonly (readonly SecretEdit[])[] {
  const documents = texts.map(readDocument);
  const pieces = documents.flatMap(piecesOf);
  const found = groupsBy(pieces, "place").map((group) => editGroup(group, search));
  if (!found.some(Boolean)) {
    const wider = groupsBy(pieces, "path").filter((group) => group.some(({ place }) => place !== group[0]?.place));
    for (const group of wider) editGroup(group, search);
  }
  return documents.map(editsOf);
}

/** A text with its pieces, the documents inside it, and the edits found so far. */
type Document = {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly inner: readonly { readonly start: number; readonly end: number; readonly document: Document }[];
  readonly edits: SecretEdit[];
};

/** One string of a document. `text`: with escapes decoded; `view`: the offsets of its characters; null: no escapes. */
type Piece = {
  readonly document: { readonly edits: SecretEdit[] };
  readonly start: number;
  readonly text: string;
  readonly view: EscapedView | null;
  readonly path: string;
  readonly place: string;
};

function readDocument(text: string): Document {
  const edits: SecretEdit[] = [];
  const isJson = /^\s*[[{"]/.test(text);
  const strings: readonly JsonString[] = isJson
    ? jsonStringsOf(text)
    : [{ start: 0, end: text.length, path: "text", place: "text" }];
  const pieces: Piece[] = [];
  const inner: { start: number; end: number; document: Document }[] = [];
  for (const { start, end, path, place } of strings) {
    const content = text.slice(start, end);
    const decoded = isJson ? jsonInBase64(content) : null;
    if (decoded !== null) inner.push({ start, end, document: readDocument(decoded) });
    const view = isJson ? backslashView(content) : null;
    if (decoded === null && content !== "") {
      pieces.push({ document: { edits }, start, text: view?.text ?? content, view, path, place });
    }
  }
  return { text, pieces, inner, edits };
}

/** Decodes a JSON object in base64, as the events of InvokeModelWithResponseStream contain; null: it is not one. */
function jsonInBase64(content: string): string | null {
  // The base64 of "{" followed by a quote and any byte, a blank, a tab or a line end.
  if (!/^(?:ey[A-DI-L]|ew[klop01])[A-Za-z0-9+/]*={0,2}$/.test(content)) return null;
  return Buffer.from(content, "base64").toString("latin1");
}

function piecesOf(document: Document): readonly Piece[] {
  return [...document.pieces, ...document.inner.flatMap((one) => piecesOf(one.document))];
}

/**
 * Groups the pieces of each streamed text. Leaves out groups of equal pieces: one piece was searched already, and names
 * repeat.
 */
function groupsBy(pieces: readonly Piece[], key: "place" | "path"): readonly (readonly Piece[])[] {
  const groups = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const group = groups.get(piece[key]);
    if (group === undefined) groups.set(piece[key], [piece]);
    else group.push(piece);
  }
  return [...groups.values()].filter((group) => group.some(({ text }) => text !== group[0]?.text));
}

/** Searches the joined pieces of a group and adds the edits; true when a secret was found. */
function editGroup(group: readonly Piece[], search: SecretSearch): boolean {
  const found = search(group.map(({ text }) => text).join(""));
  let from = 0;
  for (const piece of group) {
    const end = from + piece.text.length;
    for (const edit of found)
      if (edit.start < end && edit.end > from) piece.document.edits.push(inPiece(piece, edit, from));
    from = end;
  }
  return found.length > 0;
}

/** The part of a find that lies in one piece, as an edit of the piece's document. */
function inPiece({ start, text, view }: Piece, found: SecretEdit, from: number): SecretEdit {
  const placeOf = (offset: number) => start + (view === null ? offset : view.startOf(offset));
  return {
    name: found.name,
    start: placeOf(Math.max(0, found.start - from)),
    end: placeOf(Math.min(text.length, found.end - from)),
    replacement: found.start >= from ? found.replacement : "",
  };
}

function editsOf({ inner, edits }: Document): readonly SecretEdit[] {
  const ofInner = inner.flatMap(({ start, end, document }) => {
    const changes = editsOf(document);
    if (changes.length === 0) return [];
    const changed = Buffer.from(applyEdits(document.text, changes), "latin1").toString("base64");
    return [{ name: namesOf(changes), start, end, replacement: changed }];
  });
  return [...edits, ...ofInner].sort((one, other) => one.start - other.start);
}

function namesOf(edits: readonly SecretEdit[]): string {
  return [...new Set(edits.map(({ name }) => name))].join(", ");
}
