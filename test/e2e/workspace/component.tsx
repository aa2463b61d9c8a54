// A function beside markup.
declare const h: (name: string, attributes: object | null, ...children: unknown[]) => unknown;
declare namespace JSX {
  type Element = unknown;
  interface IntrinsicElements {
    meter: { value: number };
  }
}

export function level(x = 2) {
  const square = x * x;
  return square + 3 * x;
}

export const View = () => <meter value={level(2)}></meter>;
void h;
