// Small vectors in the plane, for ../imported-function.ts. Nothing here
// knows about gradients.

export interface Vector {
  x: number;
  y: number;
}

export function difference(p: Vector, q: Vector): Vector {
  return { x: p.x - q.x, y: p.y - q.y };
}

export function length({ x, y }: Vector) {
  return Math.sqrt(x * x + y * y);
}
