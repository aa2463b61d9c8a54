// One of each kind of target; every one gives x² + 3x or says what it gives.

export function declaration(x = 2) {
  const square = x * x;
  return square + 3 * x;
}

export const arrow = (x = 2) => {
  const square = x * x;
  return square + 3 * x;
};

export const expressionBody = (x = 2) => x * x + 3 * x;

export const functionExpression = function named(x = 2) {
  const square = x * x;
  return square + 3 * x;
};

export class Polynomial {
  method(x = 2) {
    const square = x * x;
    return square + 3 * x;
  }

  static fixed(x = 2) {
    const square = x * x;
    return square + 3 * x;
  }
}

export const literal = {
  method(x = 2) {
    const square = x * x;
    return square + 3 * x;
  },
};

export default function (x = 2) {
  const square = x * x;
  return square + 3 * x;
}

const x = 2;
export const bare = x * x + 3 * x;

let t = 2;
const u = t * t;
const v = u + 3 * t;

console.log(t, u, v);
