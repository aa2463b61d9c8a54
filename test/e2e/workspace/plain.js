// Plain JavaScript, with a call that gives the inputs.
export function area(width, height) {
  const product = width * height;
  return product;
}

area(3, 4);
