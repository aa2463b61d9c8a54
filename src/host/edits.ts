/** @file Where a range of offsets is after the text around it was edited. */

export interface OffsetRange {
  start: number;
  end: number;
}

/** One replacement, in the offsets of the text before it (as VS Code reports edits). */
export interface TextEdit {
  offset: number;
  length: number;
  /** Length of what stands there now. */
  inserted: number;
}

/**
 * The range after simultaneous edits. Text typed at either border stays outside, except that an empty range
 * (a cursor) moves behind it. A range whose text was replaced as a whole shrinks to what replaced it.
 */
export function shifted(range: OffsetRange, edits: readonly TextEdit[]): OffsetRange {
  let { start, end } = range;
  for (const edit of [...edits].sort((a, b) => b.offset - a.offset)) {
    const editEnd = edit.offset + edit.length;
    const growth = edit.inserted - edit.length;
    if (editEnd <= start) {
      start += growth;
      end += growth;
    } else if (edit.offset >= end) {
      // behind it
    } else if (edit.offset >= start && editEnd <= end) {
      end += growth;
    } else if (edit.offset <= start && editEnd >= end) {
      start = edit.offset;
      end = edit.offset + edit.inserted;
    } else if (edit.offset < start) {
      start = edit.offset + edit.inserted;
      end += growth;
    } else {
      end = edit.offset;
    }
  }
  return { start, end: Math.max(start, end) };
}
