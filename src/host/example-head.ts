/** @file What an example is about, in its own words. */

/** The first sentence of the comment that it begins with. */
export function headOf(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !/^\/\/ \S/.test(line));
  const comment = lines
    .slice(0, end < 0 ? lines.length : end)
    .map((line) => line.slice(3))
    .join(' ');
  return /^.*?\.(?= [A-Z]|$)/.exec(comment)?.[0] ?? comment;
}
