// JavaScript with markup in it.
export function double(x = 2) {
  const twice = x + x;
  return twice;
}

export const Box = () => <b>{double(1)}</b>;
