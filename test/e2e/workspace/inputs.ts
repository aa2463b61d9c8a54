// One of each source of inputs.

export function fromDefault(x = 1.5) {
  const y = x * x;
  return y;
}

export function fromCall(x: number, scale: { by: number }) {
  const y = x * scale.by;
  return y;
}

fromCall(7, { by: 2 });

export function guessed(x: number, y: number, list: number[], flag: boolean) {
  const sum = x * y + list[0] * list[1];
  return flag ? -sum : sum;
}

const start = 2.5;
export const fromInitialiser = start * start;

export function several(x = 3) {
  const left = x * x;
  const right = x + 1;
  return { left, right };
}
